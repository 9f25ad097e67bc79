package io.spatho.core.analysis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.spatho.core.dataset.CaseMetadata;
import io.spatho.core.dataset.GenePanel;
import io.spatho.core.dataset.Platform;
import io.spatho.core.dataset.SpatialDataset;
import io.spatho.core.golden.AnalysisGolden;
import io.spatho.core.matrix.CsrMatrix;
import io.spatho.core.parallel.Workers;
import io.spatho.core.qc.CellComposition;
import io.spatho.core.qc.MetricComparison;
import io.spatho.core.qc.QcResult;
import io.spatho.core.qc.QcThresholds;
import io.spatho.core.qc.QualityControl;
import io.spatho.core.table.Column;
import io.spatho.core.table.Table;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class QualityTablesTest {

    private static final QcThresholds LIMITS = new QcThresholds(10, 5, 0.1, 1, 1);

    private static SpatialDataset made() {
        CsrMatrix counts = AnalysisGolden.counts();
        List<String> genes = IntStream.range(0, counts.columns())
                .mapToObj(gene -> (gene < 7 ? "mt-Nd" : "Gene") + gene)
                .toList();
        GenePanel panel = new GenePanel("made", genes, genes, Collections.nCopies(genes.size(), "Gene Expression"));
        CaseMetadata metadata = new CaseMetadata(
                Platform.XENIUM, "", "made", Double.NaN, Double.NaN, List.of(), List.of(), Map.of(), List.of());
        String[] ids = IntStream.range(0, counts.rows())
                .mapToObj(row -> String.format("c%03d", row))
                .toArray(String[]::new);
        Table obs = Table.ofRows(counts.rows()).with("cell_id", new Column.Strings(ids));
        Table metrics = Table.ofRows(1)
                .with("run_name", new Column.Strings(new String[] {"made"}))
                .with("num_cells_detected", new Column.Ints(new int[] {150}))
                .with("median_genes_per_cell", new Column.Strings(new String[] {"1,234"}))
                .with("fraction_empty_cells", new Column.Strings(new String[] {"2.5%"}));
        return SpatialDataset.builder(
                        metadata, counts, panel, obs, new double[counts.rows()], new double[counts.rows()])
                .tables(Map.of(MetricComparison.TABLE, metrics))
                .build();
    }

    private static void assertColumn(Table table, String column, String golden, int at, double tolerance) {
        double[] expected = AnalysisGolden.column(golden, at);
        double[] actual = table.doubles(column);
        for (int row = 0; row < expected.length; row++) {
            if (Double.isNaN(expected[row])) {
                assertThat(actual[row]).as("%s of row %d", column, row).isNaN();
            } else {
                assertThat(actual[row])
                        .as("%s of row %d", column, row)
                        .isCloseTo(expected[row], within(tolerance * (1 + Math.abs(expected[row]))));
            }
        }
    }

    @Test
    void metricsAgreeWithScanpy() {
        try (Workers workers = new Workers(2)) {
            SpatialDataset dataset = made();
            QcResult qc = QualityControl.assess(dataset, LIMITS, workers);
            CellComposition composition = CellComposition.of(dataset, workers);
            Table cells = QualityTables.cells(dataset, qc, composition);
            Table genes = QualityTables.genes(dataset, composition);

            List<String> cellColumns = AnalysisGolden.header("qc_cells.tsv");
            for (int at = 0; at < cellColumns.size(); at++) {
                // Scanpy sums and takes logarithms in float32.
                assertColumn(cells, cellColumns.get(at), "qc_cells.tsv", at, 5e-7);
            }
            List<String> geneColumns = AnalysisGolden.header("qc_genes.tsv");
            for (int at = 0; at < geneColumns.size(); at++) {
                assertColumn(genes, geneColumns.get(at), "qc_genes.tsv", at, 5e-7);
            }
            assertThat(cells.strings("qc_flag")[149]).isEqualTo("low_counts,few_genes");
        }
    }

    @Test
    void thePlatformsNumbersStandBesideOurs() {
        try (Workers workers = new Workers(1)) {
            SpatialDataset dataset = made();
            List<MetricComparison> metrics =
                    MetricComparison.of(dataset, QualityControl.assess(dataset, LIMITS, workers));

            assertThat(metrics)
                    .extracting(MetricComparison::name)
                    .containsExactly("run_name", "num_cells_detected", "median_genes_per_cell", "fraction_empty_cells");
            assertThat(metrics.get(0).platform()).isEmpty();
            assertThat(metrics.get(1).difference()).isEqualTo(OptionalDouble.of(0));
            assertThat(metrics.get(2).platform()).isEqualTo(OptionalDouble.of(1234));
            assertThat(metrics.get(3).platform().getAsDouble()).isCloseTo(0.025, within(1e-15));
            assertThat(metrics.get(3).ours().getAsDouble()).isCloseTo(1 / 150.0, within(1e-15));
        }
    }

    /** Space Ranger's own names of Visium HD, of which only the size that was read can be compared. */
    @Test
    void theNumbersOfBinsAreKnownByTheirNames() {
        SpatialDataset cells = made();
        CaseMetadata metadata = new CaseMetadata(
                Platform.VISIUM_HD, "", "made", Double.NaN, 8, List.of(), List.of(), Map.of(), List.of());
        Table metrics = Table.ofRows(1)
                .with("Number of Bins Under Tissue 8 \u00b5m", new Column.Ints(new int[] {151}))
                .with("Number of Bins Under Tissue 16 \u00b5m", new Column.Ints(new int[] {40}))
                .with("Mean UMIs Under Tissue per Bin 8 \u03bcm", new Column.Doubles(new double[] {1}))
                .with("Mean Genes Under Tissue per Bin 8 \u00b5m", new Column.Doubles(new double[] {1}))
                .with("Total Genes Detected Under Tissue 8 \u00b5m", new Column.Ints(new int[] {1}));
        SpatialDataset bins = cells.toBuilder()
                .metadata(metadata)
                .tables(Map.of(MetricComparison.TABLE, metrics))
                .build();
        try (Workers workers = new Workers(1)) {
            QcResult qc = QualityControl.assess(bins, LIMITS, workers);
            List<MetricComparison> found = MetricComparison.of(bins, qc);

            assertThat(found.get(0).difference()).isEqualTo(OptionalDouble.of(-1));
            assertThat(found.get(1).ours()).isEmpty();
            double sum = 0;
            for (double total : qc.cells().totalCounts()) {
                sum += total;
            }
            assertThat(found.get(2).ours().getAsDouble()).isCloseTo(sum / 150, within(1e-9));
            assertThat(found.get(3).ours()).isPresent();
            assertThat(found.get(4).ours()).isPresent();
        }
    }
}
