package io.spatho.core.preprocess;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.spatho.core.error.InputException;
import io.spatho.core.golden.AnalysisGolden;
import io.spatho.core.matrix.CsrMatrix;
import io.spatho.core.parallel.Workers;
import org.junit.jupiter.api.Test;

class NormalizationTest {

    @Test
    void agreesWithScanpy() {
        try (Workers workers = new Workers(2)) {
            NormalizedCounts normalized = Normalization.toMedian(AnalysisGolden.counts(), workers);

            for (String[] row : AnalysisGolden.rows("normalized.tsv")) {
                double expected = Double.parseDouble(row[2]);
                if (row[0].equals("-1")) {
                    assertThat(normalized.targetSum()).isCloseTo(expected, within(1e-3));
                } else {
                    float value = normalized.matrix().get(Integer.parseInt(row[0]), Integer.parseInt(row[1]));
                    assertThat(value).isCloseTo((float) expected, within(2e-6f));
                }
            }
        }
    }

    @Test
    void factorsUndoTheScalingAndEmptyCellsStayZero() {
        CsrMatrix counts = AnalysisGolden.sparse(new float[][] {{1, 3}, {0, 0}, {2, 6}, {0, 12}});
        try (Workers workers = new Workers(1)) {
            NormalizedCounts normalized = Normalization.toMedian(counts, workers);

            assertThat(normalized.targetSum()).isEqualTo(8);
            assertThat(normalized.factors()).containsExactly(2, 1, 1, 8 / 12.0);
            assertThat(normalized.matrix().get(0, 1)).isEqualTo((float) Math.log1p(6));
            assertThat(normalized.matrix().get(1, 0)).isZero();
        }
    }

    @Test
    void countsWithoutMeaningAreRefused() {
        try (Workers workers = new Workers(1)) {
            CsrMatrix negative = AnalysisGolden.sparse(new float[][] {{1, -3}});
            CsrMatrix empty = AnalysisGolden.sparse(new float[][] {{0, 0}});
            assertThatThrownBy(() -> Normalization.toMedian(negative, workers)).isInstanceOf(InputException.class);
            assertThatThrownBy(() -> Normalization.toMedian(empty, workers)).isInstanceOf(InputException.class);
        }
    }
}
