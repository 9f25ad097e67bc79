package io.spatho.core.spatial;

import io.spatho.core.table.Column;
import io.spatho.core.table.Table;
import java.util.Arrays;
import java.util.List;

/**
 * One statistic of spatial autocorrelation for every gene; NaN where undefined, with the reason in {@code status}.
 *
 * @param statistic {@code moran_i} or {@code geary_c}
 * @param estimate the statistic of each gene
 * @param status whether it is defined, and if not, why
 * @param analytic tests from the closed forms of expectation and variance
 * @param permutation tests from random arrangements of the cells
 * @param interval confidence intervals of the estimates
 */
public record Autocorrelation(
        String statistic,
        double[] estimate,
        Status[] status,
        Analytic analytic,
        Permutation permutation,
        EstimateInterval interval) {

    /**
     * Tests from closed forms.
     *
     * @param expectation expectation without autocorrelation
     * @param varianceNormality variance if the values were normal, the same for all genes
     * @param zNormality standard deviates under normality
     * @param pNormality their p-values
     * @param varianceRandomisation variance over all arrangements of each gene's values
     * @param zRandomisation standard deviates under randomisation
     * @param pRandomisation their p-values
     * @param adjusted {@code pRandomisation} after Benjamini and Hochberg over the defined genes
     */
    public record Analytic(
            double expectation,
            double varianceNormality,
            double[] zNormality,
            double[] pNormality,
            double[] varianceRandomisation,
            double[] zRandomisation,
            double[] pRandomisation,
            double[] adjusted) {}

    /**
     * Tests from random arrangements. No p-value can be below {@link #smallestP}.
     *
     * @param permutations number of arrangements; with 0 everything here is NaN
     * @param smallestP the smallest p-value that so many arrangements can give
     * @param mean mean of the statistic over the arrangements
     * @param variance its population variance
     * @param p p-values {@code (as or more extreme + 1) / (permutations + 1)}
     * @param adjusted p-values after Benjamini and Hochberg over the defined genes
     */
    public record Permutation(
            int permutations, double smallestP, double[] mean, double[] variance, double[] p, double[] adjusted) {}

    /** One row per gene, in matrix order; the columns of {@code spatial_autocorrelation.parquet} for this statistic. */
    public Table table(List<String> genes) {
        Table table = Table.ofRows(estimate.length)
                .with("gene", new Column.Strings(genes.toArray(String[]::new)))
                .with("statistic", new Column.Strings(repeated(statistic)))
                .with("estimate", new Column.Doubles(estimate))
                .with("lower", new Column.Doubles(interval.lower()))
                .with("upper", new Column.Doubles(interval.upper()))
                .with("standard_error", new Column.Doubles(interval.standardError()))
                .with("expectation", new Column.Doubles(constant(analytic.expectation)))
                .with("variance_normality", new Column.Doubles(constant(analytic.varianceNormality)))
                .with("z_normality", new Column.Doubles(analytic.zNormality))
                .with("p_normality", new Column.Doubles(analytic.pNormality))
                .with("variance_randomisation", new Column.Doubles(analytic.varianceRandomisation))
                .with("z_randomisation", new Column.Doubles(analytic.zRandomisation))
                .with("p_randomisation", new Column.Doubles(analytic.pRandomisation))
                .with("p_randomisation_adjusted", new Column.Doubles(analytic.adjusted));
        return table.with("p_permutation", new Column.Doubles(permutation.p))
                .with("p_permutation_adjusted", new Column.Doubles(permutation.adjusted))
                .with(
                        "status",
                        new Column.Strings(Arrays.stream(status).map(Status::id).toArray(String[]::new)));
    }

    private String[] repeated(String text) {
        String[] values = new String[estimate.length];
        Arrays.fill(values, text);
        return values;
    }

    private double[] constant(double value) {
        double[] values = new double[estimate.length];
        Arrays.fill(values, value);
        return values;
    }
}
