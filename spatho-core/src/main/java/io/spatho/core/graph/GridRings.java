package io.spatho.core.graph;

import io.spatho.core.error.InputException;
import io.spatho.core.error.Problem;
import java.util.Arrays;

/**
 * Widens the graph of adjacent grid places to all that are a few steps apart, walking over occupied places only.
 *
 * <p>Ring r holds the places that are reached in r steps and not in fewer, as in squidpy 1.8.2 ({@code gr.spatial_neighbors} with {@code
 * coord_type="grid"}, {@code n_rings}). A hole in the tissue is walked around, so the places across it lie in a farther ring.
 */
public final class GridRings {

    private GridRings() {}

    /**
     * The pairs at most {@code rings} steps apart; weights are distances in micrometres.
     *
     * @throws InputException when the rings hold more than {@value SpatialNeighbours#MAXIMUM_MEAN_DEGREE} places on average
     */
    public static Graph within(Graph adjacent, int rings, double[] xUm, double[] yUm) {
        if (rings < 1 || xUm.length != adjacent.nodes() || yUm.length != adjacent.nodes()) {
            throw new IllegalArgumentException(rings + " rings around " + adjacent.nodes() + " nodes");
        }
        if (rings == 1) {
            return adjacent;
        }
        EdgeList edges = new EdgeList();
        long allowed = (long) adjacent.nodes() * SpatialNeighbours.MAXIMUM_MEAN_DEGREE / 2;
        Walk walk = new Walk(adjacent);
        for (int node = 0; node < adjacent.nodes(); node++) {
            int reached = walk.from(node, rings);
            for (int i = 1; i < reached; i++) {
                int other = walk.queue[i];
                if (other > node) {
                    edges.add(node, other, (float) Math.hypot(xUm[node] - xUm[other], yUm[node] - yUm[other]));
                }
            }
            if (edges.size() > allowed) {
                throw new InputException(Problem.of(rings + " rings join too many pairs")
                        .expected(
                                "at most " + SpatialNeighbours.MAXIMUM_MEAN_DEGREE
                                        + " neighbours per observation on average",
                                "more")
                        .fix("Use fewer rings."));
            }
        }
        return edges.toGraph(adjacent.nodes());
    }

    /** A search in the breadth that forgets by numbering its rounds. */
    private static final class Walk {

        private final Graph graph;
        private final int[] seen;
        private final int[] queue;

        Walk(Graph graph) {
            this.graph = graph;
            this.seen = new int[graph.nodes()];
            Arrays.fill(seen, -1);
            this.queue = new int[graph.nodes()];
        }

        /** Fills the queue with the start and all places within the rings; returns how many. */
        int from(int start, int rings) {
            queue[0] = start;
            seen[start] = start;
            int size = 1;
            int ringStart = 0;
            for (int ring = 0; ring < rings; ring++) {
                int ringEnd = size;
                for (int at = ringStart; at < ringEnd; at++) {
                    int node = queue[at];
                    for (int i = graph.starts()[node]; i < graph.starts()[node + 1]; i++) {
                        int other = graph.neighbours()[i];
                        if (seen[other] != start) {
                            seen[other] = start;
                            queue[size++] = other;
                        }
                    }
                }
                ringStart = ringEnd;
            }
            return size;
        }
    }
}
