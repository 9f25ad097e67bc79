package io.spatho.stgpt.discordance;

import java.util.Arrays;

/**
 * How many of the spots whose value is as high as one's would be as high by chance, read off the lower half of the values.
 *
 * <p>The cube roots of the gains of concordant spots are taken to lie about their median alike on both sides, as those of a sum of
 * squares nearly do (Wilson and Hilferty 1931): so as many lie by chance above a distance as below it (the reflection of
 * Barber and Candès, Annals of Statistics 43, 2015). {@code rate(t) = (1 + #{z ≤ -t}) / #{z ≥ t}}; a spot's value is the least rate
 * at which it is among the called. With so few spots that not one lies beyond, the 1 keeps the rate up: below {@code 1 / level}
 * spots nothing is called. Cost: n log n.
 */
final class ReflectedRate {

    private ReflectedRate() {}

    /** The rate of each spot, 1 for those not above the median. */
    static double[] of(double[] values) {
        int n = values.length;
        double[] roots = new double[n];
        Arrays.setAll(roots, spot -> Math.cbrt(values[spot]));
        double[] ascending = roots.clone();
        Arrays.sort(ascending);
        double median = (ascending[(n - 1) / 2] + ascending[n / 2]) / 2;
        double[] rates = new double[n];
        double least = 1;
        for (int at = 0; at < n; at++) {
            if (ascending[at] > median && (at == 0 || ascending[at] > ascending[at - 1])) {
                double reach = ascending[at] - median;
                least = Math.min(least, (1.0 + atMost(ascending, median - reach)) / (n - at));
            }
            rates[at] = least;
        }
        double[] own = new double[n];
        for (int spot = 0; spot < n; spot++) {
            own[spot] = rates[atMost(ascending, roots[spot]) - 1];
        }
        return own;
    }

    /** How many of the values are no larger. */
    private static int atMost(double[] ascending, double value) {
        int low = 0;
        int high = ascending.length;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (ascending[middle] <= value) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }
}
