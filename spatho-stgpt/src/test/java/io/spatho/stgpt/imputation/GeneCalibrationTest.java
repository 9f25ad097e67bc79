package io.spatho.stgpt.imputation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.spatho.core.random.CounterRandom;
import org.junit.jupiter.api.Test;

final class GeneCalibrationTest {

    private static final int CELLS = 600;

    /** Measured values scatter about predictions that are biased on purpose: conformal intervals need no good model. */
    private static double[][] made(long seed, double informed) {
        CounterRandom random = CounterRandom.of(seed, "calibration-test", 0);
        double[][] pairs = new double[2][CELLS];
        for (int i = 0; i < CELLS; i++) {
            double level = 2 * random.nextDouble();
            pairs[0][i] = Math.max(0, informed * level + (1 - informed) + 0.4 * random.nextGaussian());
            pairs[1][i] = level + 0.2;
        }
        return pairs;
    }

    @Test
    void intervalsCoverOtherCellsOfTheSameKind() {
        double covered = 0;
        for (int repeat = 0; repeat < 40; repeat++) {
            double[][] first = made(2L * repeat, 1);
            double[][] second = made(2L * repeat + 1, 1);
            covered += GeneCalibration.of(first[0], first[1], 0.9, 1, "g").coverage(second[0], second[1]) / 40;
        }
        assertThat(covered).isCloseTo(0.9, within(0.015));
    }

    @Test
    void informedPredictionsHaveSupportAndShuffledOnesHaveNot() {
        double[][] informed = made(1, 1);
        double[][] empty = made(1, 0);

        assertThat(GeneCalibration.of(informed[0], informed[1], 0.9, 1, "g").refusal())
                .isEmpty();
        assertThat(GeneCalibration.of(empty[0], empty[1], 0.9, 1, "g").refusal())
                .contains("shuffled");
    }

    @Test
    void rareGenesAndTooFewCellsAreRefused() {
        double[] measured = new double[CELLS];
        measured[3] = 1;
        double[] predicted = new double[CELLS];
        predicted[3] = 0.9;

        assertThat(GeneCalibration.of(measured, predicted, 0.9, 1, "g").refusal())
                .contains("too rare");
        assertThat(GeneCalibration.of(new double[] {1, 2}, new double[] {1, 2}, 0.9, 1, "g")
                        .reach())
                .isInfinite();
    }
}
