package io.spatho.core.cluster;

import java.util.Arrays;
import java.util.Comparator;

/**
 * A partition of observations: labels 0, 1, … in order of decreasing size, equal sizes in order of their first member.
 *
 * @param labels the cluster of each observation
 * @param clusters number of clusters
 */
public record ClusterLabels(int[] labels, int clusters) {

    /** Renumbers any non-negative labels. */
    public static ClusterLabels ordered(int[] labels) {
        int bound = Arrays.stream(labels).max().orElse(-1) + 1;
        int[] sizes = new int[bound];
        int[] first = new int[bound];
        for (int i = labels.length - 1; i >= 0; i--) {
            sizes[labels[i]]++;
            first[labels[i]] = i;
        }
        Integer[] order = new Integer[bound];
        Arrays.setAll(order, i -> i);
        Arrays.sort(
                order,
                Comparator.<Integer>comparingInt(label -> -sizes[label]).thenComparingInt(label -> first[label]));
        int[] renumbered = new int[bound];
        int clusters = 0;
        for (int label : order) {
            if (sizes[label] > 0) {
                renumbered[label] = clusters++;
            }
        }
        return new ClusterLabels(
                Arrays.stream(labels).map(label -> renumbered[label]).toArray(), clusters);
    }

    /** The number of observations of each cluster. */
    public int[] sizes() {
        int[] sizes = new int[clusters];
        for (int label : labels) {
            sizes[label]++;
        }
        return sizes;
    }
}
