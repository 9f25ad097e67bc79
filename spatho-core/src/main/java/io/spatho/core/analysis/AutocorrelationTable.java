package io.spatho.core.analysis;

import io.spatho.core.spatial.Autocorrelation;
import io.spatho.core.table.Column;
import io.spatho.core.table.Table;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/** The rows of {@code spatial_autocorrelation.parquet}: one per gene, by name; an undefined value has its reason. */
final class AutocorrelationTable {

    private AutocorrelationTable() {}

    static Table of(AutocorrelationTool.Result result, List<String> genes, double level, int observations) {
        Autocorrelation moran = result.moran();
        Autocorrelation geary = result.geary();
        int rows = genes.size();
        String[] reasons = new String[rows];
        Arrays.setAll(reasons, gene -> Double.isNaN(moran.estimate()[gene]) ? moran.status()[gene].id() : "");
        int[] permutations = new int[rows];
        int[] sizes = new int[rows];
        Arrays.fill(permutations, moran.permutation().permutations());
        Arrays.fill(sizes, observations);
        Table table = Table.ofRows(rows)
                .with("gene", new Column.Strings(genes.toArray(String[]::new)))
                .with("moran_i", new Column.Doubles(moran.estimate()))
                .with("lower", new Column.Doubles(moran.interval().lower()))
                .with("upper", new Column.Doubles(moran.interval().upper()))
                .with("level", constant(rows, level))
                .with("expectation", constant(rows, moran.analytic().expectation()))
                .with("z_score", new Column.Doubles(moran.analytic().zRandomisation()))
                .with("p_value", new Column.Doubles(moran.analytic().pRandomisation()))
                .with("p_adjusted", new Column.Doubles(moran.analytic().adjusted()))
                .with("geary_c", new Column.Doubles(geary.estimate()))
                .with("undefined_reason", new Column.Strings(reasons))
                .with("standard_error", new Column.Doubles(moran.interval().standardError()));
        return further(table, moran)
                .with("geary_lower", new Column.Doubles(geary.interval().lower()))
                .with("geary_upper", new Column.Doubles(geary.interval().upper()))
                .with("geary_z_score", new Column.Doubles(geary.analytic().zRandomisation()))
                .with("geary_p_value", new Column.Doubles(geary.analytic().pRandomisation()))
                .with("geary_p_adjusted", new Column.Doubles(geary.analytic().adjusted()))
                .with(
                        "geary_p_permutation",
                        new Column.Doubles(geary.permutation().p()))
                .with("permutations", new Column.Ints(permutations))
                .with("n_observations", new Column.Ints(sizes))
                .select(IntStream.range(0, rows)
                        .boxed()
                        .sorted(Comparator.comparing(genes::get))
                        .mapToInt(Integer::intValue)
                        .toArray());
    }

    private static Table further(Table table, Autocorrelation statistic) {
        return table.with("z_normality", new Column.Doubles(statistic.analytic().zNormality()))
                .with("p_normality", new Column.Doubles(statistic.analytic().pNormality()))
                .with(
                        "p_permutation",
                        new Column.Doubles(statistic.permutation().p()))
                .with(
                        "p_permutation_adjusted",
                        new Column.Doubles(statistic.permutation().adjusted()));
    }

    private static Column constant(int rows, double value) {
        double[] values = new double[rows];
        Arrays.fill(values, value);
        return new Column.Doubles(values);
    }
}
