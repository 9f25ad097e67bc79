package io.spatho.core.qc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.spatho.core.dataset.CaseMetadata;
import io.spatho.core.dataset.GenePanel;
import io.spatho.core.dataset.Modality;
import io.spatho.core.dataset.Platform;
import io.spatho.core.dataset.SpatialDataset;
import io.spatho.core.error.InputException;
import io.spatho.core.golden.AnalysisGolden;
import io.spatho.core.matrix.CsrMatrix;
import io.spatho.core.parallel.Workers;
import io.spatho.core.table.Column;
import io.spatho.core.table.Table;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class QualityControlTest {

    private static final QcThresholds LIMITS = new QcThresholds(10, 2, 0.1, 0.3, 2);

    private static SpatialDataset dataset(float[][] counts, List<String> genes, float[][] controls, double[] x) {
        int n = counts.length;
        CsrMatrix matrix = AnalysisGolden.sparse(counts);
        CaseMetadata metadata = new CaseMetadata(
                Platform.XENIUM, "", "made", Double.NaN, Double.NaN, List.of(), List.of(), Map.of(), List.of());
        GenePanel panel = panel(genes);
        Table obs = Table.ofRows(n)
                .with(
                        "cell_id",
                        new Column.Strings(
                                IntStream.range(0, n).mapToObj(i -> "c" + i).toArray(String[]::new)));
        SpatialDataset.Builder builder = SpatialDataset.builder(metadata, matrix, panel, obs, x, new double[n]);
        if (controls != null) {
            CsrMatrix control = AnalysisGolden.sparse(controls);
            CsrMatrix protein = AnalysisGolden.sparse(new float[][] {{9}, {9}, {9}, {9}, {9}});
            builder.modalities(List.of(
                    new Modality("negative_control_probe", panel(List.of("neg")), control),
                    new Modality("protein_expression", panel(List.of("CD3")), protein)));
        }
        return builder.build();
    }

    private static GenePanel panel(List<String> names) {
        return new GenePanel("made", names, names, Collections.nCopies(names.size(), "Gene Expression"));
    }

    private static SpatialDataset made() {
        return dataset(
                new float[][] {{6, 6, 0}, {20, 0, 0}, {5, 5, 10}, {9, 9, 0}, {1, 2, 0}},
                List.of("A", "B", "MT-CO1"),
                new float[][] {{1}, {0}, {0}, {4}, {0}},
                new double[] {0, 1, 2, 3, Double.NaN});
    }

    @Test
    void metricsFollowTheirDefinitions() {
        try (Workers workers = new Workers(1)) {
            CellMetrics cells = QualityControl.measure(made(), workers);

            assertThat(cells.totalCounts()).containsExactly(12, 20, 20, 18, 3);
            assertThat(cells.detectedGenes()).containsExactly(2, 1, 3, 2, 2);
            assertThat(cells.mitochondrialShare()).containsExactly(0, 0, 0.5, 0, 0);
            assertThat(cells.controlShare()[0]).isCloseTo(1 / 13.0, within(1e-15));
            assertThat(cells.controlShare()[3]).isCloseTo(4 / 22.0, within(1e-15));
            assertThat(cells.controlFeatures()).isEqualTo(1);
        }
    }

    @Test
    void everyFlagHasItsReasonAndIsCounted() {
        try (Workers workers = new Workers(2)) {
            QcResult result = QualityControl.assess(made(), LIMITS, workers);

            assertThat(result.keptRows()).containsExactly(0);
            assertThat(result.removed()).isEqualTo(4);
            assertThat(result.flagText(0)).isEqualTo("ok");
            assertThat(result.reasons(1)).containsExactly(QcReason.FEW_GENES);
            assertThat(result.reasons(2)).containsExactly(QcReason.HIGH_MITOCHONDRIAL_SHARE);
            assertThat(result.reasons(3)).containsExactly(QcReason.HIGH_CONTROL_SHARE);
            assertThat(result.flagText(4)).isEqualTo("low_counts,no_position");
            assertThat(result.flagged())
                    .containsEntry(QcReason.LOW_COUNTS, 1)
                    .containsEntry(QcReason.NO_POSITION, 1)
                    .hasSize(QcReason.values().length);
            assertThat(result.keptGenes())
                    .as("no gene is expressed in two kept cells")
                    .isEmpty();
            assertThat(result.totalCounts().median()).isEqualTo(18);
        }
    }

    @Test
    void sharesAreMissingWhereNothingCouldBeMeasured() {
        try (Workers workers = new Workers(1)) {
            SpatialDataset plain =
                    dataset(new float[][] {{6, 6}, {0, 0}}, List.of("A", "B"), null, new double[] {0, 1});
            QcResult result = QualityControl.assess(plain, LIMITS, workers);

            assertThat(result.cells().controlShare()).containsOnly(Double.NaN);
            assertThat(result.cells().mitochondrialShare()).containsOnly(Double.NaN);
            assertThat(result.controlShare().count()).isZero();
            assertThat(result.controlShare().median()).isNaN();
            assertThat(result.flagText(1)).isEqualTo("low_counts,few_genes");
        }
    }

    @ParameterizedTest
    @ValueSource(floats = {-1, Float.NaN, Float.POSITIVE_INFINITY})
    void impossibleCountsAreRefused(float value) {
        SpatialDataset broken = dataset(new float[][] {{1, value}}, List.of("A", "B"), null, new double[] {0});
        try (Workers workers = new Workers(1)) {
            assertThatThrownBy(() -> QualityControl.assess(broken, LIMITS, workers))
                    .isInstanceOf(InputException.class)
                    .hasMessageContaining("observation 0, gene 1");
        }
    }

    @Test
    void anEmptyMatrixIsRefused() {
        SpatialDataset empty = made().select(new int[0]);
        try (Workers workers = new Workers(1)) {
            assertThatThrownBy(() -> QualityControl.assess(empty, LIMITS, workers))
                    .isInstanceOf(InputException.class)
                    .hasMessageContaining("empty");
        }
    }

    @Test
    void defaultsFitThePlatform() {
        assertThat(QcThresholds.defaults(Platform.XENIUM, Double.NaN, 300).minimumGenes())
                .isEqualTo(5);
        assertThat(QcThresholds.defaults(Platform.XENIUM, Double.NaN, 4).minimumGenes())
                .isEqualTo(1);
        assertThat(QcThresholds.defaults(Platform.VISIUM, 55, 18000).minimumCounts())
                .isEqualTo(100);
        assertThat(QcThresholds.defaults(Platform.VISIUM_HD, 16, 18000).minimumCounts())
                .isEqualTo(40);
        assertThat(QcThresholds.defaults(Platform.VISIUM_HD, 8, 18000).minimumCounts())
                .isEqualTo(10);
        assertThat(QcThresholds.defaults(Platform.VISIUM_HD, 2, 18000).minimumCounts())
                .isEqualTo(1);
        assertThat(QcThresholds.defaults(Platform.VISIUM_HD, Double.NaN, 18000).minimumGenes())
                .isEqualTo(5);
    }

    @Test
    void quantilesInterpolateLikeNumpy() {
        Quantiles quantiles = Quantiles.of(new double[] {4, 1, Double.NaN, 3, 2});

        assertThat(quantiles.count()).isEqualTo(4);
        assertThat(quantiles.median()).isEqualTo(2.5);
        assertThat(quantiles.fifth()).isCloseTo(1.15, within(1e-15));
        assertThat(quantiles.upperQuartile()).isEqualTo(3.25);
        assertThat(quantiles.mean()).isEqualTo(2.5);
    }
}
