package io.spatho.core.graph;

import java.util.Arrays;
import java.util.List;

/** A growing list of undirected edges. */
final class EdgeList {

    private int[] from = new int[1024];
    private int[] to = new int[1024];
    private float[] weights = new float[1024];
    private int size;

    int size() {
        return size;
    }

    void add(int one, int other, float weight) {
        if (size == from.length) {
            grow(Math.addExact(size, size / 2 + 16));
        }
        from[size] = one;
        to[size] = other;
        weights[size++] = weight;
    }

    private void grow(int capacity) {
        from = Arrays.copyOf(from, capacity);
        to = Arrays.copyOf(to, capacity);
        weights = Arrays.copyOf(weights, capacity);
    }

    static EdgeList concatenated(List<EdgeList> parts) {
        EdgeList all = new EdgeList();
        all.grow(Math.max(1, parts.stream().mapToInt(EdgeList::size).sum()));
        for (EdgeList part : parts) {
            System.arraycopy(part.from, 0, all.from, all.size, part.size);
            System.arraycopy(part.to, 0, all.to, all.size, part.size);
            System.arraycopy(part.weights, 0, all.weights, all.size, part.size);
            all.size += part.size;
        }
        return all;
    }

    Graph toGraph(int nodes) {
        return Graph.ofEdges(nodes, Arrays.copyOf(from, size), Arrays.copyOf(to, size), Arrays.copyOf(weights, size));
    }
}
