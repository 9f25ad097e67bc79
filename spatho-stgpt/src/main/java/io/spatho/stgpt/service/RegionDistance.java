package io.spatho.stgpt.service;

import io.spatho.core.evidence.Uncertainty;
import io.spatho.core.matrix.DenseMatrix;
import io.spatho.core.random.CounterRandom;
import io.spatho.core.spatial.SpatialBlocks;
import java.util.Arrays;
import java.util.Optional;

/**
 * How far the mean vectors of two sets of observations point apart: one minus their cosine, with the interval that drawing whole spatial
 * blocks of each set anew gives, and the distance that dealing the blocks of both out at random gives.
 *
 * <p>Percentiles of {@value #RESAMPLES} resamples, {@value #SPLITS} random deals; an estimate of a distance is never below 0, so the interval
 * of two sets that are alike stays above it: compare with {@code byChance}. Float64. Cost: resamples x blocks x dimensions.
 *
 * @param value the distance, 0 to 2
 * @param interval its interval; empty when a set lies in fewer than three blocks
 * @param byChance the mean distance of random deals; NaN without an interval
 * @param shareAsFar the share of random deals that are at least as far apart; NaN without an interval
 */
record RegionDistance(double value, Optional<Uncertainty> interval, double byChance, double shareAsFar) {

    private static final int BLOCKS = 16;
    private static final int FEWEST_BLOCKS = 3;
    private static final int RESAMPLES = 500;
    private static final int SPLITS = 200;
    private static final double LEVEL = 0.95;

    static RegionDistance of(DenseMatrix vectors, double[] x, double[] y, int[] one, int[] other, long seed) {
        double[][] first = blocks(vectors, x, y, one);
        double[][] second = blocks(vectors, x, y, other);
        double value = distance(sum(first), sum(second));
        if (first.length < FEWEST_BLOCKS || second.length < FEWEST_BLOCKS) {
            return new RegionDistance(value, Optional.empty(), Double.NaN, Double.NaN);
        }
        double[] drawn = new double[RESAMPLES];
        for (int i = 0; i < RESAMPLES; i++) {
            CounterRandom random = CounterRandom.of(seed, "compare-regions", i);
            drawn[i] = distance(resampled(first, random), resampled(second, random));
        }
        Arrays.sort(drawn);
        int tail = (int) Math.round((1 - LEVEL) / 2 * (RESAMPLES - 1));
        double[] dealt = dealt(first, second, seed);
        double asFar =
                Arrays.stream(dealt).filter(distance -> distance >= value).count();
        return new RegionDistance(
                value,
                Optional.of(new Uncertainty(
                        drawn[tail],
                        drawn[RESAMPLES - 1 - tail],
                        LEVEL,
                        "bootstrap over " + first.length + " and " + second.length + " spatial blocks, " + RESAMPLES
                                + " resamples")),
                Arrays.stream(dealt).average().orElse(Double.NaN),
                (asFar + 1) / (SPLITS + 1));
    }

    private static double[] dealt(double[][] first, double[][] second, long seed) {
        double[][] all = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, all, first.length, second.length);
        double[] distances = new double[SPLITS];
        for (int i = 0; i < SPLITS; i++) {
            int[] order = new int[all.length];
            Arrays.setAll(order, block -> block);
            CounterRandom.of(seed, "compare-regions-by-chance", i).shuffle(order);
            double[][] mixed =
                    Arrays.stream(order).mapToObj(block -> all[block]).toArray(double[][]::new);
            distances[i] = distance(
                    sum(Arrays.copyOf(mixed, first.length)),
                    sum(Arrays.copyOfRange(mixed, first.length, mixed.length)));
        }
        return distances;
    }

    /** The sum of the vectors in each block. */
    private static double[][] blocks(DenseMatrix vectors, double[] x, double[] y, int[] all) {
        int[] cells = Arrays.stream(all)
                .filter(cell -> !Float.isNaN(vectors.get(cell, 0)))
                .toArray();
        SpatialBlocks blocks = SpatialBlocks.of(
                Arrays.stream(cells).mapToDouble(cell -> x[cell]).toArray(),
                Arrays.stream(cells).mapToDouble(cell -> y[cell]).toArray(),
                BLOCKS);
        double[][] sums = new double[blocks.blocks()][vectors.columns()];
        for (int i = 0; i < cells.length; i++) {
            double[] sum = sums[blocks.blockOf()[i]];
            for (int j = 0; j < sum.length; j++) {
                sum[j] += vectors.get(cells[i], j);
            }
        }
        return sums;
    }

    private static double[] resampled(double[][] blocks, CounterRandom random) {
        double[][] chosen = new double[blocks.length][];
        for (int i = 0; i < chosen.length; i++) {
            chosen[i] = blocks[random.nextInt(blocks.length)];
        }
        return sum(chosen);
    }

    private static double[] sum(double[][] rows) {
        double[] sum = new double[rows.length == 0 ? 0 : rows[0].length];
        for (double[] row : rows) {
            for (int j = 0; j < sum.length; j++) {
                sum[j] += row[j];
            }
        }
        return sum;
    }

    private static double distance(double[] one, double[] other) {
        return Math.max(0, 1 - Likeness.cosine(one, other));
    }
}
