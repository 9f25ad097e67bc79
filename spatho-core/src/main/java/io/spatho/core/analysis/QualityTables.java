package io.spatho.core.analysis;

import io.spatho.core.dataset.SpatialDataset;
import io.spatho.core.qc.CellComposition;
import io.spatho.core.qc.CellMetrics;
import io.spatho.core.qc.GeneFamily;
import io.spatho.core.qc.GeneMetrics;
import io.spatho.core.qc.QcResult;
import io.spatho.core.table.Column;
import io.spatho.core.table.Table;
import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * The metrics of every observation and of every gene as tables, under the names of scanpy 1.11.5 ({@code pp.calculate_qc_metrics} with
 * {@code qc_vars} mt, ribo and hb); percentages run from 0 to 100.
 */
final class QualityTables {

    static final String CELLS = "analysis/cell_qc.parquet";
    static final String GENES = "analysis/gene_qc.parquet";

    private QualityTables() {}

    /** One row per observation, sorted by id; {@code qc_flag} names every reason for leaving it out, or {@code ok}. */
    static Table cells(SpatialDataset dataset, QcResult qc, CellComposition composition) {
        CellMetrics cells = qc.cells();
        double[] totals = cells.totalCounts();
        double[] genes = Arrays.stream(cells.detectedGenes()).asDoubleStream().toArray();
        Table table = Table.ofRows(dataset.size())
                .with("cell_id", new Column.Strings(dataset.cellIds()))
                .with("n_genes_by_counts", new Column.Ints(cells.detectedGenes()))
                .with("log1p_n_genes_by_counts", new Column.Doubles(log1p(genes)))
                .with("total_counts", new Column.Doubles(totals))
                .with("log1p_total_counts", new Column.Doubles(log1p(totals)));
        for (int place = 0; place < composition.topSizes().length; place++) {
            table = table.with(
                    "pct_counts_in_top_" + composition.topSizes()[place] + "_genes",
                    new Column.Doubles(percent(composition.topCounts()[place], totals)));
        }
        for (GeneFamily family : GeneFamily.values()) {
            if (composition.has(family)) {
                double[] counts = composition.counts(family);
                table = table.with("total_counts_" + family.id(), new Column.Doubles(counts))
                        .with("log1p_total_counts_" + family.id(), new Column.Doubles(log1p(counts)))
                        .with("pct_counts_" + family.id(), new Column.Doubles(percent(counts, totals)));
            }
        }
        for (int kind = 0; kind < composition.controls().size(); kind++) {
            double[] counts = composition.controlCounts()[kind];
            double[] all = new double[counts.length];
            Arrays.setAll(all, row -> totals[row] + counts[row]);
            String name = composition.controls().get(kind);
            table = table.with("total_counts_" + name, new Column.Doubles(counts))
                    .with("pct_counts_" + name, new Column.Doubles(percent(counts, all)));
        }
        String[] flags =
                IntStream.range(0, dataset.size()).mapToObj(qc::flagText).toArray(String[]::new);
        String[] ids = dataset.cellIds();
        return table.with("qc_flag", new Column.Strings(flags)).select(sorted(ids));
    }

    /** One row per gene in the matrix's order, over all observations. */
    static Table genes(SpatialDataset dataset, CellComposition composition) {
        int n = dataset.size();
        GeneMetrics genes =
                GeneMetrics.of(dataset.counts(), IntStream.range(0, n).toArray());
        double[] dropout = Arrays.stream(genes.cells())
                .mapToDouble(cells -> 100 * (1 - (double) cells / n))
                .toArray();
        Table table = Table.ofRows(dataset.panel().size())
                .with("gene", new Column.Strings(dataset.panel().featureNames().toArray(String[]::new)))
                .with(
                        "feature_id",
                        new Column.Strings(dataset.panel().featureIds().toArray(String[]::new)))
                .with("n_cells_by_counts", new Column.Ints(genes.cells()))
                .with("mean_counts", new Column.Doubles(genes.meanCounts()))
                .with("log1p_mean_counts", new Column.Doubles(log1p(genes.meanCounts())))
                .with("pct_dropout_by_counts", new Column.Doubles(dropout))
                .with("total_counts", new Column.Doubles(genes.totalCounts()))
                .with("log1p_total_counts", new Column.Doubles(log1p(genes.totalCounts())));
        for (GeneFamily family : GeneFamily.values()) {
            table = table.with(family.id(), new Column.Booleans(composition.families()[family.place()]));
        }
        return table;
    }

    private static int[] sorted(String[] ids) {
        return IntStream.range(0, ids.length)
                .boxed()
                .sorted(Comparator.comparing(row -> ids[row]))
                .mapToInt(Integer::intValue)
                .toArray();
    }

    private static double[] log1p(double[] values) {
        return Arrays.stream(values).map(Math::log1p).toArray();
    }

    /** Parts of wholes in per cent; NaN where the whole is 0. */
    private static double[] percent(double[] parts, double[] wholes) {
        double[] percent = new double[parts.length];
        Arrays.setAll(percent, i -> wholes[i] > 0 ? 100 * parts[i] / wholes[i] : Double.NaN);
        return percent;
    }
}
