package io.spatho.core.spatial;

import io.spatho.core.random.CounterRandom;

/**
 * Uniformly random orders (Fisher-Yates) from a counter-based generator, two draws from each 64 random bits.
 *
 * <p>Bounded numbers come from the high half of a 32 x 32 bit product, with rejection so that none is favoured (Lemire 2019).
 */
final class Permutations {

    private final CounterRandom random;
    private long kept;
    private boolean half;

    private Permutations(CounterRandom random) {
        this.random = random;
    }

    /** The numbers of one permutation of one purpose. */
    static Permutations of(long seed, String purpose, long permutation) {
        return new Permutations(CounterRandom.of(seed, purpose, permutation));
    }

    /** Puts the array into a random order. */
    void shuffle(int[] values) {
        for (int i = values.length - 1; i > 0; i--) {
            int j = below(i + 1);
            int swap = values[i];
            values[i] = values[j];
            values[j] = swap;
        }
    }

    /** Puts the array into a random order. */
    void shuffle(byte[] values) {
        for (int i = values.length - 1; i > 0; i--) {
            int j = below(i + 1);
            byte swap = values[i];
            values[i] = values[j];
            values[j] = swap;
        }
    }

    /** Uniform on 0 … bound - 1. */
    int below(int bound) {
        long product = bits() * bound;
        if ((product & 0xFFFFFFFFL) < bound) {
            long threshold = (1L << 32) % bound;
            while ((product & 0xFFFFFFFFL) < threshold) {
                product = bits() * bound;
            }
        }
        return (int) (product >>> 32);
    }

    private long bits() {
        half = !half;
        if (half) {
            kept = random.nextLong();
            return kept >>> 32;
        }
        return kept & 0xFFFFFFFFL;
    }
}
