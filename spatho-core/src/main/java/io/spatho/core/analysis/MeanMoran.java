package io.spatho.core.analysis;

import io.spatho.core.preprocess.GeneVariability;
import io.spatho.core.spatial.Autocorrelation;
import java.util.Arrays;
import java.util.Comparator;

/**
 * The mean of Moran's I over the most variable genes, of those that have one.
 *
 * <p>The interval is the mean of the genes' own lower and upper ends: the standard error of a mean is at most the mean of the
 * standard errors, whatever the dependence between genes, so the interval covers at least as often as theirs do.
 *
 * @param mean NaN when no gene has a value
 * @param lower lower end; NaN when a gene has no interval
 * @param upper upper end
 * @param genes number of genes
 */
record MeanMoran(double mean, double lower, double upper, int genes) {

    /** How many of the most variable genes count. */
    static final int GENES = 50;

    static final String METHOD = "mean of the genes' delete-a-block jackknife intervals, conservative";

    static MeanMoran of(Autocorrelation moran, GeneVariability variability) {
        double[] dispersion = variability.normalizedDispersions();
        int[] chosen = Arrays.stream(variability.selected())
                .filter(gene -> !Double.isNaN(moran.estimate()[gene]))
                .boxed()
                .sorted(Comparator.comparingDouble(
                                (Integer gene) -> Double.isNaN(dispersion[gene]) ? Double.MAX_VALUE : -dispersion[gene])
                        .thenComparing(gene -> gene))
                .limit(GENES)
                .mapToInt(Integer::intValue)
                .toArray();
        return new MeanMoran(
                mean(chosen, moran.estimate()),
                mean(chosen, moran.interval().lower()),
                mean(chosen, moran.interval().upper()),
                chosen.length);
    }

    private static double mean(int[] genes, double[] values) {
        return Arrays.stream(genes).mapToDouble(gene -> values[gene]).average().orElse(Double.NaN);
    }
}
