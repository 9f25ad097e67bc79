package io.spatho.core.spatial;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.spatho.core.graph.Graph;
import io.spatho.core.matrix.CsrMatrix;
import io.spatho.core.matrix.MadeMatrix;
import io.spatho.core.parallel.Workers;
import io.spatho.core.random.CounterRandom;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Values and labels without any spatial order: p-values are uniform, as far as a Kolmogorov-Smirnov test at 1 % can see. */
final class NullDistributionTest {

    private static final int TESTS = 500;

    /** The largest distance between the p-values' distribution and the uniform one on k / (permutations + 1). */
    private static double distance(double[] p) {
        double[] sorted = p.clone();
        Arrays.sort(sorted);
        double worst = 0;
        for (int i = 0; i < sorted.length; i++) {
            boolean lastOfEqual = i + 1 == sorted.length || sorted[i + 1] > sorted[i];
            if (lastOfEqual) {
                worst = Math.max(worst, Math.abs((i + 1.0) / sorted.length - sorted[i]));
            }
        }
        return worst;
    }

    /** The 1 % point of the Kolmogorov distribution for that many tests. */
    private static double limit() {
        return 1.63 / Math.sqrt(TESTS);
    }

    @Test
    void autocorrelation() {
        int side = 14;
        double[][] rows = new double[side * side][TESTS];
        CounterRandom random = CounterRandom.of(4, "null", 0);
        for (double[] row : rows) {
            Arrays.setAll(row, gene -> Math.max(0, random.nextGaussian() + gene % 2));
        }
        CsrMatrix matrix = MadeMatrix.of(rows);
        SpatialWeights weights = SpatialWeights.rowStandardised(MadeTissue.grid(side, side));
        for (Alternative alternative : new Alternative[] {Alternative.POSITIVE, Alternative.NEGATIVE}) {
            SpatialAutocorrelation.Settings settings = new SpatialAutocorrelation.Settings(199, 3, alternative, 0.95);
            try (Workers workers = new Workers(2)) {
                SpatialAutocorrelation.Result found = new SpatialAutocorrelation(settings, workers)
                        .of(matrix, weights, SpatialBlocks.single(rows.length));
                for (Autocorrelation statistic : new Autocorrelation[] {found.moran(), found.geary()}) {
                    assertThat(distance(statistic.permutation().p())).isLessThan(limit());
                    assertThat(distance(statistic.analytic().pRandomisation())).isLessThan(limit());
                    double z = Arrays.stream(statistic.analytic().zRandomisation())
                            .average()
                            .orElseThrow();
                    assertThat(z).isCloseTo(0, within(4 / Math.sqrt(TESTS)));
                }
            }
        }
    }

    @Test
    void neighbourhoodEnrichment() {
        int side = 20;
        Graph graph = MadeTissue.grid(side, side);
        try (Workers workers = new Workers(2)) {
            double[] p = new double[TESTS];
            for (int test = 0; test < TESTS; test++) {
                int number = test;
                int[] labels = IntStream.range(0, side * side)
                        .map(cell -> CounterRandom.of(6, "null-labels", (long) number * side * side + cell)
                                .nextInt(3))
                        .toArray();
                // Two-sided p-values of a discrete count are a little too large, never too small; z is not.
                p[test] = NeighbourhoodEnrichment.of(graph, labels, 3, 199, test, workers)
                        .z()[test % 9];
            }
            double mean = Arrays.stream(p).average().orElseThrow();
            double squares = Arrays.stream(p).map(z -> z * z).sum() / TESTS;
            assertThat(mean).isCloseTo(0, within(4 / Math.sqrt(TESTS)));
            // z from 199 labellings has a variance a little above 1: (B + 1) / (B - 3) for a normal count.
            assertThat(squares).isCloseTo(1.02, within(4 * Math.sqrt(2.0 / TESTS)));
        }
    }

    @Test
    void everyLabelIsAsLikelyAtEveryPlaceOfAShortShuffle() {
        int[][] seen = new int[5][5];
        int draws = 20_000;
        for (int draw = 0; draw < draws; draw++) {
            short[] values = {0, 1, 2, 3, 4};
            Permutations.of(1, "short", draw).shuffle(values, 0, values.length);
            for (int place = 0; place < 5; place++) {
                seen[place][values[place]]++;
            }
        }
        double square = 0;
        for (int[] row : seen) {
            for (int count : row) {
                square += Math.pow(count - draws / 5.0, 2) / (draws / 5.0);
            }
        }
        // Chi squared with 16 degrees of freedom: 32.0 is its 1 % point.
        assertThat(square).isLessThan(32);
    }
}
