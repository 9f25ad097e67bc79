package io.spatho.core.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.spatho.core.error.InputException;
import io.spatho.core.golden.AnalysisGolden;
import io.spatho.core.golden.PlantedTissue;
import io.spatho.core.graph.ExpressionNeighbours;
import io.spatho.core.graph.FuzzyGraph;
import io.spatho.core.graph.Graph;
import io.spatho.core.matrix.CsrMatrix;
import io.spatho.core.parallel.Workers;
import io.spatho.core.preprocess.Normalization;
import io.spatho.core.preprocess.Pca;
import io.spatho.core.preprocess.PrincipalComponents;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LeidenClusteringTest {

    private static final LeidenClustering.Options OPTIONS = LeidenClustering.Options.defaults(1);

    /** Two triangles joined by one edge. */
    private static Graph bridge() {
        int[] from = {0, 0, 1, 3, 3, 4, 2};
        int[] to = {1, 2, 2, 4, 5, 5, 3};
        float[] weights = {1, 1, 1, 1, 1, 1, 1};
        return Graph.ofEdges(6, from, to, weights);
    }

    @Test
    void twoTrianglesAreTwoClustersWithKnownModularity() {
        LeidenClustering.Result result = LeidenClustering.cluster(bridge(), OPTIONS);

        assertThat(result.partition().labels()).containsExactly(0, 0, 0, 1, 1, 1);
        // 6 of 7 edges within; both halves have strength 7 of 14.
        assertThat(result.modularity()).isCloseTo(6 / 7.0 - 0.5, within(1e-12));
        assertThat(result.quality()).isCloseTo(result.modularity(), within(1e-15));
        assertThat(result.stable()).isTrue();
    }

    @Test
    void plantedTypesAreFoundForEverySeed() {
        PlantedTissue tissue = PlantedTissue.of(1500, 120, 6, 11);
        try (Workers workers = new Workers(2)) {
            CsrMatrix log = Normalization.toMedian(tissue.counts(), workers).matrix();
            Pca pca = PrincipalComponents.fit(log, new PrincipalComponents.Options(15, false, 0), workers);
            Graph graph = FuzzyGraph.of(ExpressionNeighbours.exact(pca.scores(), 15, workers), workers);
            SeedAgreement stability = SeedAgreement.of(graph, OPTIONS.withResolution(0.5), 4, workers);

            assertThat(stability.mean()).isGreaterThan(0.98);
            assertThat(stability.information()).isGreaterThan(0.95);
            for (LeidenClustering.Result result : stability.results()) {
                assertThat(AdjustedRandIndex.of(
                                tissue.types(), result.partition().labels()))
                        .isGreaterThan(0.98);
                int[] sizes = result.partition().sizes();
                assertThat(Arrays.stream(sizes).sum()).isEqualTo(1500);
                for (int label = 1; label < sizes.length; label++) {
                    assertThat(sizes[label]).isLessThanOrEqualTo(sizes[label - 1]);
                }
            }
            assertThat(LeidenClustering.cluster(graph, OPTIONS).partition().labels())
                    .isEqualTo(
                            LeidenClustering.cluster(graph, OPTIONS).partition().labels());
        }
    }

    @Test
    void modularityAndRandIndexAgreeWithIgraphAndScikitLearn() {
        Map<String, Double> expected = AnalysisGolden.rows("clustering.tsv").stream()
                .collect(Collectors.toMap(row -> row[0], row -> Double.valueOf(row[1])));
        int[] planted = IntStream.range(0, 90).map(i -> i % 3).toArray();
        int[] blocks = IntStream.range(0, 90).map(i -> i / 30).toArray();
        try (Workers workers = new Workers(1)) {
            Graph graph = FuzzyGraph.of(ExpressionNeighbours.exact(AnalysisGolden.points(), 8, workers), workers);
            ClusterLabels first = new ClusterLabels(planted, 3);

            assertThat(Modularity.of(graph, first, 1)).isCloseTo(expected.get("modularity_planted"), within(1e-6));
            assertThat(Modularity.of(graph, new ClusterLabels(blocks, 3), 1))
                    .isCloseTo(expected.get("modularity_blocks"), within(1e-6));
            assertThat(Modularity.of(graph, first, 0.5))
                    .isCloseTo(expected.get("modularity_planted_half"), within(1e-6));
            assertThat(LeidenClustering.cluster(graph, OPTIONS).modularity())
                    .isGreaterThan(expected.get("modularity_leidenalg") - 0.01);
        }
        assertThat(AdjustedRandIndex.of(planted, blocks)).isCloseTo(expected.get("ari_planted_blocks"), within(1e-12));
        int[] squares = IntStream.range(0, 90).map(i -> i * i % 7).toArray();
        int[] halves = IntStream.range(0, 90).map(i -> i * i % 14 / 2).toArray();
        assertThat(AdjustedRandIndex.of(squares, halves)).isCloseTo(expected.get("ari_squares"), within(1e-12));
        assertThat(NormalizedMutualInformation.of(planted, blocks))
                .isCloseTo(expected.get("nmi_planted_blocks"), within(1e-12));
        assertThat(NormalizedMutualInformation.of(squares, halves))
                .isCloseTo(expected.get("nmi_squares"), within(1e-12));
        int[] thirds = IntStream.range(0, 90).map(i -> i / 20).toArray();
        assertThat(NormalizedMutualInformation.of(blocks, thirds)).isCloseTo(expected.get("nmi_thirds"), within(1e-12));
    }

    @Test
    void mutualInformationOfTrivialPartitions() {
        assertThat(NormalizedMutualInformation.of(new int[] {4, 4, -1}, new int[] {0, 0, 7}))
                .isCloseTo(1, within(1e-15));
        assertThat(NormalizedMutualInformation.of(new int[3], new int[3])).isEqualTo(1);
        assertThat(NormalizedMutualInformation.of(new int[] {0, 1, 2}, new int[3]))
                .isZero();
        assertThat(NormalizedMutualInformation.of(new int[] {0, 0, 1, 1}, new int[] {0, 1, 0, 1}))
                .isCloseTo(0, within(1e-15));
    }

    @Test
    void randIndexOfTrivialPartitions() {
        assertThat(AdjustedRandIndex.of(new int[] {4, 4, -1}, new int[] {0, 0, 7}))
                .isEqualTo(1);
        assertThat(AdjustedRandIndex.of(new int[3], new int[3])).isEqualTo(1);
        assertThat(AdjustedRandIndex.of(new int[] {0, 1, 2}, new int[] {2, 0, 1}))
                .isEqualTo(1);
        assertThat(AdjustedRandIndex.of(new int[] {0, 1, 2}, new int[3])).isZero();
        assertThat(AdjustedRandIndex.of(new int[1], new int[1])).isEqualTo(1);
    }

    @Test
    void nodesWithoutEdgesStayAlone() {
        Graph pair = Graph.ofEdges(4, new int[] {2}, new int[] {3}, new float[] {1});
        assertThat(LeidenClustering.cluster(pair, OPTIONS).partition().labels()).containsExactly(1, 2, 0, 0);

        Graph none = Graph.ofEdges(3, new int[0], new int[0], new float[0]);
        LeidenClustering.Result alone = LeidenClustering.cluster(none, OPTIONS);
        assertThat(alone.partition().labels()).containsExactly(0, 1, 2);
        assertThat(alone.modularity()).isZero();

        Graph nothing = Graph.ofEdges(0, new int[0], new int[0], new float[0]);
        assertThatThrownBy(() -> LeidenClustering.cluster(nothing, OPTIONS)).isInstanceOf(InputException.class);
    }

    @Test
    void labelsAreOrderedBySizeThenByFirstMember() {
        ClusterLabels ordered = ClusterLabels.ordered(new int[] {7, 3, 3, 5, 5, 9});
        assertThat(ordered.labels()).containsExactly(2, 0, 0, 1, 1, 3);
        assertThat(ordered.clusters()).isEqualTo(4);
        assertThat(ordered.sizes()).containsExactly(2, 2, 1, 1);
    }

    @Test
    void higherResolutionNeverGivesFewerClustersHere() {
        int few = LeidenClustering.cluster(bridge(), OPTIONS.withResolution(0.1))
                .partition()
                .clusters();
        int many = LeidenClustering.cluster(bridge(), OPTIONS.withResolution(5))
                .partition()
                .clusters();
        assertThat(few).isEqualTo(1);
        assertThat(many).isEqualTo(6);
    }
}
