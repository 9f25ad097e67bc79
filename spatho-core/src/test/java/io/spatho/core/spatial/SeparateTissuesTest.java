package io.spatho.core.spatial;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.spatho.core.graph.Graph;
import io.spatho.core.graph.Libraries;
import io.spatho.core.matrix.CsrMatrix;
import io.spatho.core.matrix.MadeMatrix;
import io.spatho.core.parallel.Workers;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What must hold when a tissue falls into parts that no edge joins, and when it is large. */
final class SeparateTissuesTest {

    private static SpatialAutocorrelation.Result run(CsrMatrix matrix, SpatialWeights weights, Workers workers) {
        SpatialAutocorrelation.Settings settings =
                new SpatialAutocorrelation.Settings(0, 1, Alternative.POSITIVE, 0.95);
        return new SpatialAutocorrelation(settings, workers).of(matrix, weights, SpatialBlocks.single(matrix.rows()));
    }

    /** The graph twice, side by side. */
    private static Graph twice(Graph graph) {
        int n = graph.nodes();
        int[] from = new int[2 * graph.edges()];
        int[] to = new int[from.length];
        int edges = 0;
        for (int copy = 0; copy < 2; copy++) {
            for (int node = 0; node < n; node++) {
                for (int at = graph.starts()[node]; at < graph.starts()[node + 1]; at++) {
                    if (graph.neighbours()[at] > node) {
                        from[edges] = copy * n + node;
                        to[edges++] = copy * n + graph.neighbours()[at];
                    }
                }
            }
        }
        return MadeTissue.edges(2 * n, from, to);
    }

    @Test
    void twoCopiesOfATissueHaveTheStatisticsOfOne() {
        Graph graph = MadeTissue.grid(9, 7);
        double[][] rows = MadeTissue.randomRows(63, 5, 0.4, 8);
        double[][] both = IntStream.range(0, 126).mapToObj(i -> rows[i % 63]).toArray(double[][]::new);
        try (Workers workers = new Workers(2)) {
            SpatialAutocorrelation.Result one =
                    run(MadeMatrix.of(rows), SpatialWeights.rowStandardised(graph), workers);
            SpatialAutocorrelation.Result two =
                    run(MadeMatrix.of(both), SpatialWeights.rowStandardised(twice(graph)), workers);
            assertThat(two.moran().estimate()).containsExactly(one.moran().estimate(), within(1e-13));
            for (int gene = 0; gene < 5; gene++) {
                // Geary's C has n - 1 where Moran's I has n.
                assertThat(two.geary().estimate()[gene] / 125 * 126)
                        .isCloseTo(one.geary().estimate()[gene] / 62 * 63, within(1e-13));
            }
            int[] labels = IntStream.range(0, 63).map(i -> i * i % 3).toArray();
            int[] bothLabels = IntStream.range(0, 126).map(i -> labels[i % 63]).toArray();
            long[] single =
                    NeighbourhoodEnrichment.of(graph, labels, 3, 0, 1, workers).counts();
            assertThat(NeighbourhoodEnrichment.of(twice(graph), bothLabels, 3, 0, 1, workers)
                            .counts())
                    .isEqualTo(Arrays.stream(single).map(count -> 2 * count).toArray());
        }
    }

    /** A label that one slide has and the other lacks: chance within slides leaves its pairs where they are. */
    @Test
    void labelsChangePlacesWithinALibraryOnly() {
        Graph both = twice(MadeTissue.grid(9, 7));
        int[] labels = IntStream.range(0, 126).map(i -> i < 63 ? 0 : 1 + i % 2).toArray();
        Libraries libraries = new Libraries(
                new String[] {"one", "two"},
                IntStream.range(0, 126).map(i -> i / 63).toArray());
        try (Workers workers = new Workers(2)) {
            NeighbourhoodEnrichment across = NeighbourhoodEnrichment.of(both, labels, 3, 99, 1, workers);
            NeighbourhoodEnrichment within = NeighbourhoodEnrichment.of(both, libraries, labels, 3, 99, 1, workers);
            assertThat(across.z()[0]).isGreaterThan(5);
            assertThat(within.z()[0]).isNaN();
            assertThat(within.mean()[0]).isEqualTo((double) within.counts()[0]);
            assertThat(within.z()[4]).isLessThan(-5);
            assertThatThrownBy(() ->
                            NeighbourhoodEnrichment.of(MadeTissue.grid(18, 7), libraries, labels, 3, 9, 1, workers))
                    .hasMessageContaining("different libraries");
        }
    }

    @Test
    void renamedLabelsGiveRenamedCounts() {
        Graph graph = MadeTissue.grid(12, 11);
        int[] labels = IntStream.range(0, 132).map(i -> i * 7 % 5 % 4).toArray();
        int[] names = {2, 0, 3, 1};
        int[] renamed = Arrays.stream(labels).map(label -> names[label]).toArray();
        try (Workers workers = new Workers(2)) {
            long[] plain =
                    NeighbourhoodEnrichment.of(graph, labels, 4, 0, 1, workers).counts();
            long[] other =
                    NeighbourhoodEnrichment.of(graph, renamed, 4, 0, 1, workers).counts();
            for (int a = 0; a < 4; a++) {
                for (int b = 0; b < 4; b++) {
                    assertThat(other[names[a] * 4 + names[b]]).isEqualTo(plain[a * 4 + b]);
                }
            }
        }
    }

    @Test
    void aMillionCellsOnARing() {
        int n = 1_000_000;
        int run = 1000;
        int[] from = IntStream.range(0, n).toArray();
        int[] to = IntStream.range(0, n).map(i -> (i + 1) % n).toArray();
        Graph ring = MadeTissue.edges(n, from, to);
        float[] values = new float[n];
        for (int i = 0; i < n; i++) {
            values[i] = i / run % 2 == 0 ? 1 : -1;
        }
        long[] starts = IntStream.rangeClosed(0, n).asLongStream().toArray();
        CsrMatrix column = new CsrMatrix(n, 1, starts, new int[n], values);
        try (Workers workers = new Workers(2)) {
            SpatialAutocorrelation.Result found = run(column, SpatialWeights.binary(ring), workers);
            // One edge in a thousand joins unlike ends.
            assertThat(found.moran().estimate()[0]).isCloseTo(1 - 2.0 / run, within(1e-10));
            assertThat(found.geary().estimate()[0]).isCloseTo((n - 1.0) / n * 2 / run, within(1e-10));
            int[] labels = IntStream.range(0, n).map(i -> i / run % 2).toArray();
            assertThat(NeighbourhoodEnrichment.of(ring, labels, 2, 0, 1, workers)
                            .counts())
                    .containsExactly(999_000, 1_000, 1_000, 999_000);
        }
    }
}
