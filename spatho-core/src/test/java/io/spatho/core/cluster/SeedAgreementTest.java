package io.spatho.core.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.spatho.core.golden.AnalysisGolden;
import io.spatho.core.graph.ExpressionNeighbours;
import io.spatho.core.graph.FuzzyGraph;
import io.spatho.core.graph.Graph;
import io.spatho.core.parallel.Workers;
import org.junit.jupiter.api.Test;

class SeedAgreementTest {

    @Test
    void everyPairOfSeedsIsComparedOnce() {
        try (Workers workers = new Workers(2)) {
            Graph graph = FuzzyGraph.of(ExpressionNeighbours.exact(AnalysisGolden.points(), 8, workers), workers);
            LeidenClustering.Options options =
                    LeidenClustering.Options.defaults(5).withResolution(2);
            SeedAgreement agreement = SeedAgreement.of(graph, options, 5, workers);

            assertThat(agreement.results()).hasSize(5);
            assertThat(agreement.indices()).hasSize(10).isSorted();
            double sum = 0;
            double lowest = 1;
            for (int one = 0; one < 5; one++) {
                for (int other = 0; other < one; other++) {
                    double index = AdjustedRandIndex.of(
                            agreement.results().get(one).partition().labels(),
                            agreement.results().get(other).partition().labels());
                    sum += index;
                    lowest = Math.min(lowest, index);
                }
            }
            assertThat(agreement.mean()).isCloseTo(sum / 10, within(1e-12));
            assertThat(agreement.lowest()).isEqualTo(lowest);
            assertThat(agreement.information()).isBetween(agreement.lowest(), 1.0);
            assertThat(agreement.highest()).isBetween(agreement.mean(), 1.0);
            assertThat(agreement.first().partition().labels())
                    .isEqualTo(
                            LeidenClustering.cluster(graph, options).partition().labels());
        }
    }

    @Test
    void oneSeedAgreesWithItself() {
        try (Workers workers = new Workers(1)) {
            Graph graph = Graph.ofEdges(3, new int[] {0, 1}, new int[] {1, 2}, new float[] {1, 1});
            SeedAgreement agreement = SeedAgreement.of(graph, LeidenClustering.Options.defaults(0), 1, workers);
            assertThat(agreement.mean()).isEqualTo(1);
            assertThat(agreement.indices()).isEmpty();
        }
    }
}
