package io.spatho.core.graph;

import static org.assertj.core.api.Assertions.assertThat;

import io.spatho.core.cluster.NeighbourhoodClustering;
import io.spatho.core.matrix.DenseMatrix;
import io.spatho.core.parallel.Workers;
import io.spatho.core.pattern.CoOccurrence;
import io.spatho.core.pattern.PairDistances;
import io.spatho.core.preprocess.DenseComponents;
import io.spatho.core.random.CounterRandom;
import io.spatho.core.spatial.BivariateMoran;
import io.spatho.core.spatial.LocalMoran;
import io.spatho.core.spatial.SpatialBlocks;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Kernels without a test of their own for it: the number of threads changes no bit. */
class ThreadsTest {

    private static final int CELLS = 6000;

    private final double[] x = numbers("x");
    private final double[] y = numbers("y");

    private static double[] numbers(String name) {
        CounterRandom random = CounterRandom.of(1, name, 0);
        return IntStream.range(0, CELLS)
                .mapToDouble(i -> 800 * random.nextDouble())
                .toArray();
    }

    /** Everything that the kernels make, as arrays. */
    private List<Object> results(int threads) {
        List<Object> made = new ArrayList<>();
        try (Workers workers = new Workers(threads)) {
            Graph nearest = SpatialNeighbours.nearestGraph(x, y, 6, workers);
            Graph within = SpatialNeighbours.within(x, y, 25, workers);
            made.addAll(List.of(nearest.neighbours(), nearest.weights(), within.neighbours(), within.weights()));
            DenseMatrix points = DenseMatrix.zeros(CELLS, 6);
            for (int i = 0; i < points.values().length; i++) {
                points.values()[i] = (float) (x[i % CELLS] * (i % 7) - y[i / 6]);
            }
            Graph fuzzy = FuzzyGraph.of(
                    ExpressionNeighbours.approximate(points, 8, 2, workers).neighbours(), workers);
            made.addAll(List.of(fuzzy.neighbours(), fuzzy.weights()));
            made.add(DenseComponents.scores(points, 3, workers).values());
            made.add(NeighbourhoodClustering.features(points, nearest, 0.8, workers)
                    .values());
            int[] labels = IntStream.range(0, CELLS).map(i -> i % 4).toArray();
            CoOccurrence together = CoOccurrence.of(
                    PairDistances.of(x, y, labels, 4, new double[] {10, 40}, SpatialBlocks.of(x, y, 8), workers), 0.95);
            made.addAll(List.of(together.ratio(), together.lower()));
            BivariateMoran pair = BivariateMoran.of(x, y, nearest, 49, 1, workers);
            made.add(new double[] {pair.i(), pair.mean(), pair.deviation(), pair.p()});
            made.add(LocalMoran.of(x, y, nearest, 19, 1, workers).p());
        }
        return made;
    }

    @Test
    void theNumberOfThreadsChangesNoBit() {
        List<Object> one = results(1);
        for (int threads : new int[] {2, 5}) {
            assertThat(Arrays.deepEquals(one.toArray(), results(threads).toArray()))
                    .isTrue();
        }
    }
}
