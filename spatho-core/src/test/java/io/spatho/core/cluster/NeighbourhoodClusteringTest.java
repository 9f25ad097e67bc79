package io.spatho.core.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.spatho.core.golden.PlantedTissue;
import io.spatho.core.graph.Graph;
import io.spatho.core.graph.SpatialNeighbours;
import io.spatho.core.matrix.DenseMatrix;
import io.spatho.core.parallel.Workers;
import io.spatho.core.preprocess.Normalization;
import io.spatho.core.preprocess.PrincipalComponents;
import org.junit.jupiter.api.Test;

class NeighbourhoodClusteringTest {

    private static NeighbourhoodClustering.Result domains(PlantedTissue tissue, int threads) {
        try (Workers workers = new Workers(threads)) {
            DenseMatrix scores = PrincipalComponents.fit(
                            Normalization.toMedian(tissue.counts(), workers).matrix(),
                            new PrincipalComponents.Options(15, false, 0),
                            workers)
                    .scores();
            Graph spatial = SpatialNeighbours.nearestGraph(tissue.xUm(), tissue.yUm(), 10, workers);
            return NeighbourhoodClustering.cluster(
                    scores, spatial, NeighbourhoodClustering.Options.defaults(3), workers);
        }
    }

    @Test
    void plantedStripesAreFoundThoughTheyShareCellTypes() {
        PlantedTissue tissue = PlantedTissue.of(2500, 100, 8, 21);
        NeighbourhoodClustering.Result one = domains(tissue, 1);

        assertThat(AdjustedRandIndex.of(tissue.domains(), one.partition().labels()))
                .isGreaterThan(0.85);
        assertThat(one.leiden().modularity()).isPositive();
        for (int threads = 2; threads <= 3; threads++) {
            NeighbourhoodClustering.Result other = domains(tissue, threads);
            assertThat(other.partition().labels()).isEqualTo(one.partition().labels());
            assertThat(other.leiden().modularity()).isEqualTo(one.leiden().modularity());
        }
    }

    @Test
    void featuresWeighOwnAndNeighbourScoresAsDescribed() {
        // A path 0 - 1 - 2 and the isolated node 3, one component.
        Graph path = Graph.ofEdges(4, new int[] {0, 1}, new int[] {1, 2}, new float[] {1, 1});
        DenseMatrix scores = new DenseMatrix(4, 1, new float[] {-3, 1, 3, -1});
        try (Workers workers = new Workers(1)) {
            DenseMatrix features = NeighbourhoodClustering.features(scores, path, 0.36, workers);

            // Means 1, 0, 1, -1: centre 0.25, squares 2.75; own squares 20.
            double scale = Math.sqrt(0.36 * 20 / 2.75);
            assertThat(features.column(0)).containsExactly(new float[] {-2.4f, 0.8f, 2.4f, -0.8f}, within(1e-6f));
            assertThat(features.get(0, 1)).isCloseTo((float) (0.75 * scale), within(1e-5f));
            assertThat(features.get(3, 1)).isCloseTo((float) (-1.25 * scale), within(1e-5f));
        }
    }

    @Test
    void smoothingNeedsMoreThanHalfOfTheNeighbours() {
        PlantedTissue tissue = PlantedTissue.of(600, 60, 8, 5);
        try (Workers workers = new Workers(1)) {
            DenseMatrix scores = PrincipalComponents.fit(
                            Normalization.toMedian(tissue.counts(), workers).matrix(),
                            new PrincipalComponents.Options(10, false, 0),
                            workers)
                    .scores();
            Graph none = Graph.ofEdges(600, new int[0], new int[0], new float[0]);
            NeighbourhoodClustering.Result result =
                    NeighbourhoodClustering.cluster(scores, none, NeighbourhoodClustering.Options.defaults(3), workers);

            assertThat(result.smoothed()).isZero();
            assertThat(result.partition().labels())
                    .isEqualTo(result.leiden().partition().labels());
            assertThat(AdjustedRandIndex.of(tissue.types(), result.partition().labels()))
                    .as("without a spatial graph domains are cell types")
                    .isGreaterThan(0.9);
        }
    }

    @Test
    void equalCellsAndSingleCellsAreNoError() {
        try (Workers workers = new Workers(1)) {
            Graph line = SpatialNeighbours.nearestGraph(new double[] {0, 1, 2}, new double[3], 1, workers);
            NeighbourhoodClustering.Options options = NeighbourhoodClustering.Options.defaults(0);
            assertThat(NeighbourhoodClustering.cluster(DenseMatrix.zeros(3, 2), line, options, workers)
                            .partition()
                            .labels())
                    .hasSize(3);
            Graph single = Graph.ofEdges(1, new int[0], new int[0], new float[0]);
            assertThat(NeighbourhoodClustering.cluster(DenseMatrix.zeros(1, 2), single, options, workers)
                            .partition()
                            .labels())
                    .containsExactly(0);
            assertThatThrownBy(() -> NeighbourhoodClustering.features(DenseMatrix.zeros(2, 2), line, 0.5, workers))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }
}
