package io.spatho.core.qc;

import java.util.Arrays;

/**
 * The spread of one metric over observations; NaN values are left out, and all quantiles of no values are NaN.
 *
 * <p>Source: linear interpolation between order statistics, {@code h = (n - 1) p} (type 7 of Hyndman and Fan 1996, the default of
 * numpy and R).
 *
 * @param count number of values
 * @param minimum smallest value
 * @param fifth 5 % quantile
 * @param lowerQuartile 25 % quantile
 * @param median 50 % quantile
 * @param upperQuartile 75 % quantile
 * @param ninetyFifth 95 % quantile
 * @param maximum largest value
 * @param mean arithmetic mean
 */
public record Quantiles(
        int count,
        double minimum,
        double fifth,
        double lowerQuartile,
        double median,
        double upperQuartile,
        double ninetyFifth,
        double maximum,
        double mean) {

    /** The quantiles of the values. Cost: n log n. */
    public static Quantiles of(double[] values) {
        double[] sorted = Arrays.stream(values)
                .filter(value -> !Double.isNaN(value))
                .sorted()
                .toArray();
        double sum = 0;
        for (double value : sorted) {
            sum += value;
        }
        double mean = sorted.length == 0 ? Double.NaN : sum / sorted.length;
        return new Quantiles(
                sorted.length,
                at(sorted, 0),
                at(sorted, 0.05),
                at(sorted, 0.25),
                at(sorted, 0.5),
                at(sorted, 0.75),
                at(sorted, 0.95),
                at(sorted, 1),
                mean);
    }

    private static double at(double[] sorted, double probability) {
        if (sorted.length == 0) {
            return Double.NaN;
        }
        double position = (sorted.length - 1) * probability;
        int below = (int) position;
        int above = Math.min(below + 1, sorted.length - 1);
        return sorted[below] + (position - below) * (sorted[above] - sorted[below]);
    }
}
