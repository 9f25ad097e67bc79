package io.spatho.stgpt.discordance;

import io.spatho.core.graph.Graph;
import java.util.Arrays;
import java.util.PriorityQueue;

/** Pseudotime: the length of the shortest path from a root over a graph weighted by latent distance (Dijkstra 1959). */
final class LatentPaths {

    private LatentPaths() {}

    private record Stop(double length, int node) implements Comparable<Stop> {
        @Override
        public int compareTo(Stop other) {
            int byLength = Double.compare(length, other.length);
            return byLength != 0 ? byLength : Integer.compare(node, other.node);
        }
    }

    /** Lengths divided by the longest, from 0 at the root to 1; NaN where no path leads. */
    static double[] from(Graph graph, int root) {
        double[] lengths = new double[graph.nodes()];
        Arrays.fill(lengths, Double.POSITIVE_INFINITY);
        lengths[root] = 0;
        PriorityQueue<Stop> open = new PriorityQueue<>();
        open.add(new Stop(0, root));
        while (!open.isEmpty()) {
            Stop stop = open.remove();
            if (stop.length > lengths[stop.node]) {
                continue;
            }
            for (int i = graph.starts()[stop.node]; i < graph.starts()[stop.node + 1]; i++) {
                int next = graph.neighbours()[i];
                double length = stop.length + graph.weights()[i];
                if (length < lengths[next]) {
                    lengths[next] = length;
                    open.add(new Stop(length, next));
                }
            }
        }
        double longest = Arrays.stream(lengths).filter(Double::isFinite).max().orElse(0);
        return Arrays.stream(lengths)
                .map(length -> Double.isFinite(length) ? length / Math.max(longest, Double.MIN_NORMAL) : Double.NaN)
                .toArray();
    }
}
