package io.spatho.stgpt.discordance;

import io.spatho.core.matrix.DenseMatrix;
import io.spatho.core.random.CounterRandom;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** The noise of made pictures: of mean 0 and, where there is one, variance 1 in every feature of every spot. */
public enum PictureNoise {
    /** Normal, each spot for itself. */
    NORMAL,
    /** Normal and alike in neighbouring spots: white noise under a Gaussian of two spots' deviation. */
    SMOOTH,
    /**
     * Each spot for itself, by Student's t with three degrees of freedom in all features at once: most spots lie nearer to their
     * domain than with normal noise, and some are far off in every feature.
     */
    HEAVY_TAILED;

    private static final double WIDTH = 2;
    private static final int REACH = 6;
    private static final int FREEDOM = 3;

    /** Its name on a command line. */
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The noise of a name. */
    public static Optional<PictureNoise> named(String word) {
        return Arrays.stream(values())
                .filter(noise -> noise.word().equals(word))
                .findFirst();
    }

    /**
     * Noise of spots on square grids.
     *
     * @param spots of all slides, each of {@code side} lines of {@code side} spots
     */
    DenseMatrix draw(int spots, int features, int side, long seed) {
        DenseMatrix drawn = DenseMatrix.zeros(spots, features);
        for (int spot = 0; spot < spots; spot++) {
            CounterRandom random = CounterRandom.of(seed, "made-noise", spot);
            double scale = this == HEAVY_TAILED ? scale(seed, spot) : 1;
            for (int feature = 0; feature < features; feature++) {
                drawn.values()[spot * features + feature] = (float) (scale * random.nextGaussian());
            }
        }
        return this == SMOOTH ? smoothed(drawn, side) : drawn;
    }

    /** A t variable is a normal one over the root of a mean of squares; over its own deviation, √3, that leaves the sum's root. */
    private static double scale(long seed, int spot) {
        CounterRandom random = CounterRandom.of(seed, "made-noise-scale", spot);
        double squares = 0;
        for (int i = 0; i < FREEDOM; i++) {
            double normal = random.nextGaussian();
            squares += normal * normal;
        }
        return 1 / Math.sqrt(squares);
    }

    private static DenseMatrix smoothed(DenseMatrix white, int side) {
        int features = white.columns();
        DenseMatrix smooth = DenseMatrix.zeros(white.rows(), features);
        double[] sums = new double[features];
        for (int spot = 0; spot < white.rows(); spot++) {
            int place = spot % (side * side);
            Arrays.fill(sums, 0);
            double squares = 0;
            for (int line = Math.max(0, place / side - REACH);
                    line <= Math.min(side - 1, place / side + REACH);
                    line++) {
                for (int column = Math.max(0, place % side - REACH);
                        column <= Math.min(side - 1, place % side + REACH);
                        column++) {
                    double apart = Math.hypot(line - place / side, column - place % side) / WIDTH;
                    double weight = Math.exp(-0.5 * apart * apart);
                    int from = (spot - place + line * side + column) * features;
                    for (int feature = 0; feature < features; feature++) {
                        sums[feature] += weight * white.values()[from + feature];
                    }
                    squares += weight * weight;
                }
            }
            // By what is added up here, so that the variance is the same at the border.
            for (int feature = 0; feature < features; feature++) {
                smooth.values()[spot * features + feature] = (float) (sums[feature] / Math.sqrt(squares));
            }
        }
        return smooth;
    }
}
