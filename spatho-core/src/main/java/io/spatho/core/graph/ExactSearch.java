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

    /** {@code |x|^2 / 2 - q.x} for every x of a tile. */
    private void rank(float[] query, int tile, float[] ranks) {
        System.arraycopy(tiles.halfNorms(tile), 0, ranks, 0, PointTiles.SIZE);
        float[][] values = tiles.values(tile);
        for (int d = 0; d < values.length; d += PointTiles.UNROLLED) {
            subtract(ranks, query, d, values[d], values[d + 1], values[d + 2], values[d + 3]);
        }
    }

    private static void subtract(float[] ranks, float[] query, int d, float[] a, float[] b, float[] c, float[] e) {
        float qa = query[d];
        float qb = query[d + 1];
        float qc = query[d + 2];
        float qe = query[d + 3];
        for (int j = 0; j < PointTiles.SIZE; j++) {
            ranks[j] -= qa * a[j] + qb * b[j] + qc * c[j] + qe * e[j];
        }
    }

    private double squaredDistance(int one, int other) {
        double sum = 0;
        int a = one * points.columns();
        int b = other * points.columns();
        for (int d = 0; d < points.columns(); d++) {
            double difference = (double) points.values()[a + d] - points.values()[b + d];
            sum += difference * difference;
        }
        return sum;
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
            int width = points.columns();
            int paddedWidth = tiles.values(0).length;
            for (int i = 0; i < queries.length; i++) {
                padded[i] = new float[paddedWidth];
                System.arraycopy(points.values(), queries[i] * width, padded[i], 0, width);
                errors[i] = errorBound(queries[i], paddedWidth);
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
                        rank(padded[i], tile, ranks);
                        collect(tile, i);
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

        private void collect(int tile, int i) {
            float worst = (float) candidates[i].worst();
            for (int place = 0; place < PointTiles.SIZE; place++) {
                if (ranks[place] < worst) {
                    int point = tiles.point(tile, place);
                    if (point != queries[i]) {
                        candidates[i].offer(ranks[place], point);
                        worst = (float) candidates[i].worst();
                    }
                }
            }
        }

        /** Measures the candidates in float64, and searches again where rounding could have hidden a nearer point. */
        NearestList settled(int i) {
            int query = queries[i];
            nearest.clear();
            for (int c = 0; c < candidates[i].size(); c++) {
                int point = candidates[i].index(c);
                nearest.offer(squaredDistance(query, point), point);
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
                    rank(padded[i], tile, ranks);
                    for (int place = 0; place < PointTiles.SIZE; place++) {
                        if (ranks[place] <= limit && tiles.point(tile, place) != queries[i]) {
                            int point = tiles.point(tile, place);
                            nearest.offer(squaredDistance(queries[i], point), point);
                        }
                    }
                }
            }
        }
    }
}
