package io.spatho.core.cluster;

import java.util.Arrays;

/**
 * The information that two partitions have in common, divided by the mean of what each holds: 1 when they are the same up to names, 0
 * when one says nothing about the other. Unlike {@link AdjustedRandIndex} it is not corrected for chance.
 *
 * <p>Source: Strehl and Ghosh 2002 with the arithmetic mean; as scikit-learn's {@code normalized_mutual_info_score} 1.9, 1 when both
 * partitions are a single group.
 */
public final class NormalizedMutualInformation {

    private NormalizedMutualInformation() {}

    /** The share of two labelings of the same observations; labels are any integers. Cost: n log n. */
    public static double of(int[] one, int[] other) {
        if (one.length != other.length) {
            throw new IllegalArgumentException(one.length + " labels against " + other.length);
        }
        long[] joint = new long[one.length];
        for (int i = 0; i < joint.length; i++) {
            joint[i] = ((long) one[i] << 32) | (other[i] & 0xFFFFFFFFL);
        }
        double first = entropy(Arrays.stream(one).asLongStream().toArray());
        double second = entropy(Arrays.stream(other).asLongStream().toArray());
        double mean = (first + second) / 2;
        return mean > 0 ? Math.min(1, Math.max(0, first + second - entropy(joint)) / mean) : 1;
    }

    /** Shannon's entropy in nats of the shares of equal values. */
    private static double entropy(long[] values) {
        long[] sorted = values.clone();
        Arrays.sort(sorted);
        double sum = 0;
        int start = 0;
        for (int i = 1; i <= sorted.length; i++) {
            if (i == sorted.length || sorted[i] != sorted[start]) {
                double size = i - start;
                sum += size * StrictMath.log(size / sorted.length);
                start = i;
            }
        }
        return sorted.length == 0 ? 0 : -sum / sorted.length;
    }
}
