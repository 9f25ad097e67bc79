package io.spatho.stgpt.discordance;

import static org.assertj.core.api.Assertions.assertThat;

import io.spatho.core.graph.Graph;
import io.spatho.core.matrix.DenseMatrix;
import io.spatho.core.parallel.Workers;
import io.spatho.core.random.CounterRandom;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The parts around the network. */
final class DiscordancePartsTest {

    private static Graph line(float... lengths) {
        int[] from = new int[lengths.length];
        int[] to = new int[lengths.length];
        for (int i = 0; i < lengths.length; i++) {
            from[i] = i;
            to[i] = i + 1;
        }
        return Graph.ofEdges(lengths.length + 2, from, to, lengths);
    }

    @Test
    void everyEdgeGoesBothWaysOnceAndEveryNodeToItself() {
        Graph twice = Graph.ofEdges(3, new int[] {0, 1, 1}, new int[] {1, 0, 2}, new float[] {1, 1, 1});
        long[][] edges = PlacedSpots.edges(twice);
        assertThat(edges[0]).containsExactly(0, 1, 1, 0, 2, 2, 1);
        assertThat(edges[1]).containsExactly(0, 0, 1, 1, 1, 2, 2);
    }

    @Test
    void pseudotimeIsThePathLengthAndAbsentWhereNoPathLeads() {
        double[] found = LatentPaths.from(line(1, 3), 0);
        assertThat(found).containsExactly(0, 0.25, 1, Double.NaN);
    }

    @Test
    void regionsAreConnectedAndOfLeastSize() {
        List<int[]> regions =
                DiscordantRegions.of(line(1, 1, 1, 1), new boolean[] {true, false, true, true, false, true}, 1);
        assertThat(regions).hasSize(3);
        assertThat(regions.get(0)).containsExactly(2, 3);
        assertThat(DiscordantRegions.of(line(1, 1), new boolean[] {true, false, true, true}, 2))
                .isEmpty();
    }

    @Test
    void picturesStayInTheirSlideAndClassAndWithheldOnesAreNotLent() {
        int[] slides = {0, 0, 0, 0, 1, 1, 1, 1};
        int[] classes = {0, 0, 1, 1, 0, 0, 0, 1};
        PictureNull pictures = new PictureNull(slides, classes, 3);
        boolean[] withheld = new boolean[8];
        withheld[5] = true;
        for (int round = 0; round < 20; round++) {
            int[] donors = pictures.donors(round, withheld);
            for (int spot = 0; spot < 8; spot++) {
                assertThat(slides[donors[spot]]).isEqualTo(slides[spot]);
                assertThat(classes[donors[spot]]).isEqualTo(classes[spot]);
                assertThat(donors[spot]).isNotEqualTo(5);
            }
        }
    }

    @Test
    void withoutDiscordanceNothingIsCalledAndAnOutlierIs() {
        int n = 200;
        double[][] rounds = new double[60][n];
        double[] observed = new double[n];
        for (int spot = 0; spot < n; spot++) {
            CounterRandom random = CounterRandom.of(1, "test", spot);
            observed[spot] = 10 + random.nextGaussian();
            for (double[] round : rounds) {
                round[spot] = 10 + random.nextGaussian();
            }
        }
        assertThat(Arrays.stream(PictureNull.judge(observed, rounds).adjusted())
                        .min()
                        .orElse(0))
                .isGreaterThan(0.05);
        observed[17] = 20;
        PictureNull.Judged judged = PictureNull.judge(observed, rounds);
        assertThat(judged.pValues()[17]).isEqualTo(1.0 / (1 + 60 * n));
        assertThat(judged.adjusted()[17]).isLessThan(0.05);
    }

    @Test
    void theRateCountsWhatLiesAsFarBelowTheMedian() {
        double[] gain = new double[123];
        Arrays.fill(gain, 1);
        Arrays.fill(gain, 101, 121, 8);
        assertThat(ReflectedRate.of(gain)[110]).isEqualTo(1 / 20.0);
        assertThat(ReflectedRate.of(gain)[0]).isEqualTo(1);
        Arrays.fill(gain, 121, 123, -0.001);
        assertThat(ReflectedRate.of(gain)[110]).isEqualTo(3 / 20.0);
    }

    @Test
    void ofGainsWhoseRootsLieAlikeOnBothSidesNoneIsCalled() {
        double[] gain = new double[2000];
        CounterRandom random = CounterRandom.of(4, "test", 0);
        Arrays.setAll(gain, spot -> Math.pow(1 + random.nextGaussian(), 3));
        assertThat(Arrays.stream(ReflectedRate.of(gain)).min().orElse(0)).isGreaterThan(0.05);
    }

    @Test
    void discsExchangeTheirPicturesInPairs() {
        try (Workers workers = new Workers(1)) {
            SpotMaterial before = MadeSlides.of(2, 20, 20, 6, 0, PictureNoise.NORMAL, 1, workers)
                    .material();
            Planted.Swapped swapped = Planted.swap(before, 2, 9);
            int planted = 0;
            for (int spot = 0; spot < before.size(); spot++) {
                int from = 6 * spot;
                boolean same = Arrays.equals(
                        before.image().values(),
                        from,
                        from + 6,
                        swapped.material().image().values(),
                        from,
                        from + 6);
                assertThat(swapped.truth().spots()[spot]).isEqualTo(!same);
                planted += same ? 0 : 1;
            }
            assertThat(planted).isBetween(80, 160).isEven();
            PlantedTruth.Quality none =
                    new PlantedTruth.Quality(Double.NaN, Double.NaN, Double.NaN, Double.NaN, 1, 0, 0, 1);
            assertThat(none.document().path("auroc_divergence").isNull()).isTrue();
        }
    }

    @Test
    void theAreaUnderTheCurveCountsTiesHalf() {
        assertThat(PlantedTruth.area(new double[] {1, 2, 2, 3}, new boolean[] {false, false, true, true}))
                .isEqualTo(0.875);
    }

    @Test
    void clustersOfPointsApartAreFound() {
        DenseMatrix points = new DenseMatrix(6, 1, new float[] {0, 10, 0.1f, 10.1f, 20, 20.1f});
        int[] labels = KMeans.labels(points, 3, 5);
        assertThat(labels[0]).isEqualTo(labels[2]).isNotEqualTo(labels[1]);
        assertThat(labels[1]).isEqualTo(labels[3]).isNotEqualTo(labels[4]);
        assertThat(labels[4]).isEqualTo(labels[5]);
    }
}
