package io.spatho.stgpt.hest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.spatho.core.matrix.DenseMatrix;
import io.spatho.core.parallel.Workers;
import io.spatho.stgpt.expression.WeightedCorrelation;
import java.io.IOException;
import java.io.InputStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The benchmark's regression beside scikit-learn's ({@code docs/golden/make_hest_golden.py}). */
class HestRegressionTest {

    private static final int FEATURES = 12;
    private static final int GENES = 3;
    private static final int TRAINING = 80;
    private static final int TESTED = 30;

    private static JsonNode golden;

    @BeforeAll
    static void read() throws IOException {
        try (InputStream in = HestRegressionTest.class.getResourceAsStream("golden-hest.json")) {
            golden = new ObjectMapper().readTree(in);
        }
    }

    private static DenseMatrix features(int from, int rows) {
        DenseMatrix features = DenseMatrix.zeros(rows, FEATURES);
        for (int row = 0; row < rows; row++) {
            double i = from + row;
            for (int j = 0; j < FEATURES; j++) {
                features.values()[row * FEATURES + j] =
                        (float) (Math.sin(0.37 * (i + 1) * (j + 1)) * (1 + j) + 0.5 * Math.cos(0.05 * i * i));
            }
        }
        return features;
    }

    private static DenseMatrix logs(int from, int rows) {
        DenseMatrix logs = DenseMatrix.zeros(rows, GENES);
        for (int i = 0; i < rows * GENES; i++) {
            int count =
                    golden.path("counts").get(from + i / GENES).get(i % GENES).asInt();
            logs.values()[i] = (float) Math.log1p(count);
        }
        return logs;
    }

    private static double[] column(DenseMatrix matrix, int column) {
        double[] values = new double[matrix.rows()];
        for (int row = 0; row < values.length; row++) {
            values[row] = matrix.get(row, column);
        }
        return values;
    }

    @ParameterizedTest
    @ValueSource(ints = {4, FEATURES})
    void agreesWithScikitLearn(int components) {
        JsonNode expected = golden.path("components").path(Integer.toString(components));
        try (Workers workers = new Workers(2)) {
            HestRegression regression =
                    HestRegression.fit(features(0, TRAINING), logs(0, TRAINING), components, 0, workers);
            assertThat(regression.components()).isEqualTo(components);
            DenseMatrix predicted = regression.predict(features(TRAINING, TESTED));
            for (int row = 0; row < TESTED; row++) {
                for (int gene = 0; gene < GENES; gene++) {
                    assertThat((double) predicted.get(row, gene))
                            .isCloseTo(
                                    expected.path("predicted")
                                            .get(row)
                                            .get(gene)
                                            .asDouble(),
                                    within(1e-5));
                }
            }
            for (int gene = 0; gene < GENES; gene++) {
                assertThat(WeightedCorrelation.of(column(logs(TRAINING, TESTED), gene), column(predicted, gene)))
                        .isCloseTo(expected.path("pearson").get(gene).asDouble(), within(1e-5));
            }
        }
    }
}
