package io.spatho.core.graph;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.IntSummaryStatistics;

/**
 * How central the cells of a label are in a graph of neighbours, the label's cells taken together.
 *
 * <p>Degree: the share of other cells that touch the label. Closeness: the number of other cells divided by the sum of their
 * distances, in edges, to the nearest cell of the label; cells that cannot be reached add no distance, and without any distance it is 0. Clustering: the mean over the
 * label's cells of the share of their pairs of neighbours that are neighbours themselves, 0 for a cell with fewer than two.
 * Undefined (NaN) for a label without cells, and degree and closeness for a label that all cells have.
 *
 * <p>Cost: labels x edges, and for clustering the sum over edges of the smaller degree. Source: Everett and Borgatti 1999; networkx 3.6
 * {@code group_degree_centrality}, {@code group_closeness_centrality}, {@code average_clustering}, as squidpy's
 * {@code gr.centrality_scores} calls them.
 *
 * @param degree one value per label
 * @param closeness one value per label
 * @param clustering one value per label
 */
public record GroupCentrality(double[] degree, double[] closeness, double[] clustering) {

    /** The centralities of {@code labels[node]}, a number below {@code categories} or -1 for none. */
    public static GroupCentrality of(Graph graph, int[] labels, int categories) {
        if (labels.length != graph.nodes()) {
            throw new IllegalArgumentException(labels.length + " labels for " + graph.nodes() + " nodes");
        }
        double[][] columns = new double[3][categories];
        double[] sums = new double[categories];
        int[] sizes = new int[categories];
        for (int node = 0; node < labels.length; node++) {
            if (labels[node] >= 0) {
                sizes[labels[node]]++;
                sums[labels[node]] += clustering(graph, node);
            }
        }
        for (int label = 0; label < categories; label++) {
            int others = graph.nodes() - sizes[label];
            boolean defined = sizes[label] > 0 && others > 0;
            int[] distances = defined ? distances(graph, labels, label) : new int[0];
            IntSummaryStatistics reached =
                    Arrays.stream(distances).filter(d -> d > 0).summaryStatistics();
            long touching = Arrays.stream(distances).filter(d -> d == 1).count();
            columns[0][label] = defined ? (double) touching / others : Double.NaN;
            columns[1][label] = defined ? reached.getSum() == 0 ? 0 : (double) others / reached.getSum() : Double.NaN;
            columns[2][label] = sizes[label] > 0 ? sums[label] / sizes[label] : Double.NaN;
        }
        return new GroupCentrality(columns[0], columns[1], columns[2]);
    }

    /** Edges between each node and the nearest of a label: 0 on the label, -1 out of reach. */
    private static int[] distances(Graph graph, int[] labels, int label) {
        int[] distances = new int[labels.length];
        ArrayDeque<Integer> open = new ArrayDeque<>();
        for (int node = 0; node < labels.length; node++) {
            distances[node] = labels[node] == label ? 0 : -1;
            if (labels[node] == label) {
                open.add(node);
            }
        }
        while (!open.isEmpty()) {
            int node = open.remove();
            for (int at = graph.starts()[node]; at < graph.starts()[node + 1]; at++) {
                int other = graph.neighbours()[at];
                if (distances[other] < 0) {
                    distances[other] = distances[node] + 1;
                    open.add(other);
                }
            }
        }
        return distances;
    }

    private static double clustering(Graph graph, int node) {
        int degree = graph.degree(node);
        if (degree < 2) {
            return 0;
        }
        long closed = 0;
        for (int at = graph.starts()[node]; at < graph.starts()[node + 1]; at++) {
            closed += common(graph, node, graph.neighbours()[at]);
        }
        return (double) closed / ((double) degree * (degree - 1));
    }

    /** Neighbours that two nodes share; both lists ascend. */
    private static int common(Graph graph, int first, int second) {
        int[] neighbours = graph.neighbours();
        int a = graph.starts()[first];
        int b = graph.starts()[second];
        int shared = 0;
        while (a < graph.starts()[first + 1] && b < graph.starts()[second + 1]) {
            int left = neighbours[a];
            int right = neighbours[b];
            shared += left == right ? 1 : 0;
            a += left <= right ? 1 : 0;
            b += right <= left ? 1 : 0;
        }
        return shared;
    }
}
