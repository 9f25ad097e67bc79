package io.spatho.core.integration;

import io.spatho.core.graph.Graph;
import io.spatho.core.graph.NearestNeighbours;
import java.util.Arrays;

/**
 * How far observations of one label hang together in the graph of nearest neighbours: the share of a label's observations that lie in
 * its largest connected part, averaged over labels. 1 when every label is one piece, whatever batch its observations come from.
 *
 * <p>Source: Luecken and others 2022 ({@code graph_connectivity} of scib). Cost: linear in edges.
 */
public final class GraphConnectivity {

    private GraphConnectivity() {}

    /** The connectivity; labels are numbered from 0, -1 is none. NaN without labels. */
    public static double of(NearestNeighbours nearest, int[] labels) {
        Graph graph = nearest.toGraph();
        int count = Arrays.stream(labels).max().orElse(-1) + 1;
        int[] sizes = new int[count];
        for (int label : labels) {
            if (label >= 0) {
                sizes[label]++;
            }
        }
        int[] largest = new int[count];
        boolean[] seen = new boolean[labels.length];
        int[] stack = new int[labels.length];
        for (int start = 0; start < labels.length; start++) {
            if (!seen[start] && labels[start] >= 0) {
                largest[labels[start]] = Math.max(largest[labels[start]], part(graph, labels, start, seen, stack));
            }
        }
        double sum = 0;
        int used = 0;
        for (int label = 0; label < count; label++) {
            if (sizes[label] > 0) {
                sum += (double) largest[label] / sizes[label];
                used++;
            }
        }
        return used == 0 ? Double.NaN : sum / used;
    }

    private static int part(Graph graph, int[] labels, int start, boolean[] seen, int[] stack) {
        int size = 0;
        int held = 0;
        stack[held++] = start;
        seen[start] = true;
        while (held > 0) {
            int node = stack[--held];
            size++;
            for (int i = graph.starts()[node]; i < graph.starts()[node + 1]; i++) {
                int other = graph.neighbours()[i];
                if (!seen[other] && labels[other] == labels[start]) {
                    seen[other] = true;
                    stack[held++] = other;
                }
            }
        }
        return size;
    }
}
