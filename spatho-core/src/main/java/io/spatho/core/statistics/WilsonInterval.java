package io.spatho.core.statistics;

/**
 * Wilson's score interval of a share at 95 %: the shares that a two-sided normal test would not reject.
 *
 * <p>Source: Wilson 1927; as {@code proportion_confint(method="wilson")} of statsmodels 0.15.
 *
 * @param lower lower end, at least 0
 * @param upper upper end, at most 1
 */
public record WilsonInterval(double lower, double upper) {

    /** The coverage. */
    public static final double LEVEL = 0.95;

    private static final double NORMAL_QUANTILE = 1.959963984540054;

    /** The interval of {@code successes} among {@code trials}; everything from 0 to 1 without a trial. */
    public static WilsonInterval of(double successes, double trials) {
        if (!(successes >= 0 && successes <= trials)) {
            throw new IllegalArgumentException(successes + " successes of " + trials);
        }
        if (trials == 0) {
            return new WilsonInterval(0, 1);
        }
        double share = successes / trials;
        double squared = NORMAL_QUANTILE * NORMAL_QUANTILE;
        double centre = (share + squared / (2 * trials)) / (1 + squared / trials);
        double half = NORMAL_QUANTILE
                / (1 + squared / trials)
                * Math.sqrt(share * (1 - share) / trials + squared / (4 * trials * trials));
        return new WilsonInterval(Math.max(0, centre - half), Math.min(1, centre + half));
    }
}
