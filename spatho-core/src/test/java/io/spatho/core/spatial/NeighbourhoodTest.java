package io.spatho.core.spatial;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.spatho.core.graph.Graph;
import io.spatho.core.parallel.Workers;
import io.spatho.core.random.CounterRandom;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class NeighbourhoodTest {

    private static final NeighbourhoodEntropy.Bootstrap BOOTSTRAP = new NeighbourhoodEntropy.Bootstrap(499, 3, 0.95);

    private static NeighbourhoodEnrichment enrichment(Graph graph, int[] labels, int categories, int permutations) {
        try (Workers workers = new Workers(2)) {
            return NeighbourhoodEnrichment.of(graph, labels, categories, permutations, 5, workers);
        }
    }

    @Test
    void countsAndDeviatesEqualSquidpy() throws IOException {
        JsonNode golden = MadeTissue.golden("golden-spatial.json");
        Graph graph = MadeTissue.goldenGraph(golden);
        NeighbourhoodEnrichment result = enrichment(graph, MadeTissue.goldenLabels(golden), 3, 20_000);
        double[] counts = MadeTissue.numbers(golden.get("squidpy").get("enrichment_count"));
        assertThat(Arrays.stream(result.counts()).asDoubleStream().toArray()).isEqualTo(counts);
        // Two sets of 20,000 random labellings: z differs by about |z| / 100.
        double[] z = MadeTissue.numbers(golden.get("squidpy").get("enrichment_z"));
        for (int i = 0; i < 9; i++) {
            assertThat(result.z()[i]).isCloseTo(z[i], within(0.05 + 0.04 * Math.abs(z[i])));
        }
    }

    @Test
    void meanCountsHaveAClosedForm() throws IOException {
        JsonNode golden = MadeTissue.golden("golden-spatial.json");
        Graph graph = MadeTissue.goldenGraph(golden);
        int[] labels = MadeTissue.goldenLabels(golden);
        NeighbourhoodEnrichment result = enrichment(graph, labels, 3, 20_000);
        double n = labels.length;
        double[] sizes = new double[3];
        Arrays.stream(labels).forEach(label -> sizes[label]++);
        for (int a = 0; a < 3; a++) {
            for (int b = 0; b < 3; b++) {
                double pairs = sizes[a] * (a == b ? sizes[a] - 1 : sizes[b]) / (n * (n - 1));
                double error = result.deviation()[a * 3 + b] / Math.sqrt(20_000);
                assertThat(result.mean()[a * 3 + b]).isCloseTo(2 * graph.edges() * pairs, within(5 * error));
            }
        }
    }

    @Test
    void separateHalvesAttractThemselves() {
        int[] halves = IntStream.range(0, 400).map(i -> i % 20 < 10 ? 0 : 1).toArray();
        NeighbourhoodEnrichment result = enrichment(MadeTissue.grid(20, 20), halves, 2, 999);
        assertThat(result.counts()).containsExactly(740, 20, 20, 740);
        assertThat(result.z()[0]).isGreaterThan(10);
        assertThat(result.z()[1]).isLessThan(-10);
        assertThat(result.p()).containsOnly(0.002);
        assertThat(result.adjusted()).containsOnly(0.002);
        assertThat(result.table(List.of("a", "b")).strings("label_b")).containsExactly("a", "b", "b");
    }

    @Test
    void withoutSpreadItIsUndefined() {
        NeighbourhoodEnrichment one = enrichment(MadeTissue.grid(5, 5), new int[25], 2, 99);
        assertThat(one.counts()[0]).isEqualTo(80);
        assertThat(one.z()).containsOnly(Double.NaN);
        assertThat(one.p()).containsOnly(Double.NaN);
        assertThat(one.adjusted()).containsOnly(Double.NaN);
        assertThat(enrichment(MadeTissue.grid(5, 5), new int[25], 2, 0).mean()).containsOnly(Double.NaN);
    }

    @Test
    void unlabelledCellsTakeNoPart() {
        int[] labels = {0, -1, 1, 1};
        NeighbourhoodEnrichment result = enrichment(MadeTissue.grid(4, 1), labels, 2, 9);
        assertThat(result.counts()).containsExactly(0, 0, 0, 2);
        assertThatThrownBy(() -> enrichment(MadeTissue.grid(4, 1), new int[] {0, 1, 2, 0}, 2, 9))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void threadsDoNotChangeABit() {
        int[] labels = IntStream.range(0, 900).map(i -> (i * 7 + i / 30) % 4).toArray();
        Graph graph = MadeTissue.grid(30, 30);
        NeighbourhoodEnrichment two = enrichment(graph, labels, 4, 200);
        try (Workers workers = new Workers(7)) {
            NeighbourhoodEnrichment seven = NeighbourhoodEnrichment.of(graph, labels, 4, 200, 5, workers);
            assertThat(seven.z()).isEqualTo(two.z());
            assertThat(seven.p()).isEqualTo(two.p());
        }
    }

    @Test
    void entropyEqualsScipy() throws IOException {
        JsonNode golden = MadeTissue.golden("golden-spatial.json");
        double[] x = MadeTissue.numbers(golden.get("x"));
        double[] y = MadeTissue.numbers(golden.get("y"));
        NeighbourhoodEntropy entropy = NeighbourhoodEntropy.of(
                MadeTissue.goldenGraph(golden),
                MadeTissue.goldenLabels(golden),
                3,
                SpatialBlocks.of(x, y, 16),
                BOOTSTRAP);
        double[] expected = MadeTissue.numbers(golden.get("entropy"));
        assertThat(entropy.perCell()).containsExactly(expected, within(1e-12));
        assertThat(entropy.mean()).isCloseTo(Arrays.stream(expected).average().orElseThrow(), within(1e-12));
        assertThat(entropy.lower()).isLessThan(entropy.mean());
        assertThat(entropy.upper()).isGreaterThan(entropy.mean());
    }

    @Test
    void entropyLeavesTheCellItselfOut() {
        // A star: the hub sees four different labels, the tips see the hub only.
        Graph star = MadeTissue.edges(6, new int[] {0, 0, 0, 0}, new int[] {1, 2, 3, 4});
        int[] labels = {0, 0, 1, 2, 3, 1};
        NeighbourhoodEntropy entropy = NeighbourhoodEntropy.of(star, labels, 4, SpatialBlocks.single(6), BOOTSTRAP);
        assertThat(entropy.perCell()[0]).isCloseTo(Math.log(4), within(1e-15));
        assertThat(entropy.perCell()[1]).isZero();
        assertThat(entropy.perCell()[5]).isNaN();
        assertThat(entropy.defined()).isEqualTo(5);
        assertThat(entropy.mean()).isCloseTo(Math.log(4) / 5, within(1e-15));
        assertThat(entropy.lower()).isNaN();
    }

    @Test
    void entropyOfNothingIsUndefined() {
        Graph apart = MadeTissue.edges(3, new int[0], new int[0]);
        NeighbourhoodEntropy entropy =
                NeighbourhoodEntropy.of(apart, new int[] {0, 1, 1}, 2, SpatialBlocks.single(3), BOOTSTRAP);
        assertThat(entropy.mean()).isNaN();
        assertThat(entropy.defined()).isZero();
    }

    /** Graphs with odd components, cells without a label and few or many labels: pairs of edges hide none and count none twice. */
    @Test
    void countsEqualThoseOfOneEdgeAfterTheOther() {
        for (int categories : new int[] {1, 2, 7, 40, 41, 256}) {
            CounterRandom random = CounterRandom.of(5, "edge-pairs", categories);
            int cells = 300;
            float[] weights = new float[520];
            int[] from = new int[520];
            int[] to = new int[520];
            for (int edge = 0; edge < from.length; edge++) {
                from[edge] = random.nextInt(cells);
                to[edge] = (from[edge] + 1 + random.nextInt(cells - 1)) % cells;
            }
            Graph graph = Graph.ofEdges(cells, from, to, weights);
            int[] labels = new int[cells];
            Arrays.setAll(labels, cell -> random.nextInt(categories + 1) - 1);
            long[] expected = new long[categories * categories];
            for (int cell = 0; cell < cells; cell++) {
                for (int at = graph.starts()[cell]; at < graph.starts()[cell + 1]; at++) {
                    int other = graph.neighbours()[at];
                    if (labels[cell] >= 0 && labels[other] >= 0) {
                        expected[labels[cell] * categories + labels[other]]++;
                    }
                }
            }
            try (Workers workers = new Workers(1)) {
                assertThat(NeighbourhoodEnrichment.of(graph, labels, categories, 5, 1, workers)
                                .counts())
                        .as("%d labels", categories)
                        .isEqualTo(expected);
            }
        }
    }
}
