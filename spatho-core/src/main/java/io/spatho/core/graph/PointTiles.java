package io.spatho.core.graph;

import io.spatho.core.matrix.DenseMatrix;
import java.util.Arrays;

/**
 * Points sorted into tiles of {@value #SIZE} that lie close together, each a {@link PointBlock} with its bounding box.
 *
 * <p>Tiles come from halving the points along the dimension of largest variance, ordered by coordinate and then by index, until a
 * tile is left.
 */
final class PointTiles {

    static final int SIZE = 1024;

    private final DenseMatrix points;
    private final int[] order;
    private final PointBlock[] blocks;
    private final float[][] lowest;
    private final float[][] highest;
    private final double[] lengths;

    PointTiles(DenseMatrix points) {
        this.points = points;
        int count = (points.rows() + SIZE - 1) / SIZE;
        this.order = new int[points.rows()];
        Arrays.setAll(order, i -> i);
        split(0, count);
        this.blocks = new PointBlock[count];
        this.lowest = new float[count][points.columns()];
        this.highest = new float[count][points.columns()];
        this.lengths = new double[points.rows()];
        for (int tile = 0; tile < count; tile++) {
            fill(tile);
        }
    }

    int count() {
        return blocks.length;
    }

    /** The points in tile order. */
    int[] order() {
        return order;
    }

    PointBlock block(int tile) {
        return blocks[tile];
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
        int[] members = Arrays.copyOfRange(order, tile * SIZE, Math.min(order.length, (tile + 1) * SIZE));
        blocks[tile] = new PointBlock(points, members);
        Arrays.fill(lowest[tile], Float.POSITIVE_INFINITY);
        Arrays.fill(highest[tile], Float.NEGATIVE_INFINITY);
        for (int point : members) {
            double squares = 0;
            for (int d = 0; d < points.columns(); d++) {
                float value = points.get(point, d);
                lowest[tile][d] = Math.min(lowest[tile][d], value);
                highest[tile][d] = Math.max(highest[tile][d], value);
                squares += (double) value * value;
            }
            lengths[point] = Math.sqrt(squares);
        }
    }
}
