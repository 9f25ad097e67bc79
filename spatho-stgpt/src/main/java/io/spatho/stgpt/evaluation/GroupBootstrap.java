package io.spatho.stgpt.evaluation;

import io.spatho.core.evidence.Uncertainty;
import io.spatho.core.random.CounterRandom;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/**
 * Percentile intervals of an estimate when whole groups (spatial blocks, regions, slides) are drawn anew with replacement.
 *
 * <p>Determinism: the draws depend on the seed and the number of groups only, so estimates of several methods share them. Cost:
 * resamples x cost of the estimate.
 */
public final class GroupBootstrap {

    /** The number of resamples. */
    public static final int RESAMPLES = 200;

    private static final double LEVEL = 0.95;
    private static final int FEWEST_GROUPS = 3;

    private final int[][] times;

    private GroupBootstrap(int[][] times) {
        this.times = times;
    }

    /** Draws for so many groups. */
    public static GroupBootstrap of(int groups, long seed) {
        int[][] times = new int[groups < FEWEST_GROUPS ? 0 : RESAMPLES][groups];
        for (int resample = 0; resample < times.length; resample++) {
            CounterRandom random = CounterRandom.of(seed, "evaluation-bootstrap", resample);
            for (int i = 0; i < groups; i++) {
                times[resample][random.nextInt(groups)]++;
            }
        }
        return new GroupBootstrap(times);
    }

    /**
     * The interval of an estimate.
     *
     * @param estimate the estimate when each group counts as often as the array says
     * @return empty with fewer than three groups, or when the estimate is undefined in most resamples
     */
    public Optional<Uncertainty> interval(ToDoubleFunction<int[]> estimate) {
        return interval(Arrays.stream(times).mapToDouble(estimate).toArray());
    }

    /** How often each group counts, in each resample; empty with fewer than three groups. */
    public List<int[]> draws() {
        return Arrays.stream(times).map(int[]::clone).toList();
    }

    /** The interval of an estimate whose value in each of the {@link #draws} is given. */
    public Optional<Uncertainty> interval(double[] resampled) {
        double[] values =
                Arrays.stream(resampled).filter(Double::isFinite).sorted().toArray();
        if (values.length < RESAMPLES / 2) {
            return Optional.empty();
        }
        return Optional.of(new Uncertainty(
                quantile(values, (1 - LEVEL) / 2),
                quantile(values, (1 + LEVEL) / 2),
                LEVEL,
                "bootstrap over " + times[0].length + " groups of cells, " + RESAMPLES + " resamples, percentiles"));
    }

    /** The quantile of ascending values, linear between them. */
    static double quantile(double[] sorted, double share) {
        double at = share * (sorted.length - 1);
        int below = (int) Math.floor(at);
        int above = Math.min(sorted.length - 1, below + 1);
        return sorted[below] + (at - below) * (sorted[above] - sorted[below]);
    }
}
