package io.spatho.core.cluster;

import io.spatho.core.graph.Graph;

/**
 * Newman's modularity of a partition of a weighted graph: {@code Q = sum_c (W_c / W - gamma (S_c / 2W)^2)} with W the total edge
 * weight, W_c the weight within cluster c, S_c the summed strength of its nodes and gamma the resolution.
 */
public final class Modularity {

    private Modularity() {}

    /** The modularity at a resolution; 0 for a graph without edges. Cost: linear in edges. */
    public static double of(Graph graph, ClusterLabels partition, double resolution) {
        int[] labels = partition.labels();
        double[] strengths = new double[partition.clusters()];
        double within = 0;
        double twice = 0;
        for (int node = 0; node < graph.nodes(); node++) {
            for (int i = graph.starts()[node]; i < graph.starts()[node + 1]; i++) {
                double weight = graph.weights()[i];
                twice += weight;
                strengths[labels[node]] += weight;
                within += labels[node] == labels[graph.neighbours()[i]] ? weight : 0;
            }
        }
        if (twice == 0) {
            return 0;
        }
        double expected = 0;
        for (double strength : strengths) {
            expected += strength / twice * (strength / twice);
        }
        return within / twice - resolution * expected;
    }
}
