package io.spatho.core.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.spatho.core.error.InputException;
import io.spatho.core.golden.AnalysisGolden;
import io.spatho.core.matrix.DenseMatrix;
import io.spatho.core.parallel.Workers;
import io.spatho.core.random.CounterRandom;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ExpressionNeighboursTest {

    /** Points in a few clumps; {@code copies} of them repeat the first, and all lie {@code shift} away from the origin. */
    private static DenseMatrix clumps(int n, int dimensions, int copies, float shift) {
        DenseMatrix points = DenseMatrix.zeros(n, dimensions);
        for (int i = 0; i < n; i++) {
            CounterRandom random = CounterRandom.of(2, "clumps", i < copies ? 0 : i);
            int clump = random.nextInt(5);
            for (int d = 0; d < dimensions; d++) {
                double value = random.nextGaussian() + (d % 5 == clump ? 6 : 0);
                points.values()[i * dimensions + d] = (float) (value + shift);
            }
        }
        return points;
    }

    private static NearestNeighbours brute(DenseMatrix points, int k) {
        int n = points.rows();
        int[] indices = new int[n * k];
        float[] distances = new float[n * k];
        for (int i = 0; i < n; i++) {
            NearestList nearest = new NearestList(k);
            for (int j = 0; j < n; j++) {
                double sum = 0;
                for (int d = 0; d < points.columns(); d++) {
                    double difference = (double) points.get(i, d) - points.get(j, d);
                    sum += difference * difference;
                }
                if (j != i) {
                    nearest.offer(sum, j);
                }
            }
            for (int rank = 0; rank < k; rank++) {
                indices[i * k + rank] = nearest.index(rank);
                distances[i * k + rank] = (float) Math.sqrt(nearest.key(rank));
            }
        }
        return new NearestNeighbours(n, k, indices, distances);
    }

    private static void assertSame(NearestNeighbours actual, NearestNeighbours expected) {
        assertThat(actual.indices()).isEqualTo(expected.indices());
        assertThat(actual.distances()).isEqualTo(expected.distances());
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void exactSearchIsBruteForceForAnyNumberOfThreads(int threads) {
        DenseMatrix points = clumps(2500, 13, 0, 0);
        try (Workers workers = new Workers(threads)) {
            assertSame(ExpressionNeighbours.exact(points, 9, workers), brute(points, 9));
        }
    }

    @Test
    void coincidingPointsAreOrderedByIndex() {
        DenseMatrix points = clumps(1500, 6, 70, 0);
        try (Workers workers = new Workers(2)) {
            assertSame(ExpressionNeighbours.exact(points, 5, workers), brute(points, 5));
        }
    }

    @Test
    void pointsFarFromTheOriginAreNotConfusedByRounding() {
        // At 3,000 from the origin the float32 ranking has lost the distances; only the second search can be right.
        DenseMatrix points = clumps(1200, 8, 0, 3000);
        try (Workers workers = new Workers(2)) {
            assertSame(ExpressionNeighbours.exact(points, 6, workers), brute(points, 6));
        }
    }

    @Test
    void reorderingPointsReordersNeighbours() {
        DenseMatrix points = clumps(1300, 7, 0, 0);
        int[] reversed = IntStream.range(0, 1300).map(i -> 1299 - i).toArray();
        try (Workers workers = new Workers(2)) {
            NearestNeighbours forward = ExpressionNeighbours.exact(points, 4, workers);
            NearestNeighbours backward = ExpressionNeighbours.exact(points.selectRows(reversed), 4, workers);
            for (int i = 0; i < 1300; i++) {
                for (int rank = 0; rank < 4; rank++) {
                    assertThat(1299 - backward.neighbour(1299 - i, rank)).isEqualTo(forward.neighbour(i, rank));
                }
            }
        }
    }

    @Test
    void agreesWithScikitLearn() {
        try (Workers workers = new Workers(1)) {
            NearestNeighbours found = ExpressionNeighbours.exact(AnalysisGolden.points(), 8, workers);
            List<String[]> rows = AnalysisGolden.rows("knn.tsv");
            for (int i = 0; i < rows.size(); i++) {
                assertThat(found.indices()[i]).isEqualTo(Integer.parseInt(rows.get(i)[1]));
                assertThat((double) found.distances()[i]).isCloseTo(Double.parseDouble(rows.get(i)[2]), within(1e-6));
            }
        }
    }

    @Test
    void fuzzyUnionAgreesWithUmap() {
        try (Workers workers = new Workers(2)) {
            Graph graph = FuzzyGraph.of(ExpressionNeighbours.exact(AnalysisGolden.points(), 8, workers), workers);
            List<String[]> rows = AnalysisGolden.rows("umap_edges.tsv");

            assertThat(graph.edges()).isEqualTo(rows.size());
            for (String[] row : rows) {
                int from = Integer.parseInt(row[0]);
                int at = Arrays.binarySearch(
                        graph.neighbours(), graph.starts()[from], graph.starts()[from + 1], Integer.parseInt(row[1]));
                assertThat((double) graph.weights()[at]).isCloseTo(Double.parseDouble(row[2]), within(3e-5));
            }
        }
    }

    @Test
    void approximateSearchIsRepeatableAndMeasuresItsRecall() {
        DenseMatrix points = clumps(4000, 16, 0, 0);
        NearestNeighbours first;
        try (Workers workers = new Workers(1)) {
            ExpressionNeighbours.Search search = ExpressionNeighbours.approximate(points, 10, 7, workers);
            first = search.neighbours();
            NearestNeighbours truth = ExpressionNeighbours.exact(points, 10, workers);
            long hits = IntStream.range(0, 4000)
                    .mapToLong(i -> Arrays.stream(first.indices(), i * 10, i * 10 + 10)
                            .filter(found -> Arrays.stream(truth.indices(), i * 10, i * 10 + 10)
                                    .anyMatch(other -> other == found))
                            .count())
                    .sum();

            assertThat(search.exact()).isFalse();
            assertThat(search.recallSample()).isEqualTo(1000);
            assertThat(search.recall()).isGreaterThan(0.95).isCloseTo(hits / 40000.0, within(0.01));
        }
        try (Workers workers = new Workers(3)) {
            assertSame(ExpressionNeighbours.approximate(points, 10, 7, workers).neighbours(), first);
        }
    }

    @Test
    void equalPointsAndSinglePointsAreNoError() {
        try (Workers workers = new Workers(2)) {
            NearestNeighbours equal = ExpressionNeighbours.exact(DenseMatrix.zeros(50, 3), 5, workers);
            assertThat(Arrays.copyOf(equal.indices(), 10)).containsExactly(1, 2, 3, 4, 5, 0, 2, 3, 4, 5);
            for (float weight : FuzzyGraph.of(equal, workers).weights()) {
                assertThat(weight).isEqualTo(1);
            }
            NearestNeighbours single = ExpressionNeighbours.exact(DenseMatrix.zeros(1, 3), 5, workers);
            assertThat(single.k()).isZero();
            assertThat(FuzzyGraph.of(single, workers).nodes()).isEqualTo(1);
            assertThat(ExpressionNeighbours.exact(clumps(4, 3, 0, 0), 5, workers)
                            .k())
                    .isEqualTo(3);
            assertThat(ExpressionNeighbours.approximate(DenseMatrix.zeros(1, 3), 5, 1, workers)
                            .neighbours()
                            .k())
                    .isZero();
        }
    }

    @Test
    void approximateSearchOfCoincidingPointsFindsOthersAtTheSamePlace() {
        try (Workers workers = new Workers(2)) {
            for (int n : new int[] {2, 7, 30, 6000}) {
                ExpressionNeighbours.Search search =
                        ExpressionNeighbours.approximate(DenseMatrix.zeros(n, 3), 5, 1, workers);
                assertThat(search.recall()).isEqualTo(1);
                for (int i = 0; i < n; i++) {
                    int point = i;
                    int k = search.neighbours().k();
                    assertThat(Arrays.stream(search.neighbours().indices(), i * k, i * k + k)
                                    .distinct()
                                    .filter(other -> other != point)
                                    .count())
                            .isEqualTo(k);
                }
            }
        }
    }

    @Test
    void impossibleValuesAreRefused() {
        DenseMatrix broken = new DenseMatrix(2, 2, new float[] {0, 1, Float.NaN, 0});
        try (Workers workers = new Workers(1)) {
            assertThatThrownBy(() -> ExpressionNeighbours.exact(broken, 1, workers))
                    .isInstanceOf(InputException.class)
                    .hasMessageContaining("row 1, dimension 0");
            assertThatThrownBy(() -> ExpressionNeighbours.exact(DenseMatrix.zeros(0, 2), 1, workers))
                    .isInstanceOf(InputException.class);
        }
    }
}
