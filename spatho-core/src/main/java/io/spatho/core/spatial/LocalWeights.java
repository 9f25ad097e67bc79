package io.spatho.core.spatial;

import io.spatho.core.graph.Graph;

/**
 * The rows of weights that local statistics look at: each observation's neighbours, all with the same weight in a row.
 *
 * @param graph who is whose neighbour
 * @param rowStandardised weight {@code 1 / degree} (style W) rather than 1 (style B)
 * @param withSelf whether an observation is its own neighbour, with the weight of the others
 */
public record LocalWeights(Graph graph, boolean rowStandardised, boolean withSelf) {

    /** The number of neighbours of an observation, itself included where it counts. */
    int degree(int node) {
        return graph.degree(node) + (withSelf ? 1 : 0);
    }

    /** The weight of each of an observation's neighbours. */
    double weight(int node) {
        return rowStandardised ? 1.0 / degree(node) : 1;
    }

    /** The weighted sum of the neighbours' values; 0 without neighbours. */
    double lag(int node, double[] values) {
        if (degree(node) == 0) {
            return 0;
        }
        double sum = withSelf ? values[node] : 0;
        for (int at = graph.starts()[node]; at < graph.starts()[node + 1]; at++) {
            sum += values[graph.neighbours()[at]];
        }
        return sum * weight(node);
    }
}
