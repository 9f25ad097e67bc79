package io.spatho.stgpt.discordance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.spatho.core.matrix.DenseMatrix;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every kind of noise has a mean of 0, and neighbours are alike in the smooth one only. */
final class PictureNoiseTest {

    private static final int SIDE = 40;
    private static final int FEATURES = 40;

    private static double mean(DenseMatrix drawn, int shift, boolean product) {
        double sum = 0;
        int count = 0;
        for (int spot = 0; spot < drawn.rows(); spot++) {
            for (int feature = 0; feature < FEATURES && spot % SIDE + shift < SIDE; feature++) {
                sum += drawn.get(spot, feature) * (product ? drawn.get(spot + shift, feature) : 1);
                count++;
            }
        }
        return sum / count;
    }

    @ParameterizedTest
    @EnumSource(PictureNoise.class)
    void noiseHasNoMean(PictureNoise noise) {
        DenseMatrix drawn = noise.draw(SIDE * SIDE, FEATURES, SIDE, 3);
        assertThat(mean(drawn, 0, false)).isCloseTo(0, within(0.05));
        assertThat(PictureNoise.named(noise.word())).contains(noise);
    }

    @Test
    void neighboursAreAlikeInSmoothNoiseOnly() {
        DenseMatrix normal = PictureNoise.NORMAL.draw(SIDE * SIDE, FEATURES, SIDE, 3);
        DenseMatrix smooth = PictureNoise.SMOOTH.draw(SIDE * SIDE, FEATURES, SIDE, 3);
        assertThat(mean(normal, 0, true)).isCloseTo(1, within(0.03));
        assertThat(mean(normal, 1, true)).isCloseTo(0, within(0.02));
        assertThat(mean(smooth, 0, true)).isCloseTo(1, within(0.15));
        // Gaussians of deviation 2 whose centres are 1 apart overlap by exp(-1 / 16).
        assertThat(mean(smooth, 1, true) / mean(smooth, 0, true)).isCloseTo(Math.exp(-1 / 16.0), within(0.02));
    }

    @Test
    void someSpotsOfHeavyTailedNoiseAreFarOffInEveryFeature() {
        DenseMatrix drawn = PictureNoise.HEAVY_TAILED.draw(SIDE * SIDE, FEATURES, SIDE, 3);
        int far = 0;
        for (int spot = 0; spot < drawn.rows(); spot++) {
            double squares = 0;
            for (int feature = 0; feature < FEATURES; feature++) {
                squares += drawn.get(spot, feature) * drawn.get(spot, feature) / FEATURES;
            }
            far += squares > 4 ? 1 : 0;
        }
        // A mean square above 4 is a chi square of three degrees below 1/4: about 3 % of the spots.
        assertThat(far / (double) drawn.rows()).isBetween(0.015, 0.05);
    }
}
