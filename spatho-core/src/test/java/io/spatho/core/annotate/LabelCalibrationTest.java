package io.spatho.core.annotate;

import static org.assertj.core.api.Assertions.assertThat;

import io.spatho.core.parallel.Workers;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Confidence against truth, on made clusters that the calibration never saw. */
final class LabelCalibrationTest {

    private static final int BINS = 5;

    private record Judged(double confidence, boolean right) {}

    private static List<Judged> judged(MadeTypes.Regime regime, int trials, long seed) {
        List<Judged> judged = new ArrayList<>();
        try (Workers workers = new Workers(2)) {
            for (int trial = 0; trial < trials; trial++) {
                MadeTypes made = MadeTypes.of(regime, seed + trial);
                List<ClusterLabel> labels = ClusterAnnotation.of(
                        made.logNormalised(),
                        made.clusterOf(),
                        made.clusters(),
                        made.panel(),
                        new ClusterAnnotation.Settings(499, 200, 1, 0.05),
                        workers);
                for (ClusterLabel label : labels) {
                    int best = label.best()
                            .map(score -> made.panel().compartments().indexOf(score.compartment()))
                            .orElse(-1);
                    judged.add(new Judged(label.bestProbability(), best == made.truth()[label.cluster()]));
                }
            }
        }
        return judged;
    }

    private static double error(List<Judged> judged) {
        double error = 0;
        for (int bin = 0; bin < BINS; bin++) {
            int at = bin;
            List<Judged> inside = judged.stream()
                    .filter(one -> Math.min(BINS - 1, (int) (one.confidence() * BINS)) == at)
                    .toList();
            double expected = inside.stream().mapToDouble(Judged::confidence).sum();
            long right = inside.stream().filter(Judged::right).count();
            error += Math.abs(expected - right) / judged.size();
        }
        return error;
    }

    @Test
    void confidenceIsTheShareOfNamesThatAreRight() {
        List<Judged> hard = judged(new MadeTypes.Regime(240, 0.3, 1.2, 0.10, 0.25, 0.3), 30, 77_000);
        List<Judged> easy = judged(new MadeTypes.Regime(120, 0.6, 1.6, 0.05, 0.10, 0.1), 30, 88_000);
        List<Judged> all = new ArrayList<>(hard);
        all.addAll(easy);
        assertThat(all).hasSizeGreaterThan(350);
        assertThat(error(all)).isLessThan(0.09);
        double sure = all.stream().filter(one -> one.confidence() >= 0.9).count();
        double sureAndRight = all.stream()
                .filter(one -> one.confidence() >= 0.9 && one.right())
                .count();
        assertThat(sureAndRight / sure).isGreaterThan(0.9);
    }

    @Test
    void moreSupportAndRarerChanceNeverLowerConfidence() {
        double before = 0;
        for (double support : new double[] {0, 0.001, 0.2, 0.5, 0.9, 0.999, 1}) {
            double confidence = LabelCalibration.probability(support, 0.01);
            assertThat(confidence).isGreaterThanOrEqualTo(before).isBetween(0.0, 1.0);
            before = confidence;
        }
        assertThat(LabelCalibration.probability(0.5, 0.5)).isLessThan(LabelCalibration.probability(0.5, 0.01));
    }
}
