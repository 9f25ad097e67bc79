package io.spatho.core.cluster;

import java.util.Arrays;

/**
 * The agreement of two partitions beyond chance: 1 when they are the same up to names, 0 on average for unrelated ones, below 0
 * when they agree less than chance.
 *
 * <p>Source: Hubert and Arabie 1985; as scikit-learn's {@code adjusted_rand_score} 1.9, 1 when both partitions are trivial in the
 * same way.
 */
public final class AdjustedRandIndex {

    private AdjustedRandIndex() {}

    /** The index of two labelings of the same observations; labels are any integers. Cost: n log n. */
    public static double of(int[] one, int[] other) {
        if (one.length != other.length) {
            throw new IllegalArgumentException(one.length + " labels against " + other.length);
        }
        long[] joint = new long[one.length];
        for (int i = 0; i < joint.length; i++) {
            joint[i] = ((long) one[i] << 32) | (other[i] & 0xFFFFFFFFL);
        }
        double both = pairs(joint);
        double first = pairs(Arrays.stream(one).asLongStream().toArray());
        double second = pairs(Arrays.stream(other).asLongStream().toArray());
        double all = 0.5 * one.length * (one.length - 1.0);
        double expected = all == 0 ? 0 : first * second / all;
        double maximum = (first + second) / 2;
        return maximum == expected ? 1 : (both - expected) / (maximum - expected);
    }

    /** The number of pairs of equal values. */
    private static double pairs(long[] values) {
        long[] sorted = values.clone();
        Arrays.sort(sorted);
        double pairs = 0;
        int start = 0;
        for (int i = 1; i <= sorted.length; i++) {
            if (i == sorted.length || sorted[i] != sorted[start]) {
                double size = i - start;
                pairs += size * (size - 1) / 2;
                start = i;
            }
        }
        return pairs;
    }
}
