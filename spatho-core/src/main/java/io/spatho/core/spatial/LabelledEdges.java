package io.spatho.core.spatial;

import io.spatho.core.graph.Graph;
import java.util.Arrays;

/**
 * The edges between labelled cells, with cells renumbered so that those without a label are gone and neighbours lie close together
 * in memory: breadth first from the cell of the lowest number.
 *
 * <p>Labellings are counted four at a time: the labels that four labellings give to a cell lie in the four 16-bit lanes of one
 * long, so that each end of an edge is fetched once for all four.
 *
 * @param labels label of each labelled cell
 * @param from one end of each edge
 * @param to its other end
 * @param categories number of labels
 */
record LabelledEdges(short[] labels, int[] from, int[] to, int categories) {

    /** Labellings that are counted together. */
    static final int LANES = 4;
    /** Two labels must fit a lane. */
    static final int MOST_CATEGORIES = 256;

    private static final int LANE_BITS = 16;

    static LabelledEdges of(Graph graph, int[] labels, int categories) {
        if (labels.length != graph.nodes() || categories < 1 || categories > MOST_CATEGORIES) {
            throw new IllegalArgumentException(
                    labels.length + " labels in " + categories + " categories for " + graph.nodes() + " cells");
        }
        for (int label : labels) {
            if (label < -1 || label >= categories) {
                throw new IllegalArgumentException("label " + label + " of " + categories);
            }
        }
        int[] order = breadthFirst(graph, labels);
        int[] renumbered = new int[labels.length];
        Arrays.fill(renumbered, -1);
        short[] kept = new short[order.length];
        for (int place = 0; place < order.length; place++) {
            renumbered[order[place]] = place;
            kept[place] = (short) labels[order[place]];
        }
        int[] from = new int[graph.edges()];
        int[] to = new int[graph.edges()];
        int edges = 0;
        for (int place = 0; place < order.length; place++) {
            int cell = order[place];
            for (int at = graph.starts()[cell]; at < graph.starts()[cell + 1]; at++) {
                int other = renumbered[graph.neighbours()[at]];
                if (other > place) {
                    from[edges] = place;
                    to[edges++] = other;
                }
            }
        }
        return new LabelledEdges(kept, Arrays.copyOf(from, edges), Arrays.copyOf(to, edges), categories);
    }

    /** The labelled cells, each after a neighbour of lower place where it has one. */
    private static int[] breadthFirst(Graph graph, int[] labels) {
        boolean[] seen = new boolean[labels.length];
        int[] order = new int[labels.length];
        int found = 0;
        int next = 0;
        for (int start = 0; start < labels.length; start++) {
            if (seen[start] || labels[start] < 0) {
                continue;
            }
            seen[start] = true;
            order[found++] = start;
            for (; next < found; next++) {
                int cell = order[next];
                for (int at = graph.starts()[cell]; at < graph.starts()[cell + 1]; at++) {
                    int other = graph.neighbours()[at];
                    if (!seen[other] && labels[other] >= 0) {
                        seen[other] = true;
                        order[found++] = other;
                    }
                }
            }
        }
        return Arrays.copyOf(order, found);
    }

    /** Puts a labelling into a lane. */
    static void pack(short[] labelling, int lane, long[] packed) {
        int shift = lane * LANE_BITS;
        for (int cell = 0; cell < labelling.length; cell++) {
            packed[cell] |= (long) labelling[cell] << shift;
        }
    }

    /** For each lane, ordered pairs of neighbours by the labels of both, categories x categories. */
    long[][] count(long[] packed) {
        int bits = Integer.SIZE - Integer.numberOfLeadingZeros(categories - 1);
        int size = 1 << (2 * bits);
        int[] first = new int[size];
        int[] second = new int[size];
        int[] third = new int[size];
        int[] fourth = new int[size];
        for (int edge = 0; edge < from.length; edge++) {
            // In every lane at once: the label of one end above the label of the other.
            long pair = (packed[from[edge]] << bits) | packed[to[edge]];
            first[(int) pair & 0xFFFF]++;
            second[(int) (pair >>> LANE_BITS) & 0xFFFF]++;
            third[(int) (pair >>> (2 * LANE_BITS)) & 0xFFFF]++;
            fourth[(int) (pair >>> (3 * LANE_BITS))]++;
        }
        return new long[][] {
            symmetric(first, bits), symmetric(second, bits), symmetric(third, bits), symmetric(fourth, bits)
        };
    }

    private long[] symmetric(int[] plain, int bits) {
        long[] counts = new long[categories * categories];
        for (int a = 0; a < categories; a++) {
            for (int b = 0; b < categories; b++) {
                counts[a * categories + b] = (long) plain[(a << bits) | b] + plain[(b << bits) | a];
            }
        }
        return counts;
    }
}
