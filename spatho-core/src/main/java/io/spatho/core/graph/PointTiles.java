package io.spatho.core.graph;

import io.spatho.core.matrix.DenseMatrix;
import java.util.Arrays;

/**
 * Points sorted into tiles of {@value #SIZE} that lie close together, each with its bounding box and with one array per dimension.
 *
 * <p>Tiles come from halving the points along the dimension of largest variance, ordered by coordinate and then by index, until a
 * tile is left. Dimensions are padded with zeros to a multiple of {@value #UNROLLED}.
 */
final class PointTiles {

    static final int SIZE = 1024;
    static final int UNROLLED = 4;

    private final DenseMatrix points;
    private final int[] order;
    private final float[][][] values;
    private final float[][] halfNorms;
    private final float[][] lowest;
    private final float[][] highest;
    private final double[] lengths;

    PointTiles(DenseMatrix points) {
        this.points = points;
        int count = (points.rows() + SIZE - 1) / SIZE;
        int padded = (points.columns() + UNROLLED - 1) / UNROLLED * UNROLLED;
        this.order = new int[points.rows()];
        Arrays.setAll(order, i -> i);
        split(0, count);
        this.values = new float[count][padded][SIZE];
        this.halfNorms = new float[count][SIZE];
        this.lowest = new float[count][points.columns()];
        this.highest = new float[count][points.columns()];
        this.lengths = new double[points.rows()];
        for (int tile = 0; tile < count; tile++) {
            fill(tile);
        }
    }

    int count() {
        return values.length;
    }

    /** The points in tile order. */
    int[] order() {
        return order;
    }

    /** The point at a place of a tile; only the last tile has unfilled places, whose half norm is infinite. */
    int point(int tile, int place) {
        return order[tile * SIZE + place];
    }

    float[][] values(int tile) {
        return values[tile];
    }

    float[] halfNorms(int tile) {
        return halfNorms[tile];
    }

    /** The Euclidean length of a point. */
    double length(int point) {
        return lengths[point];
    }

    /** The length of the longest point. */
    double longest() {
        return Arrays.stream(lengths).max().orElse(0);
    }

    /** Squared distance from a point to the nearest place of a tile's box. */
    double squaredDistance(float[] from, int tile) {
        double sum = 0;
        float[] low = lowest[tile];
        float[] high = highest[tile];
        for (int d = 0; d < low.length; d++) {
            double outside = Math.max(0, Math.max((double) low[d] - from[d], (double) from[d] - high[d]));
            sum += outside * outside;
        }
        return sum;
    }

    private void split(int fromTile, int toTile) {
        if (toTile - fromTile < 2) {
            return;
        }
        int from = fromTile * SIZE;
        int to = Math.min(order.length, toTile * SIZE);
        int middleTile = (fromTile + toTile) >>> 1;
        int dimension = widest(from, to);
        double[] keys = new double[points.rows()];
        for (int i = from; i < to; i++) {
            keys[order[i]] = points.get(order[i], dimension);
        }
        Partition.around(middleTile * SIZE, order, from, to, keys);
        split(fromTile, middleTile);
        split(middleTile, toTile);
    }

    private int widest(int from, int to) {
        int width = points.columns();
        double[] sums = new double[width];
        double[] squares = new double[width];
        for (int i = from; i < to; i++) {
            for (int d = 0; d < width; d++) {
                double value = points.get(order[i], d);
                sums[d] += value;
                squares[d] += value * value;
            }
        }
        int best = 0;
        double largest = -1;
        for (int d = 0; d < width; d++) {
            double spread = squares[d] - sums[d] * sums[d] / (to - from);
            if (spread > largest) {
                largest = spread;
                best = d;
            }
        }
        return best;
    }

    private void fill(int tile) {
        int size = Math.min(SIZE, order.length - tile * SIZE);
        Arrays.fill(halfNorms[tile], Float.POSITIVE_INFINITY);
        Arrays.fill(lowest[tile], Float.POSITIVE_INFINITY);
        Arrays.fill(highest[tile], Float.NEGATIVE_INFINITY);
        for (int place = 0; place < size; place++) {
            int point = point(tile, place);
            double squares = 0;
            for (int d = 0; d < points.columns(); d++) {
                float value = points.get(point, d);
                values[tile][d][place] = value;
                lowest[tile][d] = Math.min(lowest[tile][d], value);
                highest[tile][d] = Math.max(highest[tile][d], value);
                squares += (double) value * value;
            }
            halfNorms[tile][place] = (float) (squares / 2);
            lengths[point] = Math.sqrt(squares);
        }
    }
}
