package io.spatho.core.preprocess;

import io.spatho.core.error.InputException;
import io.spatho.core.error.Problem;
import io.spatho.core.matrix.CsrMatrix;
import io.spatho.core.parallel.Workers;
import java.util.Arrays;

/**
 * Chooses the genes that vary more than genes of the same mean, from log-normalised counts.
 *
 * <p>Flavours, each as in scanpy 1.11.5 ({@code pp.highly_variable_genes}): {@link Flavour#SEURAT} takes the logarithm of
 * variance over mean of the un-logged values and standardises it within 20 bins of equal width in log mean; {@link
 * Flavour#CELL_RANGER} takes variance over mean of the logged values and centres it by the median and scales it by the median
 * absolute deviation within bins between the 10 %, 15 %, … 100 % quantiles of the mean.
 *
 * <p>Small panels: below {@value #SMALL_PANEL} genes a panel was already chosen by hand, so {@link GeneChoice} keeps every expressed
 * gene. It also offers {@code seurat_v3}, which is scored on raw counts by {@link StandardisedVariance}.
 *
 * <p>Determinism: independent of the number of threads. Cost: two passes over the entries.
 */
public final class HighlyVariableGenes {

    /** Panels with fewer genes are used whole. */
    public static final int SMALL_PANEL = 1000;

    /** How many genes are chosen from larger panels by default. */
    public static final int DEFAULT_TOP = 2000;

    private HighlyVariableGenes() {}

    /** How dispersion is measured and standardised. */
    public enum Flavour {
        /** Bins of equal width in log mean, mean and standard deviation. */
        SEURAT,
        /** Bins of equal size in mean, median and median absolute deviation. */
        CELL_RANGER
    }

    /**
     * Limits on the mean and on the standardised dispersion, all exclusive.
     *
     * @param minimumMean smallest mean, on the scale of {@link GeneVariability#means}
     * @param maximumMean largest mean
     * @param minimumDispersion smallest standardised dispersion
     */
    public record Limits(double minimumMean, double maximumMean, double minimumDispersion) {
        /** The defaults of Seurat and scanpy: 0.0125, 3 and 0.5. */
        public static final Limits DEFAULT = new Limits(0.0125, 3, 0.5);
    }

    /** Every gene with a value above 0, with the scores of flavour Seurat. */
    static GeneVariability expressed(CsrMatrix logCounts, Workers workers) {
        GeneVariability all = measure(logCounts, Flavour.SEURAT, workers);
        boolean[] expressed = new boolean[logCounts.columns()];
        for (int i = 0; i < logCounts.columnIndices().length; i++) {
            expressed[logCounts.columnIndices()[i]] |= logCounts.values()[i] > 0;
        }
        return all.selecting(positions(expressed));
    }

    /** The {@code top} genes of the largest standardised dispersion; genes that tie with the last one are chosen too. */
    public static GeneVariability top(CsrMatrix logCounts, Flavour flavour, int top, Workers workers) {
        if (top < 1) {
            throw new IllegalArgumentException("at least one gene must be chosen: " + top);
        }
        GeneVariability all = measure(logCounts, flavour, workers);
        return all.selecting(mostVariable(all, top));
    }

    /** The genes within limits. */
    public static GeneVariability within(CsrMatrix logCounts, Flavour flavour, Limits limits, Workers workers) {
        GeneVariability all = measure(logCounts, flavour, workers);
        boolean[] chosen = new boolean[logCounts.columns()];
        for (int gene = 0; gene < chosen.length; gene++) {
            double score = all.normalizedDispersions()[gene];
            double mean = all.means()[gene];
            chosen[gene] = mean > limits.minimumMean()
                    && mean < limits.maximumMean()
                    && (Double.isNaN(score) ? 0 : score) > limits.minimumDispersion();
        }
        return all.selecting(positions(chosen));
    }

    private static GeneVariability measure(CsrMatrix logCounts, Flavour flavour, Workers workers) {
        if (logCounts.rows() == 0 || logCounts.columns() == 0) {
            throw new InputException(Problem.of("there is nothing to choose genes from")
                    .expected("at least one observation and one gene", logCounts.rows() + " x " + logCounts.columns()));
        }
        return switch (flavour) {
            case SEURAT -> measureSeurat(logCounts, workers);
            case CELL_RANGER -> measureCellRanger(logCounts, workers);
        };
    }

    private static GeneVariability measureSeurat(CsrMatrix logCounts, Workers workers) {
        GeneMoments moments = GeneMoments.of(logCounts, Math::expm1, workers);
        double[] dispersions = dispersions(moments);
        double[] means = new double[dispersions.length];
        for (int gene = 0; gene < means.length; gene++) {
            dispersions[gene] = dispersions[gene] == 0 ? Double.NaN : Math.log(dispersions[gene]);
            means[gene] = Math.log1p(floored(moments.means()[gene]));
        }
        int[] bins = DispersionBins.ofEqualWidth(means, 20);
        return new GeneVariability(means, dispersions, DispersionBins.standardiseByMean(dispersions, bins), new int[0]);
    }

    private static GeneVariability measureCellRanger(CsrMatrix logCounts, Workers workers) {
        GeneMoments moments = GeneMoments.of(logCounts, value -> value, workers);
        double[] dispersions = dispersions(moments);
        double[] means =
                Arrays.stream(moments.means()).map(HighlyVariableGenes::floored).toArray();
        int[] bins = DispersionBins.ofEqualSize(means);
        return new GeneVariability(
                means, dispersions, DispersionBins.standardiseByMedian(dispersions, bins), new int[0]);
    }

    private static double[] dispersions(GeneMoments moments) {
        double[] dispersions = new double[moments.means().length];
        for (int gene = 0; gene < dispersions.length; gene++) {
            dispersions[gene] = moments.variances()[gene] / floored(moments.means()[gene]);
        }
        return dispersions;
    }

    private static double floored(double mean) {
        return mean == 0 ? 1e-12 : mean;
    }

    private static int[] mostVariable(GeneVariability all, int top) {
        double[] sorted = Arrays.stream(all.normalizedDispersions())
                .filter(score -> !Double.isNaN(score))
                .sorted()
                .toArray();
        if (sorted.length == 0) {
            throw new InputException(Problem.of("no gene varies between observations, so none can be chosen")
                    .fix("Check that the matrix holds counts of more than one observation."));
        }
        double cut = sorted[sorted.length - Math.min(top, sorted.length)];
        boolean[] chosen = new boolean[all.means().length];
        for (int gene = 0; gene < chosen.length; gene++) {
            chosen[gene] = all.normalizedDispersions()[gene] >= cut;
        }
        return positions(chosen);
    }

    private static int[] positions(boolean[] chosen) {
        int[] positions = new int[chosen.length];
        int size = 0;
        for (int gene = 0; gene < chosen.length; gene++) {
            if (chosen[gene]) {
                positions[size++] = gene;
            }
        }
        return Arrays.copyOf(positions, size);
    }
}
