package io.spatho.core.spatial;

import java.util.Arrays;

/**
 * Confidence intervals of estimates (never of a null distribution), one per gene; NaN where undefined.
 *
 * @param level the coverage aimed at, such as 0.95
 * @param standardError standard error of each estimate
 * @param lower lower ends
 * @param upper upper ends
 */
public record EstimateInterval(double level, double[] standardError, double[] lower, double[] upper) {

    /** How the intervals of spatial autocorrelation are made, in words for a manifest. */
    public static final String METHOD = "delete-a-block jackknife over spatial blocks, t interval";

    static EstimateInterval undefined(int genes, double level) {
        double[][] columns = new double[3][genes];
        for (double[] column : columns) {
            Arrays.fill(column, Double.NaN);
        }
        return new EstimateInterval(level, columns[0], columns[1], columns[2]);
    }

    void set(int gene, double estimate, double error, double factor) {
        standardError[gene] = error;
        lower[gene] = estimate - factor * error;
        upper[gene] = estimate + factor * error;
    }
}
