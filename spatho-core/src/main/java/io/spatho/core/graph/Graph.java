package io.spatho.core.graph;

import java.util.Arrays;

/**
 * An undirected graph without self-loops: each edge is stored at both of its ends, neighbours ascend, and both copies carry the
 * same weight.
 *
 * @param nodes number of nodes
 * @param starts nodes + 1 positions; node v owns the entries {@code starts[v] … starts[v + 1] - 1}
 * @param neighbours the other end of each entry
 * @param weights the weight of each entry; for spatial graphs the distance in micrometres, for expression graphs a similarity
 */
public record Graph(int nodes, int[] starts, int[] neighbours, float[] weights) {

    public Graph {
        if (starts.length != nodes + 1 || starts[nodes] != neighbours.length || weights.length != neighbours.length) {
            throw new IllegalArgumentException("adjacency arrays disagree on " + nodes + " nodes");
        }
        for (int node = 0; node < nodes; node++) {
            for (int i = starts[node]; i < starts[node + 1]; i++) {
                boolean ascending = i == starts[node] || neighbours[i] > neighbours[i - 1];
                if (!ascending || neighbours[i] < 0 || neighbours[i] >= nodes || neighbours[i] == node) {
                    throw new IllegalArgumentException("bad neighbour " + neighbours[i] + " of node " + node);
                }
            }
        }
    }

    /**
     * The graph of the undirected edges named, each once or more often and in any direction; of copies the smallest weight is
     * kept. Cost: linear in edges, apart from sorting each node's neighbours.
     */
    public static Graph ofEdges(int nodes, int[] from, int[] to, float[] weights) {
        int[] starts = new int[nodes + 1];
        for (int edge = 0; edge < from.length; edge++) {
            if (from[edge] != to[edge]) {
                starts[from[edge] + 1]++;
                starts[to[edge] + 1]++;
            }
        }
        for (int node = 0; node < nodes; node++) {
            starts[node + 1] = Math.addExact(starts[node], starts[node + 1]);
        }
        int[] next = Arrays.copyOf(starts, nodes);
        long[] entries = new long[starts[nodes]];
        for (int edge = 0; edge < from.length; edge++) {
            if (from[edge] != to[edge]) {
                entries[next[from[edge]]++] = entry(to[edge], weights[edge]);
                entries[next[to[edge]]++] = entry(from[edge], weights[edge]);
            }
        }
        return withoutCopies(nodes, starts, entries);
    }

    /** Neighbour in the high half, the order-preserving bits of a non-negative weight in the low half. */
    private static long entry(int neighbour, float weight) {
        if (!(weight >= 0)) {
            throw new IllegalArgumentException("edge weights must not be negative: " + weight);
        }
        return ((long) neighbour << 32) | Float.floatToIntBits(weight);
    }

    private static Graph withoutCopies(int nodes, int[] starts, long[] entries) {
        int[] neighbours = new int[entries.length];
        float[] weights = new float[entries.length];
        int[] kept = new int[nodes + 1];
        int at = 0;
        for (int node = 0; node < nodes; node++) {
            Arrays.sort(entries, starts[node], starts[node + 1]);
            for (int i = starts[node]; i < starts[node + 1]; i++) {
                int neighbour = (int) (entries[i] >>> 32);
                if (at == kept[node] || neighbours[at - 1] != neighbour) {
                    neighbours[at] = neighbour;
                    weights[at++] = Float.intBitsToFloat((int) entries[i]);
                }
            }
            kept[node + 1] = at;
        }
        return new Graph(nodes, kept, Arrays.copyOf(neighbours, at), Arrays.copyOf(weights, at));
    }

    /** The number of undirected edges. */
    public int edges() {
        return neighbours.length / 2;
    }

    /** The number of neighbours of a node. */
    public int degree(int node) {
        return starts[node + 1] - starts[node];
    }
}
