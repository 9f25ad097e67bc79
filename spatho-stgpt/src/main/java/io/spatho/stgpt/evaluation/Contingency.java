package io.spatho.stgpt.evaluation;

/**
 * How often two labelings meet, for each group of cells, from which their agreement in any choice of groups follows.
 *
 * <p>Adjusted Rand index as in {@link io.spatho.core.cluster.AdjustedRandIndex}; mutual information normalised by the mean of the
 * entropies (Strehl and Ghosh 2002), as scikit-learn 1.7 ({@code normalized_mutual_info_score}). Cost: linear in the cells.
 */
final class Contingency {

    private final int rows;
    private final int columns;
    private final double[][] counts;

    /** Labels and groups are numbered from 0. */
    Contingency(int[] one, int[] other, int[] groupOf, int groups) {
        this.rows = largest(one) + 1;
        this.columns = largest(other) + 1;
        this.counts = new double[groups][rows * columns];
        for (int i = 0; i < one.length; i++) {
            counts[groupOf[i]][one[i] * columns + other[i]]++;
        }
    }

    private static int largest(int[] labels) {
        int largest = 0;
        for (int label : labels) {
            largest = Math.max(largest, label);
        }
        return largest;
    }

    private double[] total(int[] times) {
        double[] total = new double[rows * columns];
        for (int group = 0; group < counts.length; group++) {
            for (int i = 0; i < total.length && times[group] > 0; i++) {
                total[i] += times[group] * counts[group][i];
            }
        }
        return total;
    }

    private double[] margin(double[] total, boolean ofRows) {
        double[] margin = new double[ofRows ? rows : columns];
        for (int i = 0; i < total.length; i++) {
            margin[ofRows ? i / columns : i % columns] += total[i];
        }
        return margin;
    }

    private static double pairs(double[] counts) {
        double pairs = 0;
        for (double count : counts) {
            pairs += count * (count - 1) / 2;
        }
        return pairs;
    }

    /** The adjusted Rand index when each group counts as often as the array says. */
    double randIndex(int[] times) {
        double[] total = total(times);
        double n = 0;
        for (double count : total) {
            n += count;
        }
        double first = pairs(margin(total, true));
        double second = pairs(margin(total, false));
        double expected = n > 1 ? first * second / (n * (n - 1) / 2) : 0;
        double maximum = (first + second) / 2;
        return maximum == expected ? 1 : (pairs(total) - expected) / (maximum - expected);
    }

    /** The normalised mutual information when each group counts as often as the array says. */
    double mutualInformation(int[] times) {
        double[] total = total(times);
        double[] first = margin(total, true);
        double[] second = margin(total, false);
        double n = 0;
        for (double count : total) {
            n += count;
        }
        double information = 0;
        for (int i = 0; i < total.length; i++) {
            if (total[i] > 0) {
                information += total[i] / n * Math.log(n * total[i] / (first[i / columns] * second[i % columns]));
            }
        }
        double mean = (entropy(first, n) + entropy(second, n)) / 2;
        return mean > 0 ? Math.max(0, information) / mean : 1;
    }

    private static double entropy(double[] sizes, double n) {
        double entropy = 0;
        for (double size : sizes) {
            entropy -= size > 0 ? size / n * Math.log(size / n) : 0;
        }
        return entropy;
    }
}
