package io.spatho.core.graph;

import io.spatho.core.matrix.DenseMatrix;
import io.spatho.core.parallel.Workers;
import java.util.Arrays;

/**
 * Exact nearest neighbours by comparing all pairs, cache tile by cache tile.
 *
 * <p>A first pass ranks candidates by {@code |x|^2 / 2 - q.x} in float32, which the JVM turns into vector instructions because each
 * dimension of a tile is an array of its own. The few best are then measured again in float64 by differences. The rounding error
 * of the first pass is bounded; where the bound cannot rule out that a candidate was missed, the point is searched again and
 * every candidate within the bound is measured. So the result is that of float64 throughout, ties by index.
 */
final class ExactSearch {

    private static final int TILE = 1024;
    private static final int QUERIES = 128;
    private static final int SPARE = 16;
    private static final int UNROLLED = 4;

    private final DenseMatrix points;
    private final int k;
    private final int dimensions;
    private final float[][][] tiles;
    private final float[][] halfNorms;
    private final double[] lengths;
    private final double longest;

    ExactSearch(DenseMatrix points, int k) {
        this.points = points;
        this.k = k;
        this.dimensions = (points.columns() + UNROLLED - 1) / UNROLLED * UNROLLED;
        int count = (points.rows() + TILE - 1) / TILE;
        this.tiles = new float[count][dimensions][];
        this.halfNorms = new float[count][TILE];
        this.lengths = new double[points.rows()];
        double maximum = 0;
        for (int tile = 0; tile < count; tile++) {
            fill(tile);
        }
        for (double length : lengths) {
            maximum = Math.max(maximum, length);
        }
        this.longest = maximum;
    }

    private void fill(int tile) {
        int from = tile * TILE;
        int size = Math.min(TILE, points.rows() - from);
        for (int d = 0; d < dimensions; d++) {
            float[] values = new float[TILE];
            for (int j = 0; j < size && d < points.columns(); j++) {
                values[j] = points.get(from + j, d);
            }
            tiles[tile][d] = values;
        }
        Arrays.fill(halfNorms[tile], Float.POSITIVE_INFINITY);
        for (int j = 0; j < size; j++) {
            double squares = 0;
            for (int d = 0; d < points.columns(); d++) {
                double value = points.get(from + j, d);
                squares += value * value;
            }
            halfNorms[tile][j] = (float) (squares / 2);
            lengths[from + j] = Math.sqrt(squares);
        }
    }

    /** The neighbours of every point. */
    NearestNeighbours all(Workers workers) {
        int[] queries = new int[points.rows()];
        for (int i = 0; i < queries.length; i++) {
            queries[i] = i;
        }
        return of(queries, workers);
    }

    /** The neighbours of the points named; row i of the result belongs to {@code queries[i]}. */
    NearestNeighbours of(int[] queries, Workers workers) {
        int[] indices = new int[Math.multiplyExact(queries.length, k)];
        float[] distances = new float[indices.length];
        if (k > 0) {
            workers.forRanges(
                    queries.length, QUERIES, (from, to) -> new Batch(queries, from, to).search(indices, distances));
        }
        return new NearestNeighbours(queries.length, k, indices, distances);
    }

    private float[] padded(int point) {
        float[] query = new float[dimensions];
        System.arraycopy(points.values(), point * points.columns(), query, 0, points.columns());
        return query;
    }

    /** {@code |x|^2 / 2 - q.x} for every x of a tile. */
    private void rank(float[] query, int tile, float[] ranks) {
        System.arraycopy(halfNorms[tile], 0, ranks, 0, TILE);
        float[][] values = tiles[tile];
        for (int d = 0; d < dimensions; d += UNROLLED) {
            subtract(ranks, query, d, values[d], values[d + 1], values[d + 2], values[d + 3]);
        }
    }

    private static void subtract(float[] ranks, float[] query, int d, float[] a, float[] b, float[] c, float[] e) {
        float qa = query[d];
        float qb = query[d + 1];
        float qc = query[d + 2];
        float qe = query[d + 3];
        for (int j = 0; j < TILE; j++) {
            ranks[j] -= qa * a[j] + qb * b[j] + qc * c[j] + qe * e[j];
        }
    }

    /** Bound on the rounding error of a rank: standard dot-product analysis, u = 2^-24. */
    private double errorBound(int query) {
        double operations = 2 * dimensions + 4;
        return operations * 0x1.0p-24 * (lengths[query] * longest + longest * longest / 2);
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
        private final int from;
        private final int to;
        private final float[] ranks = new float[TILE];
        private final NearestList nearest = new NearestList(k);

        Batch(int[] queries, int from, int to) {
            this.queries = queries;
            this.from = from;
            this.to = to;
        }

        void search(int[] indices, float[] distances) {
            int count = to - from;
            float[][] padded = new float[count][];
            NearestList[] candidates = new NearestList[count];
            for (int i = 0; i < count; i++) {
                padded[i] = padded(queries[from + i]);
                candidates[i] = new NearestList(Math.min(k + SPARE, points.rows() - 1));
            }
            for (int tile = 0; tile < tiles.length; tile++) {
                for (int i = 0; i < count; i++) {
                    rank(padded[i], tile, ranks);
                    collect(tile, queries[from + i], candidates[i]);
                }
            }
            for (int i = 0; i < count; i++) {
                settle(queries[from + i], padded[i], candidates[i]);
                int start = (from + i) * k;
                for (int rank = 0; rank < k; rank++) {
                    indices[start + rank] = nearest.index(rank);
                    distances[start + rank] = (float) Math.sqrt(nearest.key(rank));
                }
            }
        }

        private void collect(int tile, int query, NearestList candidates) {
            int start = tile * TILE;
            float worst = (float) candidates.worst();
            for (int j = 0; j < TILE; j++) {
                if (ranks[j] < worst && start + j != query) {
                    candidates.offer(ranks[j], start + j);
                    worst = (float) candidates.worst();
                }
            }
        }

        /** Measures the candidates exactly, and searches again where rounding could have hidden a nearer point. */
        private void settle(int query, float[] padded, NearestList candidates) {
            nearest.clear();
            for (int i = 0; i < candidates.size(); i++) {
                nearest.offer(squaredDistance(query, candidates.index(i)), candidates.index(i));
            }
            if (candidates.size() == points.rows() - 1) {
                return;
            }
            double error = errorBound(query);
            double rankOfLast = (nearest.worst() - lengths[query] * lengths[query]) / 2;
            if (candidates.worst() - error > rankOfLast) {
                return;
            }
            nearest.clear();
            double limit = rankOfLast + error;
            for (int tile = 0; tile < tiles.length; tile++) {
                rank(padded, tile, ranks);
                for (int j = 0; j < TILE; j++) {
                    int point = tile * TILE + j;
                    if (ranks[j] <= limit && point != query && point < points.rows()) {
                        nearest.offer(squaredDistance(query, point), point);
                    }
                }
            }
        }
    }
}
