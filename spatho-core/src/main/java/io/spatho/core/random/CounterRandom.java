package io.spatho.core.random;

/**
 * A counter-based random number generator: the n-th number is a function of (seed, purpose, item, n) and of nothing else, so
 * that work may be split over threads and shards without changing a result.
 *
 * <p>The mixing function is SplitMix64's finaliser (Steele, Lea and Flood 2014) applied twice to a Weyl sequence whose origin is
 * derived from the key. An instance is not thread-safe; make one per item.
 */
public final class CounterRandom {

    private static final long GOLDEN = 0x9E3779B97F4A7C15L;

    private final long key;
    private long counter;

    private CounterRandom(long key) {
        this.key = key;
    }

    /** The generator of one item: {@code purpose} names the tool and the use, {@code item} the cell, gene or permutation. */
    public static CounterRandom of(long seed, String purpose, long item) {
        long key = mix(seed + GOLDEN);
        for (int i = 0; i < purpose.length(); i++) {
            key = mix(key ^ purpose.charAt(i) * GOLDEN);
        }
        return new CounterRandom(mix(key ^ mix(item + GOLDEN)));
    }

    /** The generator of one item that is known by its name. */
    public static CounterRandom of(long seed, String purpose, String item) {
        long hash = item.length();
        for (int i = 0; i < item.length(); i++) {
            hash = mix(hash ^ item.charAt(i) * GOLDEN);
        }
        return of(seed, purpose, hash);
    }

    /** 64 random bits. */
    public long nextLong() {
        counter++;
        return mix(mix(key + counter * GOLDEN) ^ key);
    }

    /** Uniform on [0, 1), 53 bits. */
    public double nextDouble() {
        return (nextLong() >>> 11) * 0x1.0p-53;
    }

    /** Uniform on {0, …, bound - 1}, without bias. */
    public int nextInt(int bound) {
        if (bound <= 0) {
            throw new IllegalArgumentException("bound must be positive: " + bound);
        }
        long limit = (1L << 32) - (1L << 32) % bound;
        long bits = nextLong() >>> 32;
        while (bits >= limit) {
            bits = nextLong() >>> 32;
        }
        return (int) (bits % bound);
    }

    /** Standard normal, by the Box-Muller transform; two uniform numbers are used for each. */
    public double nextGaussian() {
        double radius = Math.sqrt(-2 * StrictMath.log(1 - nextDouble()));
        return radius * StrictMath.cos(2 * Math.PI * nextDouble());
    }

    /** Poisson with the given mean, by inversion in blocks of at most 30 so that the exponential never underflows. */
    public int nextPoisson(double mean) {
        int total = 0;
        for (double left = mean; left > 0; left -= 30) {
            double limit = StrictMath.exp(-Math.min(left, 30));
            double product = nextDouble();
            while (product > limit) {
                total++;
                product *= nextDouble();
            }
        }
        return total;
    }

    /** Puts the array into a uniformly random order (Fisher-Yates). */
    public void shuffle(int[] values) {
        for (int i = values.length - 1; i > 0; i--) {
            int j = nextInt(i + 1);
            int swap = values[i];
            values[i] = values[j];
            values[j] = swap;
        }
    }

    private static long mix(long z) {
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }
}
