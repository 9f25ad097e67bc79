package io.spatho.core.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.spatho.core.golden.AnalysisGolden;
import io.spatho.core.golden.PlantedTissue;
import io.spatho.core.graph.Graph;
import io.spatho.core.graph.Libraries;
import io.spatho.core.graph.SpatialNeighbours;
import io.spatho.core.matrix.CsrMatrix;
import io.spatho.core.matrix.DenseMatrix;
import io.spatho.core.parallel.Workers;
import io.spatho.core.preprocess.FeatureComponents;
import io.spatho.core.preprocess.Normalization;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class AugmentedExpressionTest {

    private static final int CELLS = 60;
    private static final int GENES = 12;
    private static final AugmentedExpression.Options OPTIONS = new AugmentedExpression.Options(0.8, 6, 12, 5, 1);

    private static CsrMatrix counts() {
        return AnalysisGolden.counts()
                .selectRows(IntStream.range(0, CELLS).toArray())
                .selectColumns(IntStream.range(0, GENES).toArray());
    }

    private static double[] x() {
        return IntStream.range(0, CELLS)
                .mapToDouble(i -> i * 37 % 61 + i * i % 7 / 10.0)
                .toArray();
    }

    private static double[] y() {
        return IntStream.range(0, CELLS)
                .mapToDouble(i -> i * 23 % 53 + i * i % 11 / 10.0)
                .toArray();
    }

    private static DenseMatrix features(double[] x, double[] y) {
        try (Workers workers = new Workers(2)) {
            return AugmentedExpression.dense(counts(), x, y, Libraries.single(CELLS), OPTIONS, workers);
        }
    }

    @Test
    void meansAndGradientsAgreeWithTheirDefinition() {
        DenseMatrix features = features(x(), y());
        CsrMatrix counts = counts();

        for (int gene = 0; gene < GENES; gene++) {
            double[] means = AnalysisGolden.column("banksy.tsv", gene);
            double[] gradients = AnalysisGolden.column("banksy.tsv", GENES + gene);
            for (int cell = 0; cell < CELLS; cell++) {
                assertThat(features.get(cell, gene)).isEqualTo(counts.get(cell, gene));
                assertThat((double) features.get(cell, GENES + gene))
                        .isCloseTo(means[cell], within(2e-6 * (1 + means[cell])));
                assertThat((double) features.get(cell, 2 * GENES + gene))
                        .isCloseTo(gradients[cell], within(2e-6 * (1 + gradients[cell])));
            }
        }
    }

    @Test
    void turningMirroringAndMovingTheTissueChangesNothing() {
        double[] x = x();
        double[] y = y();
        DenseMatrix before = features(x, y);
        double angle = 1.234;
        double[] turnedX = IntStream.range(0, CELLS)
                .mapToDouble(i -> 500 + Math.cos(angle) * x[i] + Math.sin(angle) * y[i])
                .toArray();
        double[] turnedY = IntStream.range(0, CELLS)
                .mapToDouble(i -> -90 + Math.sin(angle) * x[i] - Math.cos(angle) * y[i])
                .toArray();

        assertThat(features(turnedX, turnedY).values()).containsExactly(before.values(), within(1e-5f));
    }

    @Test
    void gradientsSeeASlopeAndNoPlateau() {
        // A square lattice; gene 0 rises along x, gene 1 is the same everywhere.
        int side = 15;
        float[][] dense = new float[side * side][2];
        double[] x = new double[dense.length];
        double[] y = new double[dense.length];
        for (int i = 0; i < dense.length; i++) {
            x[i] = i % side;
            y[i] = Math.floor((double) i / side);
            dense[i] = new float[] {1 + i % side, 3};
        }
        try (Workers workers = new Workers(1)) {
            DenseMatrix features = AugmentedExpression.dense(
                    AnalysisGolden.sparse(dense),
                    x,
                    y,
                    Libraries.single(dense.length),
                    new AugmentedExpression.Options(0.5, 8, 8, 2, 0),
                    workers);
            int middle = side * side / 2;
            // Side and corner neighbours at 1 and sqrt 2, median between: weights a and b; slope a 2 + b 4 / sqrt 2.
            double median = (1 + Math.sqrt(2)) / 2;
            double a = Math.exp(-1 / (median * median));
            double b = Math.exp(-2 / (median * median));
            double expected = (2 * a + 4 * b / Math.sqrt(2)) / (4 * a + 4 * b);
            assertThat((double) features.get(middle, 4)).isCloseTo(expected, within(1e-6));
            assertThat((double) features.get(middle, 5)).isCloseTo(0, within(1e-6));
        }
    }

    @Test
    void componentsAreThoseOfTheDenseMatrix() {
        PlantedTissue tissue = PlantedTissue.of(400, 20, 6, 4);
        AugmentedExpression.Options options = new AugmentedExpression.Options(0.8, 6, 12, 4, 3);
        Libraries one = Libraries.single(400);
        FeatureComponents.Result first = components(tissue, one, options, 1);
        FeatureComponents.Result second = components(tissue, one, options, 3);

        assertThat(first.scores().values()).isEqualTo(second.scores().values());
        assertThat(first.sampled()).isEqualTo(400);
        // The total squared length of scores is that of the dense, weighted, standardised matrix's leading part.
        double[][] standardised;
        try (Workers workers = new Workers(1)) {
            CsrMatrix log = Normalization.toMedian(tissue.counts(), workers).matrix();
            standardised =
                    standardised(AugmentedExpression.dense(log, tissue.xUm(), tissue.yUm(), one, options, workers), 20);
        }
        for (int component = 0; component < 4; component++) {
            float[] scores = first.scores().column(component);
            double squares = 0;
            double[] image = new double[60];
            for (int row = 0; row < 400; row++) {
                squares += (double) scores[row] * scores[row];
                for (int j = 0; j < 60; j++) {
                    image[j] += standardised[row][j] * scores[row];
                }
            }
            // X'Xv = n' lambda v means |X's|^2 = lambda n' |s|^2 for scores s = Xv.
            double length = Arrays.stream(image).map(v -> v * v).sum();
            assertThat(squares / 399).isCloseTo(first.variances()[component], within(1e-4));
            assertThat(length / squares).isCloseTo(399 * first.variances()[component], within(0.05));
        }
    }

    private static FeatureComponents.Result components(
            PlantedTissue tissue, Libraries libraries, AugmentedExpression.Options options, int threads) {
        try (Workers workers = new Workers(threads)) {
            return AugmentedExpression.components(
                    Normalization.toMedian(tissue.counts(), workers).matrix(),
                    tissue.xUm(),
                    tissue.yUm(),
                    libraries,
                    options,
                    workers);
        }
    }

    private static double[][] standardised(DenseMatrix features, int genes) {
        double[] parts = {0.2, 0.8 * 2 / 3, 0.8 / 3};
        double[][] result = new double[features.rows()][features.columns()];
        for (int j = 0; j < features.columns(); j++) {
            double mean = 0;
            double squares = 0;
            for (int row = 0; row < features.rows(); row++) {
                mean += features.get(row, j) / features.rows();
            }
            for (int row = 0; row < features.rows(); row++) {
                squares += Math.pow(features.get(row, j) - mean, 2) / features.rows();
            }
            for (int row = 0; row < features.rows(); row++) {
                result[row][j] = Math.sqrt(parts[j / genes] / squares) * (features.get(row, j) - mean);
            }
        }
        return result;
    }

    @Test
    void neighboursComeFromTheSameLibrary() {
        PlantedTissue tissue = PlantedTissue.of(300, 15, 4, 8);
        String[] keys =
                IntStream.range(0, 300).mapToObj(i -> i % 2 == 0 ? "a" : "b").toArray(String[]::new);
        keys[299] = "alone";
        try (Workers workers = new Workers(2)) {
            KernelNeighbours neighbours =
                    KernelNeighbours.of(tissue.xUm(), tissue.yUm(), Libraries.of(keys), 7, workers);
            for (int i = 0; i < 300; i++) {
                float sum = 0;
                for (int at = neighbours.starts()[i]; at < neighbours.starts()[i + 1]; at++) {
                    assertThat(keys[neighbours.neighbours()[at]]).isEqualTo(keys[i]);
                    sum += neighbours.weights()[at];
                }
                assertThat(neighbours.degree(i)).isEqualTo(i == 299 ? 0 : 7);
                assertThat(sum).isCloseTo(i == 299 ? 0 : 1, within(1e-5f));
            }
        }
    }

    @Test
    void plantedStripesAreFound() {
        PlantedTissue tissue = PlantedTissue.of(2500, 100, 8, 21);
        FeatureComponents.Result features =
                components(tissue, Libraries.single(2500), new AugmentedExpression.Options(0.95, 15, 30, 20, 3), 2);
        try (Workers workers = new Workers(2)) {
            Graph spatial = SpatialNeighbours.nearestGraph(tissue.xUm(), tissue.yUm(), 10, workers);
            NeighbourhoodClustering.Result domains = NeighbourhoodClustering.ofFeatures(
                    features.scores(), spatial, NeighbourhoodClustering.Options.defaults(3), workers);
            assertThat(AdjustedRandIndex.of(
                            tissue.domains(), domains.partition().labels()))
                    .isGreaterThan(0.7);
        }
    }
}
