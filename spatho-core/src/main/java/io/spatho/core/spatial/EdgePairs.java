package io.spatho.core.spatial;

import java.util.Arrays;

/**
 * Splits the edges of a graph into pairs that share a cell, cell by cell from the last to the first of a breadth-first order.
 *
 * <p>A cell takes all its edges that are still free; when their number is odd it leaves that to its earliest neighbour, which found it
 * and whose turn is still to come. Only the first cell of a component may be left with a single edge.
 */
final class EdgePairs {

    private final int[][] pairs;
    private final int[][] edges;
    private final int[] left;
    private final int[] nextLeft;
    private int paired;
    private int single;

    /** Nothing yet of a graph with so many edges and cells. */
    EdgePairs(int most, int cells) {
        this.pairs = new int[3][most / 2];
        this.edges = new int[2][most];
        this.left = new int[cells];
        this.nextLeft = new int[cells];
        Arrays.fill(left, -1);
    }

    /** Takes the edges of {@code cell} to the first {@code many} of the cells named, all of which come before it. */
    void add(int cell, int[] earlier, int many, boolean inPairs) {
        if (!inPairs) {
            for (int at = 0; at < many; at++) {
                addEdge(cell, earlier[at]);
            }
            return;
        }
        int waiting = -1;
        for (int later = left[cell]; later >= 0; later = nextLeft[later]) {
            waiting = take(cell, waiting, later);
        }
        int finder = many == 0 ? -1 : Arrays.stream(earlier, 0, many).min().getAsInt();
        for (int at = 0; at < many; at++) {
            waiting = earlier[at] == finder ? waiting : take(cell, waiting, earlier[at]);
        }
        if (waiting >= 0 && finder >= 0) {
            take(cell, waiting, finder);
        } else if (waiting >= 0) {
            addEdge(cell, waiting);
        } else if (finder >= 0) {
            nextLeft[cell] = left[finder];
            left[finder] = cell;
        }
    }

    /** Pairs an edge with the one that waits, or lets it wait; returns the one that waits then, or -1. */
    private int take(int cell, int waiting, int other) {
        if (waiting < 0) {
            return other;
        }
        pairs[0][paired] = cell;
        pairs[1][paired] = waiting;
        pairs[2][paired++] = other;
        return -1;
    }

    private void addEdge(int cell, int other) {
        edges[0][single] = cell;
        edges[1][single++] = other;
    }

    /** The pairs: the cell shared, the other end of one edge, the other end of the other. */
    int[][] pairs() {
        return Arrays.stream(pairs).map(ends -> Arrays.copyOf(ends, paired)).toArray(int[][]::new);
    }

    /** The edges in no pair. */
    int[][] edges() {
        return Arrays.stream(edges).map(ends -> Arrays.copyOf(ends, single)).toArray(int[][]::new);
    }
}
