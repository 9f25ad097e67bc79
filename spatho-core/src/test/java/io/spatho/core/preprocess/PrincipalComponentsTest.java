package io.spatho.core.preprocess;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.spatho.core.error.InputException;
import io.spatho.core.golden.AnalysisGolden;
import io.spatho.core.golden.PlantedTissue;
import io.spatho.core.matrix.CsrMatrix;
import io.spatho.core.matrix.DenseMatrix;
import io.spatho.core.parallel.Workers;
import io.spatho.core.preprocess.PrincipalComponents.Options;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class PrincipalComponentsTest {

    private static CsrMatrix logCounts(CsrMatrix counts, Workers workers) {
        return Normalization.toMedian(counts, workers).matrix();
    }

    @ParameterizedTest
    @CsvSource({
        "pca, false, FULL",
        "pca, false, COVARIANCE",
        "pca, false, RANDOMIZED",
        "pca_scaled, true, FULL",
        "pca_scaled, true, COVARIANCE",
        "pca_scaled, true, RANDOMIZED"
    })
    void agreesWithScikitLearn(String table, boolean unitVariance, Pca.Method method) {
        try (Workers workers = new Workers(2)) {
            CsrMatrix matrix = logCounts(AnalysisGolden.counts(), workers);
            Pca pca = PrincipalComponents.fit(matrix, new Options(10, unitVariance, 1), method, workers);

            double[] variances = AnalysisGolden.column(table + "_variance.tsv", 0);
            double[] ratios = AnalysisGolden.column(table + "_variance.tsv", 1);
            for (int j = 0; j < 10; j++) {
                // Scanpy's float32 logarithms differ from ours in the last bit, which unit variance magnifies for rare
                // genes.
                assertThat(pca.variances()[j]).isCloseTo(variances[j], within(2e-6 * variances[0]));
                assertThat(pca.varianceRatios()[j]).isCloseTo(ratios[j], within(2e-6));
            }
            for (int component = 0; component < 2; component++) {
                assertColumn(pca.scores(), component, AnalysisGolden.column(table + "_scores.tsv", component), 2e-4);
                assertColumn(
                        pca.loadings(), component, AnalysisGolden.column(table + "_loadings.tsv", component), 2e-5);
            }
        }
    }

    @Test
    void wholeNumbersAgreeWithScikitLearnToTenDigits() {
        try (Workers workers = new Workers(2)) {
            CsrMatrix counts = AnalysisGolden.counts();
            Pca pca = PrincipalComponents.fit(counts, new Options(10, false, 1), Pca.Method.FULL, workers);
            double[] variances = AnalysisGolden.column("pca_counts_variance.tsv", 0);
            double[] ratios = AnalysisGolden.column("pca_counts_variance.tsv", 1);
            for (int j = 0; j < 10; j++) {
                assertThat(pca.variances()[j] / variances[j]).isCloseTo(1, within(1e-10));
                assertThat(pca.varianceRatios()[j]).isCloseTo(ratios[j], within(1e-10));
            }
            // The loadings that are handed out are float32; these are what they are made from.
            GeneMoments moments = GeneMoments.of(counts, value -> value, workers);
            double[] scales = new double[counts.columns()];
            Arrays.fill(scales, 1);
            double[][] vectors = Eigenpairs.full(GramMatrix.covariance(counts, moments, scales, workers), 4)
                    .withFixedSigns()
                    .vectors();
            for (int component = 0; component < 4; component++) {
                double[] expected = AnalysisGolden.column("pca_counts_loadings.tsv", component);
                for (int gene = 0; gene < expected.length; gene++) {
                    assertThat(vectors[gene][component]).isCloseTo(expected[gene], within(1e-10));
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Pca.Method.class)
    void clippedValuesAgreeWithADenseMatrix(Pca.Method method) {
        try (Workers workers = new Workers(2)) {
            CsrMatrix clipped = StandardisedExpression.clipped(logCounts(AnalysisGolden.counts(), workers), 2, workers);
            Pca pca = PrincipalComponents.fit(clipped, new Options(10, false, 1), method, workers);

            double[] variances = AnalysisGolden.column("pca_clipped_variance.tsv", 0);
            for (int j = 0; j < 10; j++) {
                assertThat(pca.variances()[j]).isCloseTo(variances[j], within(2e-6 * variances[0]));
            }
            assertColumn(pca.scores(), 0, AnalysisGolden.column("pca_clipped_scores.tsv", 0), 2e-4);
            assertColumn(pca.loadings(), 0, AnalysisGolden.column("pca_clipped_loadings.tsv", 0), 2e-5);
        }
    }

    private static void assertColumn(DenseMatrix actual, int column, double[] expected, double tolerance) {
        for (int row = 0; row < expected.length; row++) {
            assertThat((double) actual.get(row, column)).isCloseTo(expected[row], within(tolerance));
        }
    }

    @Test
    void aKnownCovarianceGivesItsOwnEigenvalues() {
        // Points on a cross: variance 8/3 along the first gene, 2/3 along the second, both genes uncorrelated.
        CsrMatrix cross = AnalysisGolden.sparse(new float[][] {{2 + 5, 5}, {-2 + 5, 5}, {5, 1 + 5}, {5, -1 + 5}});
        try (Workers workers = new Workers(1)) {
            Pca pca = PrincipalComponents.fit(cross, new Options(2, false, 0), workers);

            assertThat(pca.variances()[0]).isCloseTo(8 / 3.0, within(1e-12));
            assertThat(pca.variances()[1]).isCloseTo(2 / 3.0, within(1e-12));
            assertThat(pca.varianceRatios()[0]).isCloseTo(0.8, within(1e-12));
            assertThat(pca.scores().column(0)).containsExactly(new float[] {2, -2, 0, 0}, within(1e-6f));
            assertThat(pca.loadings().values()).containsExactly(new float[] {1, 0, 0, 1}, within(1e-6f));
        }
    }

    @ParameterizedTest
    @EnumSource(Pca.Method.class)
    void theNumberOfThreadsChangesNoBit(Pca.Method method) {
        CsrMatrix counts = PlantedTissue.of(700, 130, 6, 3).counts();
        Pca[] results = new Pca[3];
        for (int threads = 1; threads <= 3; threads++) {
            try (Workers workers = new Workers(threads)) {
                results[threads - 1] =
                        PrincipalComponents.fit(logCounts(counts, workers), new Options(12, true, 5), method, workers);
            }
        }
        for (int i = 1; i < 3; i++) {
            assertThat(results[i].scores().values())
                    .isEqualTo(results[0].scores().values());
            assertThat(results[i].variances()).isEqualTo(results[0].variances());
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Pca.Method.class,
            names = {"COVARIANCE", "RANDOMIZED"})
    void iterationFindsWhatFullDecompositionFinds(Pca.Method method) {
        try (Workers workers = new Workers(2)) {
            CsrMatrix matrix = logCounts(PlantedTissue.of(1200, 260, 8, 4).counts(), workers);
            Pca full = PrincipalComponents.fit(matrix, new Options(20, false, 0), Pca.Method.FULL, workers);
            Pca found = PrincipalComponents.fit(matrix, new Options(20, false, 0), method, workers);

            assertThat(found.residual()).isLessThan(1e-5);
            for (int j = 0; j < 20; j++) {
                assertThat(found.variances()[j]).isCloseTo(full.variances()[j], within(1e-6));
            }
            for (int j = 0; j < 7; j++) {
                assertColumn(found.scores(), j, doubles(full.scores().column(j)), 1e-4);
            }
        }
    }

    private static double[] doubles(float[] values) {
        return IntStream.range(0, values.length).mapToDouble(i -> values[i]).toArray();
    }

    @Test
    void equalEigenvaluesAreAllFound() {
        // Forty independent genes in four groups of ten with equal variance: every eigenvalue is tenfold.
        float[][] rows = new float[80][40];
        for (int gene = 0; gene < 40; gene++) {
            rows[2 * gene][gene] = 1 + gene / 10;
            rows[2 * gene + 1][gene] = -1 - gene / 10;
        }
        try (Workers workers = new Workers(1)) {
            Pca pca = PrincipalComponents.fit(
                    AnalysisGolden.sparse(rows), new Options(15, false, 9), Pca.Method.RANDOMIZED, workers);

            for (int j = 0; j < 15; j++) {
                double group = j < 10 ? 4 : 3;
                assertThat(pca.variances()[j]).isCloseTo(2 * group * group / 79, within(1e-9));
            }
        }
    }

    @Test
    void reorderingCellsReordersScores() {
        try (Workers workers = new Workers(2)) {
            CsrMatrix matrix = logCounts(PlantedTissue.of(300, 60, 4, 8).counts(), workers);
            int[] reversed = IntStream.range(0, 300).map(i -> 299 - i).toArray();
            Pca forward = PrincipalComponents.fit(matrix, new Options(3, false, 0), workers);
            Pca backward = PrincipalComponents.fit(matrix.selectRows(reversed), new Options(3, false, 0), workers);

            for (int i = 0; i < 300; i++) {
                for (int j = 0; j < 3; j++) {
                    assertThat(backward.scores().get(i, j))
                            .isCloseTo(forward.scores().get(299 - i, j), within(1e-4f));
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Pca.Method.class)
    void degenerateDataGivesZerosNotErrors(Pca.Method method) {
        try (Workers workers = new Workers(1)) {
            CsrMatrix single = AnalysisGolden.sparse(new float[][] {{1, 2, 3}});
            CsrMatrix equal = AnalysisGolden.sparse(new float[][] {{.1f, 2, 3}, {.1f, 2, 3}, {.1f, 2, 3}});
            for (CsrMatrix matrix : new CsrMatrix[] {single, equal}) {
                Pca pca = PrincipalComponents.fit(matrix, new Options(50, true, 0), method, workers);
                assertThat(pca.totalVariance()).isZero();
                for (float score : pca.scores().values()) {
                    assertThat(score).isCloseTo(0, within(1e-6f));
                }
                assertThat(pca.varianceRatios()).containsOnly(0);
            }
        }
    }

    @Test
    void nothingToDecomposeIsRefused() {
        CsrMatrix none = new CsrMatrix(0, 3, new long[1], new int[0], new float[0]);
        try (Workers workers = new Workers(1)) {
            assertThatThrownBy(() -> PrincipalComponents.fit(none, Options.defaults(0), workers))
                    .isInstanceOf(InputException.class);
        }
    }

    @Test
    void rotatingADenseMatrixKeepsDistances() {
        DenseMatrix points = AnalysisGolden.points();
        try (Workers workers = new Workers(2)) {
            DenseMatrix rotated = DenseComponents.scores(points, 5, workers);

            assertThat(rotated.columns()).isEqualTo(5);
            for (int i = 1; i < 90; i++) {
                assertThat(distance(rotated, 0, i)).isCloseTo(distance(points, 0, i), within(1e-4));
            }
        }
    }

    private static double distance(DenseMatrix matrix, int a, int b) {
        double sum = 0;
        for (int d = 0; d < matrix.columns(); d++) {
            double difference = matrix.get(a, d) - matrix.get(b, d);
            sum += difference * difference;
        }
        return Math.sqrt(sum);
    }
}
