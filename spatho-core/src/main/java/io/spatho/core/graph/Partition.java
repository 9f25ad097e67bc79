package io.spatho.core.graph;

/** Selection of an order statistic (Hoare's quickselect) where equal keys are ordered by index, so the outcome is unique. */
final class Partition {

    private Partition() {}

    /**
     * Rearranges {@code order[from … to - 1]} so that the entry that sorting would put at {@code middle} stands there, with smaller
     * ones before it and larger ones after.
     *
     * @param keys the key of each index that stands in {@code order}
     */
    static void around(int middle, int[] order, int from, int to, double[] keys) {
        int low = from;
        int high = to - 1;
        while (low < high) {
            int pivot = median(keys, order[low], order[(low + high) >>> 1], order[high]);
            int i = low;
            int j = high;
            while (i <= j) {
                while (before(keys, order[i], pivot)) {
                    i++;
                }
                while (before(keys, pivot, order[j])) {
                    j--;
                }
                if (i <= j) {
                    int swap = order[i];
                    order[i++] = order[j];
                    order[j--] = swap;
                }
            }
            if (middle <= j) {
                high = j;
            } else if (middle >= i) {
                low = i;
            } else {
                return;
            }
        }
    }

    private static boolean before(double[] keys, int a, int b) {
        return keys[a] < keys[b] || (keys[a] == keys[b] && a < b);
    }

    private static int median(double[] keys, int a, int b, int c) {
        if (before(keys, a, b)) {
            return before(keys, b, c) ? b : before(keys, a, c) ? c : a;
        }
        return before(keys, a, c) ? a : before(keys, b, c) ? c : b;
    }
}
