package io.spatho.stgpt.region;

import io.spatho.core.random.CounterRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Spatial blocks of cells that training never sees: a grid over the slide, of which random squares are held out until they hold the
 * wanted share of the cells. Single held-out cells would share their neighbours with training cells; whole blocks hardly do.
 */
final class HeldOutBlocks {

    private static final int CELLS_PER_BLOCK = 100;
    private static final int MOST_BLOCKS_PER_SIDE = 40;

    private HeldOutBlocks() {}

    /** Whether each cell is held out. */
    static boolean[] choose(double[] x, double[] y, double share, long seed) {
        int side = (int) Math.round(Math.sqrt(x.length / (double) CELLS_PER_BLOCK));
        side = Math.max(3, Math.min(MOST_BLOCKS_PER_SIDE, side));
        Map<Integer, List<Integer>> blocks = new TreeMap<>();
        double[] xRange = range(x);
        double[] yRange = range(y);
        for (int cell = 0; cell < x.length; cell++) {
            int block = bin(x[cell], xRange, side) * side + bin(y[cell], yRange, side);
            blocks.computeIfAbsent(block, key -> new ArrayList<>()).add(cell);
        }
        int[] order = blocks.keySet().stream().mapToInt(Integer::intValue).toArray();
        CounterRandom.of(seed, "region-held-out", 0).shuffle(order);
        boolean[] heldOut = new boolean[x.length];
        int held = 0;
        for (int i = 0; i < order.length - 1 && held < share * x.length; i++) {
            List<Integer> cells = blocks.get(order[i]);
            // A block that holds most of a small case would leave nothing to train on.
            if (held + cells.size() <= x.length / 2) {
                cells.forEach(cell -> heldOut[cell] = true);
                held += cells.size();
            }
        }
        return heldOut;
    }

    private static double[] range(double[] values) {
        double low = Double.POSITIVE_INFINITY;
        double high = Double.NEGATIVE_INFINITY;
        for (double value : values) {
            low = Math.min(low, value);
            high = Math.max(high, value);
        }
        return new double[] {low, high};
    }

    private static int bin(double value, double[] range, int side) {
        double width = range[1] - range[0];
        return width > 0 ? Math.min(side - 1, (int) ((value - range[0]) / width * side)) : 0;
    }
}
