package io.spatho.core.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.spatho.core.graph.ExpressionNeighbours;
import io.spatho.core.graph.NearestNeighbours;
import io.spatho.core.matrix.DenseMatrix;
import io.spatho.core.parallel.Workers;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Golden values: scikit-learn 1.7 and scib-metrics 0.5.10 on the same made points. */
final class NeighbourhoodScoresTest {

    private static final int N = 60;

    private static DenseMatrix points() {
        DenseMatrix points = DenseMatrix.zeros(N, 3);
        for (int i = 0; i < N; i++) {
            points.values()[3 * i] = (float) (Math.sin(i) + i % 3);
            points.values()[3 * i + 1] = (float) Math.cos(2.0 * i);
            points.values()[3 * i + 2] = (float) Math.sin(3.0 * i + 1);
        }
        return points;
    }

    private static int[] labels() {
        return IntStream.range(0, N).map(i -> i % 3).toArray();
    }

    private static int[] batches() {
        return IntStream.range(0, N).map(i -> i * 7 % 5 < 2 ? 1 : 0).toArray();
    }

    @Test
    void silhouettesAgree() {
        try (Workers workers = new Workers(2)) {
            double[] widths = Silhouette.of(points(), labels(), workers);

            assertThat(widths[0]).isCloseTo(0.09628817, within(1e-6));
            assertThat(widths[1]).isCloseTo(-0.09729168, within(1e-6));
            assertThat(Arrays.stream(widths).average().orElseThrow()).isCloseTo(0.041866817, within(1e-6));
            assertThat(Silhouette.labels(points(), labels(), workers)).isCloseTo(0.52093345, within(1e-6));
            assertThat(Silhouette.batches(points(), labels(), batches(), workers))
                    .isCloseTo(0.93004876, within(1e-6));
        }
    }

    private static double median(double[] values) {
        double[] sorted = Arrays.stream(values).sorted().toArray();
        int half = sorted.length / 2;
        return (sorted[(sorted.length - 1) / 2] + sorted[half]) / 2;
    }

    @Test
    void localDiversityAgrees() {
        try (Workers workers = new Workers(1)) {
            NearestNeighbours nearest = ExpressionNeighbours.exact(points(), 15, workers);
            double[] ofBatches = LocalDiversity.of(nearest, batches());

            assertThat(ofBatches[0]).isCloseTo(1.2952953577, within(1e-4));
            assertThat(ofBatches[1]).isCloseTo(1.6489297, within(1e-4));
            assertThat(LocalDiversity.batchMixing(median(ofBatches), 2)).isCloseTo(0.53632474, within(1e-4));
            assertThat(LocalDiversity.labelSeparation(median(LocalDiversity.of(nearest, labels())), 3))
                    .isCloseTo(0.7818434, within(1e-4));
            assertThat(BatchTest.acceptance(nearest, batches())).isEqualTo(1.0);
        }
    }

    @Test
    void apartBatchesAreNotAccepted() {
        DenseMatrix line = DenseMatrix.zeros(40, 1);
        int[] batches = new int[40];
        for (int i = 0; i < 40; i++) {
            batches[i] = i < 20 ? 0 : 1;
            line.values()[i] = batches[i] * 100 + i;
        }
        try (Workers workers = new Workers(1)) {
            NearestNeighbours nearest = ExpressionNeighbours.exact(line, 9, workers);

            assertThat(BatchTest.acceptance(nearest, batches)).isZero();
            assertThat(LocalDiversity.batchMixing(median(LocalDiversity.of(nearest, batches)), 2))
                    .isCloseTo(0, within(1e-9));
        }
    }
}
