package io.spatho.core.spatial;

import io.spatho.core.graph.Graph;
import io.spatho.core.graph.Libraries;
import java.util.Arrays;

/**
 * The edges between labelled cells, with cells renumbered so that those without a label are gone and neighbours lie close together
 * in memory: library after library, breadth first from the cell of the lowest number.
 *
 * <p>Labellings are counted four at a time: the labels that four labellings give to a cell lie in the four 16-bit lanes of one
 * long, so that a cell is fetched once for all four. Where three labels fit a lane, edges are counted two at a time, as pairs of edges
 * that share a cell; each component of a graph splits into such pairs, but for one edge when their number is odd.
 *
 * @param labels label of each labelled cell
 * @param pairs pairs of edges: the cell that both share, the other end of one, the other end of the other
 * @param edges the edges that are in no pair: both ends
 * @param ends the place after the last cell of each library
 * @param categories number of labels
 */
record LabelledEdges(short[] labels, int[][] pairs, int[][] edges, int[] ends, int categories) {

    /** Labellings that are counted together. */
    static final int LANES = 4;
    /** Two labels must fit a lane. */
    static final int MOST_CATEGORIES = 256;
    /** Up to here three do. */
    private static final int MOST_IN_PAIRS = 40;

    private static final int LANE_BITS = 16;
    private static final int LANE = (1 << LANE_BITS) - 1;

    static LabelledEdges of(Graph graph, Libraries libraries, int[] labels, int categories) {
        if (labels.length != graph.nodes() || categories < 1 || categories > MOST_CATEGORIES) {
            throw new IllegalArgumentException(
                    labels.length + " labels in " + categories + " categories for " + graph.nodes() + " cells");
        }
        for (int label : labels) {
            if (label < -1 || label >= categories) {
                throw new IllegalArgumentException("label " + label + " of " + categories);
            }
        }
        int[] ends = new int[libraries.size()];
        int[] order = breadthFirst(graph, libraries, labels, ends);
        int[] renumbered = new int[labels.length];
        Arrays.fill(renumbered, -1);
        short[] kept = new short[order.length];
        for (int place = 0; place < order.length; place++) {
            renumbered[order[place]] = place;
            kept[place] = (short) labels[order[place]];
        }
        EdgePairs found = new EdgePairs(graph.edges(), order.length);
        int[] earlier = new int[graph.nodes()];
        for (int place = order.length - 1; place >= 0; place--) {
            int cell = order[place];
            int many = 0;
            for (int at = graph.starts()[cell]; at < graph.starts()[cell + 1]; at++) {
                int other = renumbered[graph.neighbours()[at]];
                if (other >= 0 && other < place) {
                    earlier[many++] = other;
                }
            }
            found.add(place, earlier, many, categories <= MOST_IN_PAIRS);
        }
        return new LabelledEdges(kept, found.pairs(), found.edges(), ends, categories);
    }

    /** The labelled cells library after library, each after a neighbour of lower place where it has one; fills in the ends. */
    private static int[] breadthFirst(Graph graph, Libraries libraries, int[] labels, int[] ends) {
        boolean[] seen = new boolean[labels.length];
        int[] order = new int[labels.length];
        int found = 0;
        int[][] rows = libraries.rows();
        for (int library = 0; library < rows.length; library++) {
            for (int start : rows[library]) {
                if (!seen[start] && labels[start] >= 0) {
                    seen[start] = true;
                    order[found] = start;
                    found = spread(graph, libraries, labels, seen, order, found);
                }
            }
            ends[library] = found;
        }
        return Arrays.copyOf(order, found);
    }

    /** Adds to the order what can be reached from its last cell, and returns how many there are then. */
    private static int spread(Graph graph, Libraries libraries, int[] labels, boolean[] seen, int[] order, int start) {
        int found = start + 1;
        for (int next = start; next < found; next++) {
            int cell = order[next];
            for (int at = graph.starts()[cell]; at < graph.starts()[cell + 1]; at++) {
                int other = graph.neighbours()[at];
                if (libraries.codes()[other] != libraries.codes()[cell]) {
                    throw new IllegalArgumentException(
                            "cells " + cell + " and " + other + " are of different libraries");
                }
                if (!seen[other] && labels[other] >= 0) {
                    seen[other] = true;
                    order[found++] = other;
                }
            }
        }
        return found;
    }

    /** Puts the labels of four labellings into the lanes of {@code packed}. */
    static void pack(short[][] labellings, long[] packed) {
        short[] first = labellings[0];
        short[] second = labellings[1];
        short[] third = labellings[2];
        short[] fourth = labellings[3];
        for (int cell = 0; cell < packed.length; cell++) {
            packed[cell] = first[cell]
                    | (long) second[cell] << LANE_BITS
                    | (long) third[cell] << (2 * LANE_BITS)
                    | (long) fourth[cell] << (3 * LANE_BITS);
        }
    }

    /** For each lane, ordered pairs of neighbours by the labels of both, categories x categories. */
    long[][] count(long[] packed) {
        int[][] two = new int[LANES][categories * categories];
        countEdges(packed, two);
        if (pairs[0].length > 0) {
            int[][] three = new int[LANES][categories * categories * categories];
            countPairs(packed, three);
            for (int lane = 0; lane < LANES; lane++) {
                fold(three[lane], two[lane]);
            }
        }
        return Arrays.stream(two).map(this::symmetric).toArray(long[][]::new);
    }

    private void countEdges(long[] packed, int[][] counts) {
        int[] first = counts[0];
        int[] second = counts[1];
        int[] third = counts[2];
        int[] fourth = counts[3];
        int[] from = edges[0];
        int[] to = edges[1];
        for (int edge = 0; edge < from.length; edge++) {
            // In every lane at once: the label of one end times the categories, and that of the other.
            long place = packed[from[edge]] * categories + packed[to[edge]];
            first[(int) place & LANE]++;
            second[(int) (place >>> LANE_BITS) & LANE]++;
            third[(int) (place >>> (2 * LANE_BITS)) & LANE]++;
            fourth[(int) (place >>> (3 * LANE_BITS))]++;
        }
    }

    private void countPairs(long[] packed, int[][] counts) {
        int[] first = counts[0];
        int[] second = counts[1];
        int[] third = counts[2];
        int[] fourth = counts[3];
        int[] shared = pairs[0];
        int[] one = pairs[1];
        int[] other = pairs[2];
        for (int pair = 0; pair < shared.length; pair++) {
            long place = (packed[shared[pair]] * categories + packed[one[pair]]) * categories + packed[other[pair]];
            first[(int) place & LANE]++;
            second[(int) (place >>> LANE_BITS) & LANE]++;
            third[(int) (place >>> (2 * LANE_BITS)) & LANE]++;
            fourth[(int) (place >>> (3 * LANE_BITS))]++;
        }
    }

    /** Adds both edges of each pair to the counts of edges. */
    private void fold(int[] three, int[] two) {
        int place = 0;
        for (int shared = 0; shared < categories; shared++) {
            for (int one = 0; one < categories; one++) {
                int sum = 0;
                for (int other = 0; other < categories; other++) {
                    sum += three[place];
                    two[shared * categories + other] += three[place++];
                }
                two[shared * categories + one] += sum;
            }
        }
    }

    private long[] symmetric(int[] plain) {
        long[] counts = new long[categories * categories];
        for (int a = 0; a < categories; a++) {
            for (int b = 0; b < categories; b++) {
                counts[a * categories + b] = (long) plain[a * categories + b] + plain[b * categories + a];
            }
        }
        return counts;
    }
}
