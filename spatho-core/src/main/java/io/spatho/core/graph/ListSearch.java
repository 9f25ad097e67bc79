package io.spatho.core.graph;

import io.spatho.core.matrix.DenseMatrix;
import io.spatho.core.parallel.Workers;
import java.util.Arrays;

/**
 * Approximate nearest neighbours: each point is compared with the points on the lists whose centres are nearest to it (an inverted
 * file, Sivic and Zisserman 2003).
 *
 * <p>How many lists are visited follows from the share of true neighbours wanted, by exact searches for a few points. Candidates are ranked in
 * float32; the best are measured again in float64 and ordered by distance, then index. Independent of the number of threads.
 */
final class ListSearch {

    private static final int QUERIES = 128;
    private static final int SPARE = 4;

    private final DenseMatrix points;
    private final int k;
    private final CentreLists lists;
    private final int longest;

    ListSearch(DenseMatrix points, int k, long seed, Workers workers) {
        this.points = points;
        this.k = k;
        this.lists = new CentreLists(points, seed, workers);
        int most = 0;
        for (int list = 0; list < lists.count(); list++) {
            most = Math.max(most, lists.list(list).places());
        }
        this.longest = most;
    }

    /** The smallest number of lists to visit so that the share wanted of the true neighbours of a sample lies on them. */
    int visits(int[] sample, NearestNeighbours truth, double share) {
        int[] needed = new int[lists.count()];
        float[] ranks = new float[lists.centres().places()];
        for (int i = 0; i < sample.length; i++) {
            lists.centres().rank(PointBlock.query(points, sample[i]), ranks);
            for (int rank = 0; rank < truth.k(); rank++) {
                float own = ranks[lists.listOf(truth.neighbour(i, rank))];
                int nearer = 0;
                for (int list = 0; list < lists.count(); list++) {
                    nearer += ranks[list] < own ? 1 : 0;
                }
                needed[nearer]++;
            }
        }
        long wanted = (long) Math.ceil(share * sample.length * truth.k());
        int visits = 0;
        for (long held = 0; held < wanted; visits++) {
            held += needed[visits];
        }
        return Math.max(1, visits);
    }

    /** The neighbours of every point after that many visits; more lists are visited where those hold too few points. */
    NearestNeighbours all(int visits, Workers workers) {
        int[] order = new int[points.rows()];
        int at = 0;
        for (int list = 0; list < lists.count(); list++) {
            for (int place = 0; place < lists.list(list).size(); place++) {
                order[at++] = lists.list(list).point(place);
            }
        }
        int[] indices = new int[Math.multiplyExact(points.rows(), k)];
        float[] distances = new float[indices.length];
        workers.forRanges(k == 0 ? 0 : points.rows(), QUERIES, (from, to) -> {
            Batch batch = new Batch(Arrays.copyOfRange(order, from, to), visits);
            batch.visitAll();
            for (int i = from; i < to; i++) {
                NearestList nearest = batch.settled(i - from);
                for (int rank = 0; rank < k; rank++) {
                    indices[order[i] * k + rank] = nearest.index(rank);
                    distances[order[i] * k + rank] = (float) Math.sqrt(nearest.key(rank));
                }
            }
        });
        return new NearestNeighbours(points.rows(), k, indices, distances);
    }

    /** Queries that lie close together, so that they share most lists and each list is read from memory once for all of them. */
    private final class Batch {

        private final int[] queries;
        private final float[][] padded;
        private final boolean[][] visited;
        private final NearestList[] candidates;
        private final float[] ranks = new float[longest];
        private final NearestList nearest = new NearestList(k);

        Batch(int[] queries, int visits) {
            this.queries = queries;
            this.padded = new float[queries.length][];
            this.visited = new boolean[lists.count()][queries.length];
            this.candidates = new NearestList[queries.length];
            float[] toCentres = new float[lists.centres().places()];
            NearestList chosen = new NearestList(lists.count());
            for (int i = 0; i < queries.length; i++) {
                padded[i] = PointBlock.query(points, queries[i]);
                candidates[i] = new NearestList(Math.min(k + SPARE, points.rows() - 1));
                lists.centres().rank(padded[i], toCentres);
                choose(i, toCentres, chosen, visits);
            }
        }

        /** Marks the nearest lists, going on while the points on them are too few. */
        private void choose(int query, float[] toCentres, NearestList chosen, int visits) {
            int wanted = visits;
            int held;
            do {
                chosen.clear();
                chosen.limit(wanted);
                for (int list = 0; list < lists.count(); list++) {
                    chosen.offer(toCentres[list], list);
                }
                held = 0;
                for (int rank = 0; rank < chosen.size(); rank++) {
                    held += lists.list(chosen.index(rank)).size();
                }
                wanted = Math.min(lists.count(), 2 * wanted);
            } while (held <= k && chosen.size() < lists.count());
            for (int rank = 0; rank < chosen.size(); rank++) {
                visited[chosen.index(rank)][query] = true;
            }
        }

        void visitAll() {
            int first = lists.listOf(queries[0]);
            visit(first);
            for (int list = 0; list < lists.count(); list++) {
                if (list != first) {
                    visit(list);
                }
            }
        }

        private void visit(int number) {
            PointBlock list = lists.list(number);
            for (int i = 0; i < queries.length; i++) {
                if (visited[number][i]) {
                    list.rank(padded[i], ranks);
                    collect(list, i);
                }
            }
        }

        private void collect(PointBlock list, int i) {
            float worst = (float) candidates[i].worst();
            for (int place = 0; place < list.size(); place++) {
                if (ranks[place] < worst && list.point(place) != queries[i]) {
                    candidates[i].offer(ranks[place], list.point(place));
                    worst = (float) candidates[i].worst();
                }
            }
        }

        /** Measures the candidates in float64. */
        NearestList settled(int i) {
            nearest.clear();
            for (int c = 0; c < candidates[i].size(); c++) {
                int point = candidates[i].index(c);
                nearest.offer(points.squaredDistance(queries[i], point), point);
            }
            return nearest;
        }
    }
}
