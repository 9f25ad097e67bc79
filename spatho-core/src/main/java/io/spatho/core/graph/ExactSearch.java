package io.spatho.core.graph;

import io.spatho.core.matrix.DenseMatrix;
import io.spatho.core.parallel.Workers;
import java.util.Arrays;
import java.util.Comparator;

/**
 * Exact nearest neighbours by comparing points tile by tile, leaving out tiles whose box is farther away than what was found.
 *
 * <p>A first pass ranks candidates by {@code |x|^2 / 2 - q.x} in float32, which the JVM turns into vector instructions because each
 * dimension of a tile is an array of its own. The few best are then measured again in float64 by differences. The rounding error
 * of the first pass is bounded; where the bound cannot rule out that a candidate was missed, the point is searched again and
 * every candidate within the bound is measured. So the result is that of float64 throughout, ties by index.
 */
final class ExactSearch {

    private static final int QUERIES = 128;
    private static final int SPARE = 16;

    private final DenseMatrix points;
    private final int k;
    private final PointTiles tiles;
    private final double longest;

    ExactSearch(DenseMatrix points, int k) {
        this.points = points;
        this.k = k;
        this.tiles = new PointTiles(points);
        this.longest = tiles.longest();
    }

    /** The neighbours of every point. */
    NearestNeighbours all(Workers workers) {
        int[] queries = tiles.order();
        return search(queries, queries, workers);
    }

    /** The neighbours of the points named; row i of the result belongs to {@code queries[i]}. */
    NearestNeighbours of(int[] queries, Workers workers) {
        int[] rows = new int[queries.length];
        Arrays.setAll(rows, i -> i);
        return search(queries, rows, workers);
    }

    private NearestNeighbours search(int[] queries, int[] rows, Workers workers) {
        int[] indices = new int[Math.multiplyExact(queries.length, k)];
        float[] distances = new float[indices.length];
        if (k > 0) {
            workers.forRanges(queries.length, QUERIES, (from, to) -> {
                Batch batch = new Batch(Arrays.copyOfRange(queries, from, to));
                batch.rankAll();
                for (int i = from; i < to; i++) {
                    NearestList nearest = batch.settled(i - from);
                    for (int rank = 0; rank < k; rank++) {
                        indices[rows[i] * k + rank] = nearest.index(rank);
                        distances[rows[i] * k + rank] = (float) Math.sqrt(nearest.key(rank));
                    }
                }
            });
        }
        return new NearestNeighbours(queries.length, k, indices, distances);
    }

    /** A few queries that go through the tiles together, so that each tile is read from memory once for all of them. */
    private final class Batch {

        private final int[] queries;
        private final float[][] padded;
        private final double[] errors;
        private final NearestList[] candidates;
        private final float[] ranks = new float[PointTiles.SIZE];
        private final NearestList nearest = new NearestList(k);

        Batch(int[] queries) {
            this.queries = queries;
            this.padded = new float[queries.length][];
            this.errors = new double[queries.length];
            this.candidates = new NearestList[queries.length];
            for (int i = 0; i < queries.length; i++) {
                padded[i] = PointBlock.query(points, queries[i]);
                errors[i] = errorBound(queries[i], padded[i].length);
                candidates[i] = new NearestList(Math.min(k + SPARE, points.rows() - 1));
            }
        }

        /** Bound on the rounding error of a rank: the usual analysis of a dot product, unit roundoff 2^-24. */
        private double errorBound(int query, int width) {
            double operations = 2 * width + 4;
            return operations * 0x1.0p-24 * (tiles.length(query) * longest + longest * longest / 2);
        }

        /** Tiles from the nearest to the middle query on, so that the worst of the found soon is small. */
        private Integer[] tileOrder() {
            double[] distances = new double[tiles.count()];
            Integer[] order = new Integer[tiles.count()];
            for (int tile = 0; tile < order.length; tile++) {
                distances[tile] = tiles.squaredDistance(padded[queries.length / 2], tile);
                order[tile] = tile;
            }
            Arrays.sort(
                    order,
                    Comparator.<Integer>comparingDouble(tile -> distances[tile])
                            .thenComparing(Comparator.naturalOrder()));
            return order;
        }

        void rankAll() {
            for (int tile : tileOrder()) {
                for (int i = 0; i < queries.length; i++) {
                    if (mayHold(i, tile, candidates[i].worst() + errors[i])) {
                        tiles.block(tile).rank(padded[i], ranks);
                        collect(tiles.block(tile), i);
                    }
                }
            }
        }

        /** Whether a point of the tile can have a true rank of at most {@code limit}. */
        private boolean mayHold(int i, int tile, double limit) {
            if (limit == Double.POSITIVE_INFINITY) {
                return true;
            }
            double length = tiles.length(queries[i]);
            return (tiles.squaredDistance(padded[i], tile) - length * length) / 2 <= limit + errors[i];
        }

        private void collect(PointBlock block, int i) {
            float worst = (float) candidates[i].worst();
            for (int place = 0; place < block.size(); place++) {
                if (ranks[place] < worst && block.point(place) != queries[i]) {
                    candidates[i].offer(ranks[place], block.point(place));
                    worst = (float) candidates[i].worst();
                }
            }
        }

        /** Measures the candidates in float64, and searches again where rounding could have hidden a nearer point. */
        NearestList settled(int i) {
            int query = queries[i];
            nearest.clear();
            for (int c = 0; c < candidates[i].size(); c++) {
                int point = candidates[i].index(c);
                nearest.offer(points.squaredDistance(query, point), point);
            }
            double length = tiles.length(query);
            double rankOfLast = (nearest.worst() - length * length) / 2;
            boolean all = candidates[i].size() == points.rows() - 1;
            if (!all && candidates[i].worst() - 2 * errors[i] <= rankOfLast) {
                searchAgain(i, rankOfLast + 2 * errors[i]);
            }
            return nearest;
        }

        private void searchAgain(int i, double limit) {
            nearest.clear();
            for (int tile = 0; tile < tiles.count(); tile++) {
                if (mayHold(i, tile, limit)) {
                    PointBlock block = tiles.block(tile);
                    block.rank(padded[i], ranks);
                    for (int place = 0; place < block.size(); place++) {
                        int point = block.point(place);
                        if (ranks[place] <= limit && point != queries[i]) {
                            nearest.offer(points.squaredDistance(queries[i], point), point);
                        }
                    }
                }
            }
        }
    }
}
