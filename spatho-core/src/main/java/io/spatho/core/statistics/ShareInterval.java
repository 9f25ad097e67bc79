package io.spatho.core.statistics;

/**
 * Wilson's score interval of a share, which stays inside 0 and 1 and holds its level for small counts.
 *
 * @param lower lower end
 * @param upper upper end
 */
public record ShareInterval(double lower, double upper) {

    /** The coverage of every interval. */
    public static final double LEVEL = 0.95;

    private static final double Z = 1.959963984540054;

    /** The interval of {@code hits} of {@code n}; 0 to 1 when n is 0. Source: Wilson 1927. */
    public static ShareInterval of(long hits, long n) {
        if (hits < 0 || hits > n) {
            throw new IllegalArgumentException(hits + " of " + n);
        }
        if (n == 0) {
            return new ShareInterval(0, 1);
        }
        double share = (double) hits / n;
        double weight = Z * Z / n;
        double centre = (share + weight / 2) / (1 + weight);
        double half = Z / (1 + weight) * Math.sqrt(share * (1 - share) / n + weight / (4 * n));
        return new ShareInterval(Math.max(0, centre - half), Math.min(1, centre + half));
    }
}
