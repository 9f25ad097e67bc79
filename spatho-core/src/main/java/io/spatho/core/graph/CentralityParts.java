package io.spatho.core.graph;

import java.util.ArrayDeque;
import java.util.Arrays;

/**
 * What each part of the nodes adds to the centrality of each label, so that the centralities are known of all nodes and with a part left
 * out. Distances and shares of closed pairs are always those of the whole graph. Arrays hold label, then part.
 */
public final class CentralityParts {

    private final int parts;
    /** Nodes of the label. */
    private final int[][] sizes;
    /** Other nodes. */
    private final int[][] others;
    /** Other nodes that touch the label. */
    private final long[][] touching;
    /** Distances of the other nodes that can reach the label. */
    private final long[][] distances;
    /** Shares of closed pairs of the label's nodes. */
    private final double[][] closed;

    private CentralityParts(int categories, int parts) {
        this.parts = parts;
        this.sizes = new int[categories][parts];
        this.others = new int[categories][parts];
        this.touching = new long[categories][parts];
        this.distances = new long[categories][parts];
        this.closed = new double[categories][parts];
    }

    /** The sums of {@code labels[node]}, a number below {@code categories} or -1 for none, and {@code partOf[node]}. */
    public static CentralityParts of(Graph graph, int[] labels, int categories, int[] partOf, int parts) {
        if (labels.length != graph.nodes() || partOf.length != graph.nodes()) {
            throw new IllegalArgumentException(labels.length + " labels for " + graph.nodes() + " nodes");
        }
        CentralityParts sums = new CentralityParts(categories, parts);
        for (int node = 0; node < labels.length; node++) {
            if (labels[node] >= 0) {
                sums.sizes[labels[node]][partOf[node]]++;
                sums.closed[labels[node]][partOf[node]] += clustering(graph, node);
            }
        }
        for (int label = 0; label < categories; label++) {
            int[] reached = distances(graph, labels, label);
            for (int node = 0; node < labels.length; node++) {
                sums.others[label][partOf[node]] += labels[node] == label ? 0 : 1;
                sums.touching[label][partOf[node]] += reached[node] == 1 ? 1 : 0;
                sums.distances[label][partOf[node]] += Math.max(0, reached[node]);
            }
        }
        return sums;
    }

    /** The centralities of all nodes. */
    public GroupCentrality whole() {
        return without(-1);
    }

    /** The centralities without the nodes of a part. */
    public GroupCentrality without(int part) {
        double[][] columns = new double[3][sizes.length];
        for (int label = 0; label < sizes.length; label++) {
            double own = 0;
            double rest = 0;
            double near = 0;
            double length = 0;
            double pairs = 0;
            for (int other = 0; other < parts; other++) {
                if (other != part) {
                    own += sizes[label][other];
                    rest += others[label][other];
                    near += touching[label][other];
                    length += distances[label][other];
                    pairs += closed[label][other];
                }
            }
            // A part that holds all of the label leaves out its cells, not the label: the distances to it stay.
            boolean defined = Arrays.stream(sizes[label]).anyMatch(size -> size > 0) && rest > 0;
            columns[0][label] = defined ? near / rest : Double.NaN;
            columns[1][label] = defined ? length == 0 ? 0 : rest / length : Double.NaN;
            columns[2][label] = own > 0 ? pairs / own : Double.NaN;
        }
        return new GroupCentrality(columns[0], columns[1], columns[2]);
    }

    /** How many nodes of each part have the label. */
    public int[] sizes(int label) {
        return sizes[label].clone();
    }

    /** How many nodes of each part do not have it. */
    public int[] others(int label) {
        return others[label].clone();
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
