package io.spatho.core.pattern;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.spatho.core.parallel.Workers;
import io.spatho.core.random.CounterRandom;
import io.spatho.core.spatial.SpatialBlocks;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

final class PairDistancesTest {

    private static final double[] DISTANCES = {0.5, 1, 3, 3.5, 20};

    private static double[] made(int n, String purpose) {
        double[] values = new double[n];
        CounterRandom random = CounterRandom.of(5, purpose, 0);
        // Multiples of a quarter, so that many pairs lie at exactly a distance.
        Arrays.setAll(values, i -> random.nextInt(120) / 4.0);
        return values;
    }

    private static int[] labels(int n) {
        CounterRandom random = CounterRandom.of(5, "labels", 0);
        int[] labels = new int[n];
        Arrays.setAll(labels, i -> random.nextInt(4) - 1);
        return labels;
    }

    private static long brute(
            double[] x, double[] y, int[] labels, int a, int b, double distance, int[] blocks, int left) {
        long count = 0;
        for (int i = 0; i < x.length; i++) {
            for (int j = 0; j < x.length; j++) {
                boolean counted = i != j && labels[i] == a && labels[j] == b && blocks[i] != left && blocks[j] != left;
                double square = (x[i] - x[j]) * (x[i] - x[j]) + (y[i] - y[j]) * (y[i] - y[j]);
                count += counted && square <= distance * distance ? 1 : 0;
            }
        }
        return count;
    }

    @Test
    void countsEveryPairOnceInEachDirection() {
        int n = 900;
        double[] x = made(n, "x");
        double[] y = made(n, "y");
        int[] labels = labels(n);
        SpatialBlocks blocks = SpatialBlocks.of(x, y, 8);
        try (Workers workers = new Workers(2)) {
            PairDistances pairs = PairDistances.of(x, y, labels, 3, DISTANCES, blocks, workers);
            for (int a = 0; a < 3; a++) {
                for (int b = 0; b < 3; b++) {
                    for (int k = 0; k < DISTANCES.length; k++) {
                        assertThat(pairs.within(a, b, k))
                                .isEqualTo(brute(x, y, labels, a, b, DISTANCES[k], blocks.blockOf(), -1));
                        assertThat(pairs.withoutBlock(3, a, b, k))
                                .isEqualTo(brute(x, y, labels, a, b, DISTANCES[k], blocks.blockOf(), 3));
                    }
                }
            }
            DegreeMoments degrees = DegreeMoments.of(x, y, labels, DISTANCES, workers);
            long all = 0;
            for (int a = 0; a < 3; a++) {
                for (int b = 0; b < 3; b++) {
                    all += pairs.within(a, b, 2);
                }
            }
            assertThat(degrees.sums()[2]).isEqualTo(all);
        }
    }

    @Test
    void refusesDistancesOutOfOrder() {
        assertThatIllegalArgumentException().isThrownBy(() -> new DistanceBins(new double[] {1, 1}));
        assertThatIllegalArgumentException().isThrownBy(() -> new DistanceBins(new double[] {0, 1}));
    }

    @Test
    void coOccurrenceEqualsSquidpy() {
        PatternGolden golden = PatternGolden.read();
        CoOccurrence occurrence = occurrence(golden, 1);
        JsonNode expected = golden.get("co_occurrence");
        for (int label = 0; label < 3; label++) {
            for (int given = 0; given < 3; given++) {
                for (int k = 0; k < 5; k++) {
                    // squidpy counts in integers and divides in float64.
                    assertThat(occurrence.ratio(label, given, k))
                            .isCloseTo(expected.get(label).get(given).get(k).asDouble(), within(1e-10));
                }
            }
        }
        assertThat(occurrence.lower()).containsOnly(Double.NaN);
    }

    @Test
    void intervalsHoldTheRatioAndAreSymmetricOnTheLogScale() {
        CoOccurrence occurrence = occurrence(PatternGolden.read(), 16);
        int intervals = 0;
        for (int cell = 0; cell < occurrence.ratio().length; cell++) {
            double ratio = occurrence.ratio()[cell];
            if (Double.isNaN(occurrence.lower()[cell])) {
                // No pair within the distance in some block: the logarithm has no spread that could be known.
                assertThat(occurrence.upper()[cell]).isNaN();
                continue;
            }
            intervals++;
            assertThat(ratio).isBetween(occurrence.lower()[cell], occurrence.upper()[cell]);
            assertThat(occurrence.lower()[cell] * occurrence.upper()[cell]).isCloseTo(ratio * ratio, within(1e-9));
        }
        assertThat(intervals).isGreaterThan(30);
    }

    @Test
    void labelsAtRandomOccurAsOftenNearEachOtherAsAnywhere() {
        int n = 4000;
        double[] x = made(n, "x");
        double[] y = made(n, "y");
        int[] labels = labels(n);
        try (Workers workers = new Workers(2)) {
            PairDistances pairs = PairDistances.of(x, y, labels, 3, DISTANCES, SpatialBlocks.of(x, y, 32), workers);
            CoOccurrence occurrence = CoOccurrence.of(pairs, 0.999);
            for (int cell = 0; cell < occurrence.ratio().length; cell++) {
                assertThat(1.0).isBetween(occurrence.lower()[cell], occurrence.upper()[cell]);
            }
        }
    }

    private static CoOccurrence occurrence(PatternGolden golden, int blocks) {
        double[] x = golden.coordinate(0);
        double[] y = golden.coordinate(1);
        try (Workers workers = new Workers(2)) {
            SpatialBlocks division = SpatialBlocks.of(x, y, blocks);
            return CoOccurrence.of(
                    PairDistances.of(x, y, golden.labels(), 3, golden.numbers("thresholds"), division, workers), 0.95);
        }
    }
}
