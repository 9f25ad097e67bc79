package io.spatho.core.statistics;

import java.util.Arrays;

/**
 * The correction of many p-values for the false discovery rate.
 *
 * <p>Source: Benjamini and Hochberg 1995; same values as {@code statsmodels.stats.multitest.multipletests(method="fdr_bh")}
 * when every p-value is defined.
 */
public final class BenjaminiHochberg {

    private BenjaminiHochberg() {}

    /**
     * The adjusted p-values {@code min over q >= p of q * m / rank(q)}, at most 1. Undefined (NaN) p-values stay undefined and
     * do not count as tests. Cost: n log n.
     */
    public static double[] adjust(double[] pValues) {
        double[] sorted = Arrays.stream(pValues).map(p -> p + 0.0).toArray();
        Arrays.sort(sorted);
        int tests = sorted.length;
        while (tests > 0 && Double.isNaN(sorted[tests - 1])) {
            tests--;
        }
        double[] adjusted = new double[tests];
        double smallest = 1;
        for (int i = tests - 1; i >= 0; i--) {
            smallest = Math.min(smallest, sorted[i] * tests / (i + 1));
            adjusted[i] = smallest;
        }
        double[] result = new double[pValues.length];
        for (int i = 0; i < pValues.length; i++) {
            result[i] = Double.isNaN(pValues[i])
                    ? Double.NaN
                    : adjusted[Arrays.binarySearch(sorted, 0, tests, pValues[i] + 0.0)];
        }
        return result;
    }
}
