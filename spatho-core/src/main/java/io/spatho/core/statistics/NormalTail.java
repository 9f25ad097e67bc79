package io.spatho.core.statistics;

import org.hipparchus.special.Erf;

/**
 * Tail probabilities of the standard normal distribution, accurate in relative terms far into the tail.
 *
 * <p>A probability below the smallest normal double, 2.2e-308, is given as that: it is small, and not 0.
 */
public final class NormalTail {

    private static final double ROOT_TWO = Math.sqrt(2);

    private NormalTail() {}

    /** The probability of a value above {@code z}; NaN stays NaN. */
    public static double above(double z) {
        return Math.max(Double.MIN_NORMAL, 0.5 * Erf.erfc(z / ROOT_TWO));
    }

    /** The probability of a value at least as far from 0 as {@code z}, on either side; NaN stays NaN. */
    public static double beyond(double z) {
        return Math.max(Double.MIN_NORMAL, Erf.erfc(Math.abs(z) / ROOT_TWO));
    }
}
