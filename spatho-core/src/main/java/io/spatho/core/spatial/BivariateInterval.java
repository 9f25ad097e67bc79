package io.spatho.core.spatial;

import io.spatho.core.graph.Graph;
import java.util.Arrays;

/**
 * The delete-a-block jackknife interval of {@link BivariateMoran}: each block leaves with its cells and all pairs that touch it,
 * means and spreads are taken anew over what remains, weights are not.
 *
 * <p>Cost: linear in edges. Undefined (NaN) where the statistic is, or where a variable is constant once a block has left.
 */
public final class BivariateInterval {

    private static final int COUNT = 0;
    private static final int X = 1;
    private static final int XX = 2;
    private static final int Y = 3;
    private static final int YY = 4;
    private static final int WEIGHT = 5;
    private static final int WEIGHTED_X = 6;
    private static final int WEIGHTED_Y = 7;
    private static final int PRODUCT = 8;
    private static final int SUMS = 9;

    private BivariateInterval() {}

    /** The interval of {@code estimate}, the statistic of y with the neighbours' x. */
    public static BlockInterval of(
            BivariateMoran estimate, double[] x, double[] y, Graph graph, SpatialBlocks blocks, double level) {
        double[] whole = new double[SUMS];
        double[][] leaving = new double[blocks.blocks()][SUMS];
        int[] sizes = new int[blocks.blocks()];
        // Sums of deviations, so that a large mean costs no digits.
        double[] dx = centred(x);
        double[] dy = centred(y);
        for (int i = 0; i < graph.nodes(); i++) {
            int block = blocks.blockOf()[i];
            sizes[block]++;
            addCell(whole, dx[i], dy[i]);
            addCell(leaving[block], dx[i], dy[i]);
            for (int at = graph.starts()[i]; at < graph.starts()[i + 1]; at++) {
                int j = graph.neighbours()[at];
                int other = blocks.blockOf()[j];
                double weight = 1.0 / graph.degree(i);
                addPair(whole, weight, dx[j], dy[i]);
                addPair(leaving[block], weight, dx[j], dy[i]);
                if (other != block) {
                    addPair(leaving[other], weight, dx[j], dy[i]);
                }
            }
        }
        double[] without = new double[sizes.length];
        Arrays.setAll(without, block -> statistic(whole, leaving[block]));
        return BlockInterval.of(estimate.i(), without, sizes, level);
    }

    private static double[] centred(double[] values) {
        double mean = Arrays.stream(values).sum() / values.length;
        return Arrays.stream(values).map(value -> value - mean).toArray();
    }

    private static void addCell(double[] sums, double x, double y) {
        sums[COUNT]++;
        sums[X] += x;
        sums[XX] += x * x;
        sums[Y] += y;
        sums[YY] += y * y;
    }

    private static void addPair(double[] sums, double weight, double x, double y) {
        sums[WEIGHT] += weight;
        sums[WEIGHTED_X] += weight * x;
        sums[WEIGHTED_Y] += weight * y;
        sums[PRODUCT] += weight * x * y;
    }

    private static double statistic(double[] whole, double[] leaving) {
        double[] rest = new double[SUMS];
        Arrays.setAll(rest, i -> whole[i] - leaving[i]);
        double n = rest[COUNT];
        double meanX = rest[X] / n;
        double meanY = rest[Y] / n;
        double spreadX = rest[XX] - n * meanX * meanX;
        double spreadY = rest[YY] - n * meanY * meanY;
        boolean varies = spreadX > 1e-10 * whole[XX] / whole[COUNT] && spreadY > 1e-10 * whole[YY] / whole[COUNT];
        if (!varies || !(rest[WEIGHT] > 0)) {
            return Double.NaN;
        }
        double products =
                rest[PRODUCT] - meanY * rest[WEIGHTED_X] - meanX * rest[WEIGHTED_Y] + meanX * meanY * rest[WEIGHT];
        // Isolated cells count in n, as in the statistic itself: the mean weight of a cell stays that of the whole.
        double meanWeight = whole[WEIGHT] / whole[COUNT];
        return meanWeight * n / rest[WEIGHT] * products / Math.sqrt(spreadX * spreadY);
    }
}
