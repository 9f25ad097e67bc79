package io.spatho.stgpt.finetune;

import io.spatho.core.random.CounterRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * Patches of cells that lie together, so that a patch holds its cells' neighbours, and which patches each step sees. In each pass the
 * tissue is turned by another angle and cut at medians until no patch is too large; the patches then come in random order.
 *
 * <p>Determinism: depends on positions, cells, sizes and seed. Source of the idea: scGPT-spatial draws a batch from one patch
 * ({@code scgpt_spatial/data_sampler.py}); how its patches are made is not published.
 */
final class PatchPlan {

    private final double[] x;
    private final double[] y;
    private final int[] cells;
    private final int size;
    private final int perStep;
    private final long seed;
    private final List<int[][]> passes = new ArrayList<>();

    PatchPlan(double[] x, double[] y, int[] cells, int size, int perStep, long seed) {
        this.x = x;
        this.y = y;
        this.cells = cells;
        this.size = size;
        this.perStep = perStep;
        this.seed = seed;
    }

    /** The patches of a step, which counts from 1. */
    int[][] step(int step) {
        int[][] chosen = new int[perStep][];
        int each = (cells.length + size - 1) / size;
        for (int i = 0; i < perStep; i++) {
            long number = (long) (step - 1) * perStep + i;
            chosen[i] = pass(Math.toIntExact(number / each))[(int) (number % each)];
        }
        return chosen;
    }

    private synchronized int[][] pass(int number) {
        while (passes.size() <= number) {
            CounterRandom random = CounterRandom.of(seed, "finetune-patches", passes.size());
            int[][] patches = cut(x, y, cells, size, random.nextDouble() * Math.PI);
            int[] order = new int[patches.length];
            Arrays.setAll(order, i -> i);
            random.shuffle(order);
            passes.add(Arrays.stream(order).mapToObj(i -> patches[i]).toArray(int[][]::new));
        }
        return passes.get(number);
    }

    /** Cuts cells into patches of at most {@code size}, along axes that are turned by an angle. */
    static int[][] cut(double[] x, double[] y, int[] cells, int size, double angle) {
        List<int[]> patches = new ArrayList<>();
        double cosine = Math.cos(angle);
        double sine = Math.sin(angle);
        double[] along = new double[x.length];
        double[] across = new double[x.length];
        for (int cell : cells) {
            along[cell] = cosine * x[cell] + sine * y[cell];
            across[cell] = cosine * y[cell] - sine * x[cell];
        }
        cut(along, across, cells, (cells.length + size - 1) / size, patches);
        return patches.toArray(int[][]::new);
    }

    private static void cut(double[] along, double[] across, int[] cells, int parts, List<int[]> patches) {
        if (parts <= 1) {
            int[] patch = cells.clone();
            Arrays.sort(patch);
            patches.add(patch);
            return;
        }
        double[] axis = extent(along, cells) >= extent(across, cells) ? along : across;
        int[] order = Arrays.stream(cells)
                .boxed()
                .sorted(Comparator.comparingDouble((Integer cell) -> axis[cell]).thenComparingInt(cell -> cell))
                .mapToInt(Integer::intValue)
                .toArray();
        int left = parts / 2;
        int middle = (int) ((long) order.length * left / parts);
        cut(along, across, Arrays.copyOfRange(order, 0, middle), left, patches);
        cut(along, across, Arrays.copyOfRange(order, middle, order.length), parts - left, patches);
    }

    private static double extent(double[] values, int[] cells) {
        double low = Double.POSITIVE_INFINITY;
        double high = Double.NEGATIVE_INFINITY;
        for (int cell : cells) {
            low = Math.min(low, values[cell]);
            high = Math.max(high, values[cell]);
        }
        return high - low;
    }
}
