package io.spatho.core.spatial;

import io.spatho.core.graph.Graph;
import java.util.Arrays;

/**
 * The edges between labelled cells, with cells renumbered so that those without a label are gone.
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
        int[] renumbered = new int[labels.length];
        short[] kept = new short[labels.length];
        int cells = 0;
        for (int cell = 0; cell < labels.length; cell++) {
            if (labels[cell] < -1 || labels[cell] >= categories) {
                throw new IllegalArgumentException("label " + labels[cell] + " of " + categories);
            }
            renumbered[cell] = labels[cell] < 0 ? -1 : cells;
            if (labels[cell] >= 0) {
                kept[cells++] = (short) labels[cell];
            }
        }
        int[] from = new int[graph.edges()];
        int[] to = new int[graph.edges()];
        int edges = 0;
        for (int cell = 0; cell < labels.length; cell++) {
            for (int at = graph.starts()[cell]; at < graph.starts()[cell + 1]; at++) {
                int other = graph.neighbours()[at];
                if (other > cell && renumbered[cell] >= 0 && renumbered[other] >= 0) {
                    from[edges] = renumbered[cell];
                    to[edges++] = renumbered[other];
                }
            }
        }
        return new LabelledEdges(
                Arrays.copyOf(kept, cells), Arrays.copyOf(from, edges), Arrays.copyOf(to, edges), categories);
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
