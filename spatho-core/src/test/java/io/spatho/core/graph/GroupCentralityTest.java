package io.spatho.core.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.spatho.core.pattern.PatternGolden;
import org.junit.jupiter.api.Test;

final class GroupCentralityTest {

    @Test
    void equalsNetworkxThroughSquidpy() {
        PatternGolden golden = PatternGolden.read();
        GroupCentrality central = GroupCentrality.of(golden.graph(), golden.labels(), 3);
        requireClose(central.degree(), golden, "degree_centrality");
        requireClose(central.closeness(), golden, "closeness_centrality");
        requireClose(central.clustering(), golden, "average_clustering");
    }

    private static void requireClose(double[] found, PatternGolden golden, String name) {
        double[] expected = PatternGolden.numbers(golden.get("centrality").get(name));
        for (int label = 0; label < expected.length; label++) {
            assertThat(found[label]).as(name).isCloseTo(expected[label], within(1e-12));
        }
    }

    @Test
    void aLabelWithoutCellsOrWithAllIsUndefinedAndUnreachableCellsAddNothing() {
        Graph pathAndPoint = Graph.ofEdges(4, new int[] {0, 1}, new int[] {1, 2}, new float[2]);
        GroupCentrality all = GroupCentrality.of(pathAndPoint, new int[4], 2);
        assertThat(all.degree()).containsOnly(Double.NaN);
        assertThat(all.closeness()).containsOnly(Double.NaN);
        assertThat(all.clustering()[0]).isZero();
        GroupCentrality ends = GroupCentrality.of(pathAndPoint, new int[] {0, 1, 1, 1}, 2);
        assertThat(ends.closeness()[0]).isEqualTo(3.0 / (1 + 2));
        GroupCentrality alone = GroupCentrality.of(pathAndPoint, new int[] {1, 1, 1, 0}, 2);
        assertThat(alone.closeness()[0]).isZero();
        assertThat(alone.degree()[0]).isZero();
    }
}
