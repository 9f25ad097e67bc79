package io.spatho.stgpt.retrieval;

import io.spatho.core.evidence.Uncertainty;
import io.spatho.stgpt.evaluation.GroupBootstrap;
import java.util.Arrays;
import java.util.Optional;

/**
 * How much smaller one's mean squared error is than another's on the same spots.
 *
 * @param mean over the spots
 * @param interval bootstrap over whole groups of spots, in which both meet the same groups; absent with too few groups
 * @param groups their number
 */
record Gain(double mean, Optional<Uncertainty> interval, int groups) {

    static Gain of(PredictionScores better, PredictionScores worse, int[] groups, long seed) {
        int[] names = Arrays.stream(groups).sorted().distinct().toArray();
        double[] sums = new double[names.length];
        int[] sizes = new int[names.length];
        for (int spot = 0; spot < groups.length; spot++) {
            int group = Arrays.binarySearch(names, groups[spot]);
            sums[group] += worse.squared()[spot] - better.squared()[spot];
            sizes[group]++;
        }
        int[] once = new int[names.length];
        Arrays.fill(once, 1);
        return new Gain(
                weighted(sums, sizes, once),
                GroupBootstrap.of(names.length, seed).interval(times -> weighted(sums, sizes, times)),
                names.length);
    }

    private static double weighted(double[] sums, int[] sizes, int[] times) {
        double sum = 0;
        long count = 0;
        for (int group = 0; group < sums.length; group++) {
            sum += times[group] * sums[group];
            count += (long) times[group] * sizes[group];
        }
        return count == 0 ? Double.NaN : sum / count;
    }

    boolean isAboveZero() {
        return interval.filter(found -> found.lower() > 0).isPresent();
    }

    boolean isBelowZero() {
        return interval.filter(found -> found.upper() < 0).isPresent();
    }
}
