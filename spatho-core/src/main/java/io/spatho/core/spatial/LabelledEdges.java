package io.spatho.core.spatial;

import io.spatho.core.graph.Graph;
import java.util.Arrays;

/**
 * The edges between labelled cells, with cells renumbered so that those without a label are gone.
 *
 * @param labels label of each labelled cell
 * @param from one end of each edge
 * @param to its other end
 * @param categories number of labels
 */
record LabelledEdges(int[] labels, int[] from, int[] to, int categories) {

    static LabelledEdges of(Graph graph, int[] labels, int categories, int mostCategories) {
        if (labels.length != graph.nodes() || categories < 1 || categories > mostCategories) {
            throw new IllegalArgumentException(
                    labels.length + " labels in " + categories + " categories for " + graph.nodes() + " cells");
        }
        int[] renumbered = new int[labels.length];
        int[] kept = new int[labels.length];
        int cells = 0;
        for (int cell = 0; cell < labels.length; cell++) {
            if (labels[cell] < -1 || labels[cell] >= categories) {
                throw new IllegalArgumentException("label " + labels[cell] + " of " + categories);
            }
            renumbered[cell] = labels[cell] < 0 ? -1 : cells;
            if (labels[cell] >= 0) {
                kept[cells++] = labels[cell];
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

    /** Ordered pairs of neighbours by the labels of both, categories x categories, for the labels given. */
    long[] count(int[] given) {
        int[] plain = new int[categories * categories];
        for (int edge = 0; edge < from.length; edge++) {
            plain[given[from[edge]] * categories + given[to[edge]]]++;
        }
        long[] counts = new long[plain.length];
        for (int a = 0; a < categories; a++) {
            for (int b = 0; b < categories; b++) {
                counts[a * categories + b] = (long) plain[a * categories + b] + plain[b * categories + a];
            }
        }
        return counts;
    }
}
