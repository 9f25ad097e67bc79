package io.spatho.core.spatial;

/**
 * Moran's I: {@code I = (n / S0) * sum w_ij z_i z_j / sum z_i^2} with z the deviations from the mean.
 *
 * <p>Its expectation without autocorrelation is {@code -1 / (n - 1)}. Source: Cliff and Ord 1981, equations 1.44 (variance if
 * values are normal) and 1.45 (variance over all arrangements of the values, "randomisation"); the same as {@code moran.test}
 * of spdep and {@code esda.Moran}.
 */
public final class MoranI {

    private MoranI() {}

    /**
     * Moran's I of one value per observation; NaN when all values are equal, a value is not finite, or there are no
     * neighbours. Cost: linear in pairs.
     */
    public static double of(double[] values, SpatialWeights weights) {
        DenseProducts sums = DenseProducts.of(values, weights);
        return estimate(values.length, weights.sum(), sums.products(), sums.squares());
    }

    /** The statistic from the sum of products of deviations and the sum of squared deviations. */
    static double estimate(double n, double weightSum, double products, double squares) {
        return squares > 0 && weightSum > 0 ? n / weightSum * products / squares : Double.NaN;
    }

    static double expectation(double n) {
        return n < 2 ? Double.NaN : -1 / (n - 1);
    }

    static double varianceNormality(double n, SpatialWeights weights) {
        if (n < 2) {
            return Double.NaN;
        }
        double s0 = weights.sum();
        double s0Squared = s0 * s0;
        double second = n * n * weights.sumOfSquares() - n * weights.sumOfMarginalSquares() + 3 * s0Squared;
        return second / ((n * n - 1) * s0Squared) - 1 / ((n - 1) * (n - 1));
    }

    /** {@code kurtosis} is {@code m4 / m2^2} of the values; needs n of at least 4. */
    static double varianceRandomisation(double n, double kurtosis, SpatialWeights weights) {
        if (n < 4) {
            return Double.NaN;
        }
        double s0 = weights.sum() * weights.sum();
        double s1 = weights.sumOfSquares();
        double s2 = weights.sumOfMarginalSquares();
        double plain = n * ((n * n - 3 * n + 3) * s1 - n * s2 + 3 * s0);
        double tails = kurtosis * ((n * n - n) * s1 - 2 * n * s2 + 6 * s0);
        return (plain - tails) / ((n - 1) * (n - 2) * (n - 3) * s0) - 1 / ((n - 1) * (n - 1));
    }
}
