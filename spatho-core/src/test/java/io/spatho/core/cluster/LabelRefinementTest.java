package io.spatho.core.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.spatho.core.graph.Graph;
import org.junit.jupiter.api.Test;

class LabelRefinementTest {

    @Test
    void aLabelMovesWhereMoreThanHalfOfTheNeighboursShareAnother() {
        // A star around 0 with two of label 1 and two of label 2, and the path 5 - 6 - 7 with 6 between two of label 0.
        Graph graph = Graph.ofEdges(
                8, new int[] {0, 0, 0, 0, 5, 6}, new int[] {1, 2, 3, 4, 6, 7}, new float[] {1, 1, 1, 1, 1, 1});
        ClusterLabels labels = new ClusterLabels(new int[] {0, 1, 1, 2, 2, 0, 2, 0}, 3);

        LabelRefinement.Result once = LabelRefinement.of(labels, graph, 1);

        // The leaves follow the middle of the star, the middle has no majority; 5 and 7 swap with 6 at the same time.
        assertThat(once.labels()).containsExactly(0, 0, 0, 0, 0, 2, 0, 2);
        assertThat(once.changed()).isEqualTo(7);
        assertThat(LabelRefinement.of(labels, graph, 0).changed()).isZero();
    }
}
