package io.spatho.core.spatial;

/**
 * Geary's C: {@code C = (n - 1) * sum w_ij (x_i - x_j)^2 / (2 S0 sum z_i^2)} with z the deviations from the mean.
 *
 * <p>Its expectation without autocorrelation is 1; values below 1 mean that neighbours are alike. Source: Cliff and Ord 1981,
 * equations 1.47 and 1.48; the same as {@code geary.test} of spdep and {@code esda.Geary}.
 */
public final class GearyC {

    private GearyC() {}

    /**
     * Geary's C of one value per observation; NaN when all values are equal, a value is not finite, or there are no
     * neighbours. Cost: linear in pairs.
     */
    public static double of(double[] values, SpatialWeights weights) {
        DenseProducts sums = DenseProducts.of(values, weights);
        return estimate(values.length, weights.sum(), sums.differences(), sums.squares());
    }

    /** The statistic from the sum of squared differences over ordered pairs and the sum of squared deviations. */
    static double estimate(double n, double weightSum, double differences, double squares) {
        return squares > 0 && weightSum > 0 ? (n - 1) * differences / (2 * weightSum * squares) : Double.NaN;
    }

    static double expectation() {
        return 1;
    }

    static double varianceNormality(double n, SpatialWeights weights) {
        double s0 = weights.sum() * weights.sum();
        double pairs = 2 * weights.sumOfSquares() + weights.sumOfMarginalSquares();
        return n < 2 ? Double.NaN : (pairs * (n - 1) - 4 * s0) / (2 * (n + 1) * s0);
    }

    /** {@code kurtosis} is {@code m4 / m2^2} of the values; needs n of at least 4. */
    static double varianceRandomisation(double n, double kurtosis, SpatialWeights weights) {
        if (n < 4) {
            return Double.NaN;
        }
        double s0 = weights.sum() * weights.sum();
        double first = (n - 1) * weights.sumOfSquares() * (n * n - 3 * n + 3 - (n - 1) * kurtosis);
        double second = (n - 1) * weights.sumOfMarginalSquares() * (n * n + 3 * n - 6 - (n * n - n + 2) * kurtosis) / 4;
        double third = s0 * (n * n - 3 - (n - 1) * (n - 1) * kurtosis);
        return (first - second + third) / (n * (n - 2) * (n - 3) * s0);
    }
}
