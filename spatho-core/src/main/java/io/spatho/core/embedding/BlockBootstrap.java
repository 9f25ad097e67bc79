package io.spatho.core.embedding;

import io.spatho.core.evidence.Uncertainty;
import io.spatho.core.random.CounterRandom;
import io.spatho.core.spatial.SpatialBlocks;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * The mean of a number over observations, with the interval that drawing whole spatial blocks anew gives: neighbouring observations are
 * dependent, blocks nearly are not.
 *
 * <p>Percentiles of {@value #RESAMPLES} resamples. Cost: observations + resamples x blocks.
 */
public final class BlockBootstrap {

    private static final int RESAMPLES = 500;
    private static final int FEWEST_BLOCKS = 3;
    private static final double LEVEL = 0.95;

    private BlockBootstrap() {}

    /**
     * A mean.
     *
     * @param n observations with a number
     * @param value their mean; NaN when there is none
     * @param interval its interval; empty when they lie in fewer than three blocks
     */
    public record Mean(int n, double value, Optional<Uncertainty> interval) {}

    /** The mean of the numbers that are not NaN. */
    public static Mean of(double[] values, SpatialBlocks blocks, long seed, String purpose) {
        double[] sums = new double[blocks.blocks()];
        double[] counts = new double[blocks.blocks()];
        int n = 0;
        for (int i = 0; i < values.length; i++) {
            if (!Double.isNaN(values[i])) {
                sums[blocks.blockOf()[i]] += values[i];
                counts[blocks.blockOf()[i]]++;
                n++;
            }
        }
        int[] used = IntStream.range(0, sums.length)
                .filter(block -> counts[block] > 0)
                .toArray();
        double mean = n == 0 ? Double.NaN : Arrays.stream(sums).sum() / n;
        return new Mean(n, mean, interval(sums, counts, used, seed, purpose));
    }

    private static Optional<Uncertainty> interval(
            double[] sums, double[] counts, int[] used, long seed, String purpose) {
        if (used.length < FEWEST_BLOCKS) {
            return Optional.empty();
        }
        double[] means = new double[RESAMPLES];
        for (int resample = 0; resample < RESAMPLES; resample++) {
            CounterRandom random = CounterRandom.of(seed, purpose, resample);
            double sum = 0;
            double count = 0;
            for (int i = 0; i < used.length; i++) {
                int block = used[random.nextInt(used.length)];
                sum += sums[block];
                count += counts[block];
            }
            means[resample] = sum / count;
        }
        Arrays.sort(means);
        int tail = (int) Math.round((1 - LEVEL) / 2 * (RESAMPLES - 1));
        return Optional.of(new Uncertainty(
                means[tail],
                means[RESAMPLES - 1 - tail],
                LEVEL,
                "bootstrap over " + used.length + " spatial blocks, " + RESAMPLES + " resamples"));
    }
}
