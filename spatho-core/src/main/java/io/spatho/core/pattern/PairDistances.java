package io.spatho.core.pattern;

import io.spatho.core.parallel.Workers;
import io.spatho.core.spatial.SpatialBlocks;
import java.util.Arrays;

/**
 * How many ordered pairs of labelled points lie within each of some distances, for every pair of labels; also with each spatial
 * block left out, for a jackknife.
 *
 * <p>Points without a label (-1) take no part; a point is no pair with itself. Units: those of the coordinates. Counts are exact
 * integers, so the result does not depend on threads. Cost: the number of pairs of points in tiles (about 100 points each) that
 * are within the largest distance; memory: 3 x blocks x labels² x distances integers.
 */
public final class PairDistances {

    private final int categories;
    private final double[] thresholds;
    private final long[] total;
    private final long[][] fromBlock;
    private final long[][] insideBlock;

    private PairDistances(int categories, double[] thresholds, int blocks) {
        this.categories = categories;
        this.thresholds = thresholds;
        int size = Math.multiplyExact(Math.multiplyExact(categories, categories), thresholds.length);
        this.total = new long[size];
        this.fromBlock = new long[blocks][size];
        this.insideBlock = new long[blocks][size];
    }

    /**
     * Counts the pairs.
     *
     * @param x one coordinate of each point
     * @param y the other
     * @param labels numbers below {@code categories}, or -1
     * @param thresholds distances, positive and ascending; a pair at exactly a distance lies within it
     * @param blocks a division of the points; a single block where no jackknife is wanted
     */
    public static PairDistances of(
            double[] x,
            double[] y,
            int[] labels,
            int categories,
            double[] thresholds,
            SpatialBlocks blocks,
            Workers workers) {
        if (x.length != y.length || x.length != labels.length || blocks.blockOf().length != x.length) {
            throw new IllegalArgumentException(x.length + " points, " + labels.length + " labels");
        }
        PairDistances result = new PairDistances(categories, thresholds.clone(), blocks.blocks());
        TiledPoints points = new TiledPoints(x, y, labels, blocks);
        DistanceBins bins = new DistanceBins(thresholds);
        int n = blocks.blocks();
        workers.map(n * (n + 1) / 2, pair -> {
            int second = (int) ((Math.sqrt(8.0 * pair + 1) - 1) / 2);
            int first = pair - second * (second + 1) / 2;
            result.add(first, second, counted(points, bins, categories, first, second));
            return Boolean.TRUE;
        });
        result.accumulate();
        return result;
    }

    /** Unordered pairs of a point of one block with a point of another (or the same), by label, label and bin. */
    private static long[] counted(TiledPoints points, DistanceBins bins, int categories, int first, int second) {
        long[] counts = new long[categories * categories * bins.count()];
        for (int a = points.blockStarts[first]; a < points.blockStarts[first + 1]; a++) {
            int from = first == second ? a : points.blockStarts[second];
            for (int b = from; b < points.blockStarts[second + 1]; b++) {
                if (points.near(a, b, bins.largestSquare())) {
                    tiles(points, bins, categories, a, b, counts);
                }
            }
        }
        return counts;
    }

    private static void tiles(TiledPoints points, DistanceBins bins, int categories, int a, int b, long[] counts) {
        double largest = bins.largestSquare();
        int width = bins.count();
        int end = points.tileStarts[b + 1];
        for (int i = points.tileStarts[a]; i < points.tileStarts[a + 1]; i++) {
            double x = points.x[i];
            double y = points.y[i];
            int row = points.labels[i] * categories;
            for (int j = a == b ? i + 1 : points.tileStarts[b]; j < end; j++) {
                double dx = x - points.x[j];
                double dy = y - points.y[j];
                double square = dx * dx + dy * dy;
                if (square <= largest) {
                    counts[(row + points.labels[j]) * width + bins.of(square)]++;
                }
            }
        }
    }

    /** Adds the pairs of two blocks in both directions; integers, so the order of blocks does not matter. */
    private synchronized void add(int first, int second, long[] counts) {
        int width = thresholds.length;
        for (int a = 0; a < categories; a++) {
            for (int b = 0; b < categories; b++) {
                for (int k = 0; k < width; k++) {
                    long count = counts[(a * categories + b) * width + k];
                    int there = (a * categories + b) * width + k;
                    int back = (b * categories + a) * width + k;
                    fromBlock[first][there] += count;
                    fromBlock[second][back] += count;
                    if (first == second) {
                        insideBlock[first][there] += count;
                        insideBlock[first][back] += count;
                    }
                }
            }
        }
    }

    /** From bins to "within", and the sum over blocks. */
    private void accumulate() {
        for (long[][] tables : new long[][][] {fromBlock, insideBlock}) {
            for (long[] table : tables) {
                for (int i = 0; i < table.length; i++) {
                    table[i] += i % thresholds.length == 0 ? 0 : table[i - 1];
                }
            }
        }
        for (long[] table : fromBlock) {
            Arrays.setAll(total, i -> total[i] + table[i]);
        }
    }

    /** The number of labels. */
    public int categories() {
        return categories;
    }

    /** The distances. */
    public double[] thresholds() {
        return thresholds.clone();
    }

    /** The number of blocks. */
    public int blocks() {
        return fromBlock.length;
    }

    /** Ordered pairs of a point with one label and another with a second label, at most the distance of that number apart. */
    public long within(int label, int other, int threshold) {
        return total[(label * categories + other) * thresholds.length + threshold];
    }

    /** The same without the points of one block. */
    public long withoutBlock(int block, int label, int other, int threshold) {
        int there = (label * categories + other) * thresholds.length + threshold;
        int back = (other * categories + label) * thresholds.length + threshold;
        return total[there] - fromBlock[block][there] - fromBlock[block][back] + insideBlock[block][there];
    }
}
