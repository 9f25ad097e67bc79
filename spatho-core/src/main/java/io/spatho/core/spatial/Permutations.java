package io.spatho.core.spatial;

import io.spatho.core.random.CounterRandom;

/**
 * Uniformly random orders (Fisher-Yates), keyed by seed, purpose and number of the permutation.
 *
 * <p>A counter-based generator gives the start of a SplitMix64 sequence (Steele, Lea and Flood 2014); a bounded number is the
 * high half of the product of 32 random bits with the bound, with rejection so that none is favoured (Lemire 2019).
 */
final class Permutations {

    private static final long GOLDEN = 0x9E3779B97F4A7C15L;
    private static final long LOW = 0xFFFFFFFFL;

    private final long start;

    private Permutations(long start) {
        this.start = start;
    }

    /** The numbers of one permutation of one purpose. */
    static Permutations of(long seed, String purpose, long permutation) {
        return new Permutations(CounterRandom.of(seed, purpose, permutation).nextLong());
    }

    /** Puts the array into a random order. */
    void shuffle(int[] values) {
        long state = start;
        for (int i = values.length - 1; i > 0; i--) {
            state += GOLDEN;
            long product = bits(state) * (i + 1);
            while ((product & LOW) <= i && (product & LOW) < favoured(i + 1)) {
                state += GOLDEN;
                product = bits(state) * (i + 1);
            }
            int j = (int) (product >>> 32);
            int swap = values[i];
            values[i] = values[j];
            values[j] = swap;
        }
    }

    /**
     * Puts the values from one place to before another into a random order; each 64 random bits serve two places, and the traffic is
     * half of that of integers.
     */
    void shuffle(short[] values, int from, int to) {
        long state = start;
        int i = to - from - 1;
        for (; i > 1; i -= 2) {
            state += GOLDEN;
            long bits = mixed(state);
            long product = (bits >>> 32) * (i + 1);
            while ((product & LOW) <= i && (product & LOW) < favoured(i + 1)) {
                state += GOLDEN;
                product = bits(state) * (i + 1);
            }
            long nextProduct = (bits & LOW) * i;
            while ((nextProduct & LOW) < i && (nextProduct & LOW) < favoured(i)) {
                state += GOLDEN;
                nextProduct = bits(state) * i;
            }
            swap(values, from + i, from + (int) (product >>> 32));
            swap(values, from + i - 1, from + (int) (nextProduct >>> 32));
        }
        if (i == 1) {
            swap(values, from + 1, from + (int) (bits(state + GOLDEN) & 1));
        }
    }

    private static void swap(short[] values, int one, int other) {
        short held = values[one];
        values[one] = values[other];
        values[other] = held;
    }

    /** Products whose low half is below this would favour some numbers. */
    private static long favoured(int bound) {
        return (1L << 32) % bound;
    }

    /** 32 random bits. */
    private static long bits(long state) {
        return mixed(state) >>> 32;
    }

    /** 64 random bits: the finaliser of SplitMix64. */
    private static long mixed(long state) {
        long z = (state ^ (state >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }
}
