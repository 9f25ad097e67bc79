package io.spatho.core.evidence;

/**
 * An interval of the estimate (never of the null).
 *
 * @param lower lower end
 * @param upper upper end
 * @param level coverage, such as 0.95
 * @param method how it was made, such as {@code spatial block bootstrap, 200 resamples}
 */
public record Uncertainty(double lower, double upper, double level, String method) {

    public Uncertainty {
        if (!(lower <= upper) || !(level > 0 && level < 1)) {
            throw new IllegalArgumentException("not an interval: " + lower + " … " + upper + " at " + level);
        }
    }
}
