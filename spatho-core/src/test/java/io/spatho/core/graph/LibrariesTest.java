package io.spatho.core.graph;

import static org.assertj.core.api.Assertions.assertThat;

import io.spatho.core.parallel.Workers;
import io.spatho.core.random.CounterRandom;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LibrariesTest {

    @Test
    void noEdgeCrossesLibrariesThoughTheirPositionsCoincide() {
        int n = 400;
        double[] x = new double[n];
        double[] y = new double[n];
        String[] keys = new String[n];
        for (int i = 0; i < n; i++) {
            CounterRandom random = CounterRandom.of(4, "libraries", i);
            x[i] = random.nextDouble() * 200;
            y[i] = random.nextDouble() * 200;
            keys[i] = "slide" + i % 3;
        }
        Libraries libraries = Libraries.of(keys);
        try (Workers workers = new Workers(2)) {
            Graph graph =
                    libraries.joined(rows -> SpatialNeighbours.nearestGraph(pick(x, rows), pick(y, rows), 6, workers));
            for (int node = 0; node < n; node++) {
                assertThat(graph.degree(node)).isGreaterThanOrEqualTo(6);
                for (int i = graph.starts()[node]; i < graph.starts()[node + 1]; i++) {
                    assertThat(keys[graph.neighbours()[i]]).isEqualTo(keys[node]);
                }
            }
            int[] first = libraries.rows()[0];
            Graph alone = SpatialNeighbours.nearestGraph(pick(x, first), pick(y, first), 6, workers);
            assertThat(IntStream.of(first).map(graph::degree).toArray())
                    .isEqualTo(
                            IntStream.range(0, first.length).map(alone::degree).toArray());
        }
    }

    @Test
    void librariesAreOrderedByName() {
        Libraries libraries = Libraries.of(new String[] {"b", "a", "b", "c"});
        assertThat(libraries.names()).containsExactly("a", "b", "c");
        assertThat(libraries.codes()).containsExactly(1, 0, 1, 2);
        assertThat(libraries.rows()[1]).containsExactly(0, 2);
        assertThat(Libraries.single(3).size()).isEqualTo(1);
    }

    private static double[] pick(double[] values, int[] rows) {
        return Arrays.stream(rows).mapToDouble(row -> values[row]).toArray();
    }
}
