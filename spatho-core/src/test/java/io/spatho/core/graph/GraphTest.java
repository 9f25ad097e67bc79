package io.spatho.core.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class GraphTest {

    @Test
    void copiesOfAnEdgeInBothDirectionsBecomeOneWithTheSmallestWeight() {
        Graph graph =
                Graph.ofEdges(4, new int[] {0, 1, 2, 2, 0}, new int[] {1, 0, 0, 2, 2}, new float[] {3, 1, 2, 9, 5});
        assertThat(graph.edges()).isEqualTo(2);
        assertThat(graph.neighbours()).containsExactly(1, 2, 0, 0);
        assertThat(graph.weights()).containsExactly(1, 2, 1, 2);
        assertThat(graph.degree(3)).isZero();
    }

    @Test
    void refusesNegativeWeightsAndForeignNodes() {
        assertThatThrownBy(() -> Graph.ofEdges(2, new int[] {0}, new int[] {1}, new float[] {-1}))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Graph(1, new int[] {0, 1}, new int[] {1}, new float[] {1}))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
