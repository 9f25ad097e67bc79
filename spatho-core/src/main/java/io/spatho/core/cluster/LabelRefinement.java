package io.spatho.core.cluster;

import io.spatho.core.graph.Graph;

/**
 * Smooths labels over a graph: an observation takes the label that more than half of its neighbours share, if there is one.
 *
 * <p>All observations change at once, from the labels of the round before. Source: the refinement of SpaGCN (Hu and others 2021). Cost:
 * linear in edges per round.
 */
public final class LabelRefinement {

    private LabelRefinement() {}

    /**
     * Refined labels under the numbers they had.
     *
     * @param labels the label of each observation
     * @param changed how many observations have another label than before
     */
    public record Result(int[] labels, int changed) {}

    /** The labels after so many rounds. */
    public static Result of(ClusterLabels partition, Graph graph, int rounds) {
        int[] before = partition.labels();
        if (before.length != graph.nodes() || rounds < 0) {
            throw new IllegalArgumentException(
                    before.length + " labels, " + graph.nodes() + " nodes, " + rounds + " rounds");
        }
        int[] labels = before;
        for (int round = 0; round < rounds; round++) {
            labels = majority(labels, graph, partition.clusters());
        }
        int changed = 0;
        for (int i = 0; i < labels.length; i++) {
            changed += labels[i] == before[i] ? 0 : 1;
        }
        return new Result(labels, changed);
    }

    private static int[] majority(int[] labels, Graph graph, int clusters) {
        int[] result = labels.clone();
        int[] votes = new int[clusters];
        for (int node = 0; node < labels.length; node++) {
            int degree = graph.degree(node);
            for (int i = graph.starts()[node]; i < graph.starts()[node + 1]; i++) {
                int label = labels[graph.neighbours()[i]];
                if (2 * ++votes[label] > degree) {
                    result[node] = label;
                }
            }
            for (int i = graph.starts()[node]; i < graph.starts()[node + 1]; i++) {
                votes[labels[graph.neighbours()[i]]] = 0;
            }
        }
        return result;
    }
}
