package io.spatho.stgpt.evaluation;

import java.util.Arrays;

/**
 * Sums over pairs of a true and a predicted value, for each group of cells and each gene, from which errors and correlations of any
 * choice of groups follow without going back to the cells. Values are measured from the gene's mean in units of its deviation.
 */
final class PairTally {

    private static final int SUMS = 7;
    private static final double SMALLEST = 1e-9;

    private final int groups;
    private final int genes;
    private final double[] sums;

    PairTally(int groups, int genes) {
        this.groups = groups;
        this.genes = genes;
        this.sums = new double[Math.multiplyExact(Math.multiplyExact(groups, genes), SUMS)];
    }

    void add(int group, int gene, double truth, double predicted) {
        int at = (group * genes + gene) * SUMS;
        double error = truth - predicted;
        sums[at]++;
        sums[at + 1] += truth;
        sums[at + 2] += predicted;
        sums[at + 3] += truth * truth;
        sums[at + 4] += predicted * predicted;
        sums[at + 5] += truth * predicted;
        sums[at + 6] += error * error;
    }

    int genes() {
        return genes;
    }

    /** Each group once. */
    int[] once() {
        int[] times = new int[groups];
        Arrays.fill(times, 1);
        return times;
    }

    private double[] of(int gene, int[] times) {
        double[] total = new double[SUMS];
        for (int group = 0; group < groups; group++) {
            int at = (group * genes + gene) * SUMS;
            for (int i = 0; i < SUMS && times[group] > 0; i++) {
                total[i] += times[group] * sums[at + i];
            }
        }
        return total;
    }

    /** The number of pairs of a gene. */
    long pairs(int gene) {
        return Math.round(of(gene, once())[0]);
    }

    /** The mean squared error of a gene; NaN without pairs. */
    double error(int gene) {
        double[] total = of(gene, once());
        return total[0] > 0 ? total[6] / total[0] : Double.NaN;
    }

    /** Pearson's correlation of a gene; NaN when either side does not vary. */
    double pearson(int gene, int[] times) {
        double[] total = of(gene, times);
        double n = total[0];
        double truth = total[3] - total[1] * total[1] / n;
        double predicted = total[4] - total[2] * total[2] / n;
        double both = total[5] - total[1] * total[2] / n;
        boolean varies = truth > SMALLEST * n && predicted > SMALLEST * n;
        return n > 1 && varies ? both / Math.sqrt(truth * predicted) : Double.NaN;
    }

    /** The mean squared error over all pairs. */
    double error(int[] times) {
        double errors = 0;
        double pairs = 0;
        for (int group = 0; group < groups; group++) {
            for (int gene = 0; gene < genes && times[group] > 0; gene++) {
                int at = (group * genes + gene) * SUMS;
                pairs += times[group] * sums[at];
                errors += times[group] * sums[at + 6];
            }
        }
        return pairs > 0 ? errors / pairs : Double.NaN;
    }

    /** The mean squared error of a group of cells; NaN without pairs. */
    double groupError(int group) {
        int[] times = new int[groups];
        times[group] = 1;
        return error(times);
    }

    /** The mean of the genes' correlations, a gene without one counting as 0: a constant prediction correlates with nothing. */
    double meanPearson(int[] times) {
        double sum = 0;
        int varying = 0;
        for (int gene = 0; gene < genes; gene++) {
            double[] total = of(gene, times);
            if (total[0] > 1 && total[3] - total[1] * total[1] / total[0] > SMALLEST * total[0]) {
                double r = pearson(gene, times);
                sum += Double.isNaN(r) ? 0 : r;
                varying++;
            }
        }
        return varying == 0 ? Double.NaN : sum / varying;
    }
}
