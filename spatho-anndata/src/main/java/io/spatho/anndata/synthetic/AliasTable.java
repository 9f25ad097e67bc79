package io.spatho.anndata.synthetic;

import io.spatho.core.random.CounterRandom;
import java.util.stream.DoubleStream;

/** Draws items with given weights, each draw in constant time (Walker 1977; Vose 1991). */
final class AliasTable {

    private final int[] items;
    private final double[] limits;
    private final int[] aliases;

    /** A table over the items with a positive weight; {@link #isEmpty} when there are none. */
    AliasTable(double[] weights) {
        double total = DoubleStream.of(weights).sum();
        items = java.util.stream.IntStream.range(0, weights.length)
                .filter(item -> weights[item] > 0)
                .toArray();
        int n = items.length;
        limits = new double[n];
        aliases = new int[n];
        int[] queue = new int[n];
        int low = 0;
        int high = n;
        for (int i = 0; i < n; i++) {
            limits[i] = weights[items[i]] * n / total;
            aliases[i] = i;
            if (limits[i] < 1) {
                queue[low++] = i;
            } else {
                queue[--high] = i;
            }
        }
        fill(queue, low, high);
    }

    private void fill(int[] queue, int low, int high) {
        int smalls = low;
        int larges = high;
        while (smalls > 0 && larges < queue.length) {
            int small = queue[--smalls];
            int large = queue[larges];
            aliases[small] = large;
            limits[large] -= 1 - limits[small];
            if (limits[large] < 1) {
                larges++;
                queue[smalls++] = large;
            }
        }
        while (smalls > 0) {
            limits[queue[--smalls]] = 1;
        }
    }

    boolean isEmpty() {
        return items.length == 0;
    }

    int draw(CounterRandom random) {
        double place = random.nextDouble() * items.length;
        int column = (int) place;
        return items[place - column < limits[column] ? column : aliases[column]];
    }
}
