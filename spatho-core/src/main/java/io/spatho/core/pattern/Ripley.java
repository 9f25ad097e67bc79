package io.spatho.core.pattern;

import io.spatho.core.statistics.NormalTail;
import java.util.Arrays;
import java.util.List;

/**
 * Ripley's K and Besag's L of each label, and how far K is from what random labelling of the same points would give.
 *
 * <p>{@code K_a(r) = area / (n_a (n_a - 1)) x ordered pairs of label a within r}, {@code L = sqrt(K / pi)}. No edge correction is
 * applied: near an edge K is too small, and by the same share under random labelling, which is why the test compares with that
 * and not with complete spatial randomness (tissue is neither homogeneous nor rectangular). The mean and the variance of the count under
 * random labelling, within each library, are exact: they are those of a join count under non-free sampling. Arrays hold labels x distances values; a
 * label with fewer than two points is undefined (NaN).
 *
 * <p>Units: K in the square of the coordinates' unit, L in that unit. Source: Ripley 1976; Besag 1977; Cliff and Ord 1981 (join
 * counts, as in spdep's {@code joincount.test}).
 *
 * @param thresholds distances
 * @param k Ripley's K
 * @param l Besag's L
 * @param expected K expected under random labelling
 * @param deviation standard deviation of K under random labelling
 * @param z standard deviate of K under random labelling; NaN where it has no spread
 * @param p two-sided, from the normal approximation
 */
public record Ripley(
        double[] thresholds, double[] k, double[] l, double[] expected, double[] deviation, double[] z, double[] p) {

    /**
     * The functions of counted pairs.
     *
     * @param pairs counts by label
     * @param libraries the points of each library, at the same distances
     * @param area of the window that the points lie in, such as the tissue
     */
    public static Ripley of(PairDistances pairs, List<LabelledPoints> libraries, double area) {
        if (!(area > 0)) {
            throw new IllegalArgumentException("area " + area);
        }
        int labels = pairs.categories();
        int distances = pairs.thresholds().length;
        double[][] columns = new double[6][labels * distances];
        for (int label = 0; label < labels; label++) {
            int which = label;
            double size = libraries.stream()
                    .mapToInt(library -> library.sizes()[which])
                    .sum();
            double own = size * (size - 1);
            for (int r = 0; r < distances; r++) {
                int cell = label * distances + r;
                if (size < 2) {
                    for (double[] column : columns) {
                        column[cell] = Double.NaN;
                    }
                    continue;
                }
                double count = pairs.within(label, label, r);
                double[] chance = joinCount(libraries, label, r);
                columns[0][cell] = area / own * count;
                columns[1][cell] = Math.sqrt(columns[0][cell] / Math.PI);
                columns[2][cell] = area / own * chance[0];
                columns[3][cell] = area / own * Math.sqrt(chance[1]);
                columns[4][cell] = chance[1] > 0 ? (count - chance[0]) / Math.sqrt(chance[1]) : Double.NaN;
                columns[5][cell] = NormalTail.beyond(columns[4][cell]);
            }
        }
        return new Ripley(pairs.thresholds(), columns[0], columns[1], columns[2], columns[3], columns[4], columns[5]);
    }

    /**
     * The points of one library.
     *
     * @param degrees of the points at the distances
     * @param sizes number of points of each label
     */
    public record LabelledPoints(DegreeMoments degrees, int[] sizes) {}

    /** Mean and variance of the number of ordered pairs when each library's points change labels among themselves. */
    private static double[] joinCount(List<LabelledPoints> libraries, int label, int r) {
        double[] sum = new double[2];
        for (LabelledPoints library : libraries) {
            double[] one = joinCount(library.degrees(), library.sizes()[label], r);
            sum[0] += one[0];
            sum[1] += one[1];
        }
        return sum;
    }

    /** Mean and variance of the number of ordered pairs when {@code size} of the points are drawn without replacement. */
    private static double[] joinCount(DegreeMoments degrees, int size, int r) {
        double s0 = degrees.sums()[r];
        double s1 = 2 * s0;
        double s2 = 4 * degrees.squares()[r];
        double two = share(degrees.points(), size, 2);
        double mean = s0 * two;
        double variance = s1 * two
                + (s2 - 2 * s1) * share(degrees.points(), size, 3)
                + (s0 * s0 + s1 - s2) * share(degrees.points(), size, 4)
                - mean * mean;
        // A difference of numbers of the size of mean²: what is left below its rounding is no spread.
        return new double[] {mean, variance > 1e-12 * mean * mean ? variance : 0};
    }

    /** The probability that {@code many} points named are all drawn. */
    private static double share(int points, int size, int many) {
        double share = 1;
        for (int i = 0; i < many; i++) {
            share *= points > i ? Math.max(0, (double) (size - i)) / (points - i) : 0;
        }
        return share;
    }

    /** L minus the distance, which is 0 for complete spatial randomness without edges. */
    public double[] centredL() {
        double[] centred = l.clone();
        Arrays.setAll(centred, cell -> l[cell] - thresholds[cell % thresholds.length]);
        return centred;
    }
}
