package io.spatho.core.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.spatho.core.error.InputException;
import io.spatho.core.parallel.Workers;
import io.spatho.core.random.CounterRandom;
import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SpatialNeighboursTest {

    /** Random points of which every fifth coincides with an earlier one, on a coarse lattice so that distances tie. */
    private static double[][] latticeWithDuplicates(int n, long seed) {
        double[][] points = new double[2][n];
        for (int i = 0; i < n; i++) {
            CounterRandom random = CounterRandom.of(seed, "points", i);
            boolean copy = i > 0 && i % 5 == 0;
            int other = copy ? random.nextInt(i) : 0;
            points[0][i] = copy ? points[0][other] : random.nextInt(40) * 3;
            points[1][i] = copy ? points[1][other] : random.nextInt(40) * 3;
        }
        return points;
    }

    private static int[] bruteNearest(double[] x, double[] y, int point, int k) {
        return IntStream.range(0, x.length)
                .filter(i -> i != point)
                .boxed()
                .sorted(Comparator.<Integer>comparingDouble(
                                i -> (x[i] - x[point]) * (x[i] - x[point]) + (y[i] - y[point]) * (y[i] - y[point]))
                        .thenComparing(Comparator.naturalOrder()))
                .limit(k)
                .mapToInt(i -> i)
                .toArray();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void nearestAreThoseOfBruteForceWithTiesByIndex(int threads) {
        double[][] points = latticeWithDuplicates(900, 1);
        try (Workers workers = new Workers(threads)) {
            NearestNeighbours found = SpatialNeighbours.nearest(points[0], points[1], 7, workers);
            for (int i = 0; i < 900; i++) {
                assertThat(Arrays.copyOfRange(found.indices(), i * 7, i * 7 + 7))
                        .containsExactly(bruteNearest(points[0], points[1], i, 7));
            }
        }
    }

    @Test
    void coincidingPointsNeedNoSquareTime() {
        int n = 50_000;
        try (Workers workers = new Workers(2)) {
            NearestNeighbours found = SpatialNeighbours.nearest(new double[n], new double[n], 3, workers);

            assertThat(Arrays.copyOf(found.indices(), 6)).containsExactly(1, 2, 3, 0, 2, 3);
            assertThat(found.neighbour(n - 1, 2)).isEqualTo(2);
            assertThat(found.distance(n - 1, 2)).isZero();
        }
    }

    @Test
    void radiusJoinsExactlyThePairsWithin() {
        double[][] points = latticeWithDuplicates(500, 2);
        try (Workers workers = new Workers(3)) {
            Graph graph = SpatialNeighbours.within(points[0], points[1], 9, workers);
            int pairs = 0;
            for (int i = 0; i < 500; i++) {
                for (int j = 0; j < i; j++) {
                    double distance = Math.hypot(points[0][i] - points[0][j], points[1][i] - points[1][j]);
                    pairs += distance <= 9 ? 1 : 0;
                }
            }
            assertThat(graph.edges()).isEqualTo(pairs);
        }
    }

    @Test
    void anIsolatedPointHasNoNeighbourAndFewPointsFewNeighbours() {
        double[] x = {0, 1, 500};
        double[] y = {0, 0, 0};
        try (Workers workers = new Workers(1)) {
            assertThat(SpatialNeighbours.within(x, y, 5, workers).degree(2)).isZero();
            assertThat(SpatialNeighbours.nearest(x, y, 10, workers).k()).isEqualTo(2);
            assertThat(SpatialNeighbours.nearestGraph(new double[1], new double[1], 3, workers)
                            .edges())
                    .isZero();
        }
    }

    @Test
    void everyVisiumSpotInsideHasSixNeighbours() {
        int[] rows = new int[200];
        int[] columns = new int[200];
        double[] x = new double[200];
        double[] y = new double[200];
        for (int i = 0; i < 200; i++) {
            rows[i] = i / 10;
            columns[i] = 2 * (i % 10) + rows[i] % 2;
            x[i] = columns[i] * 50;
            y[i] = rows[i] * 50 * Math.sqrt(3);
        }
        try (Workers workers = new Workers(1)) {
            Graph graph = SpatialNeighbours.hexagonal(rows, columns, x, y);
            Graph byPitch = SpatialNeighbours.withinPitch(x, y, 100, workers);

            assertThat(graph.degree(55)).isEqualTo(6);
            assertThat(graph.degree(0)).isEqualTo(2);
            for (float distance : graph.weights()) {
                assertThat(distance).isCloseTo(100, within(1e-3f));
            }
            assertThat(byPitch.neighbours()).isEqualTo(graph.neighbours());
            rows[1] = rows[0];
            columns[1] = columns[0];
            assertThatThrownBy(() -> SpatialNeighbours.hexagonal(rows, columns, x, y))
                    .isInstanceOf(InputException.class)
                    .hasMessageContaining("share one array position");
        }
    }

    @Test
    void binsHaveFourOrEightNeighbours() {
        int[] rows = IntStream.range(0, 25).map(i -> i / 5).toArray();
        int[] columns = IntStream.range(0, 25).map(i -> i % 5).toArray();
        double[] x = Arrays.stream(columns).mapToDouble(c -> c * 8).toArray();
        double[] y = Arrays.stream(rows).mapToDouble(r -> r * 8).toArray();

        assertThat(SpatialNeighbours.square(rows, columns, x, y, false).degree(12))
                .isEqualTo(4);
        assertThat(SpatialNeighbours.square(rows, columns, x, y, true).degree(12))
                .isEqualTo(8);
        assertThat(SpatialNeighbours.square(rows, columns, x, y, true).degree(0))
                .isEqualTo(3);
    }

    @Test
    void delaunayHasEmptyCircumcirclesAndEulersNumberOfEdges() {
        int n = 400;
        double[] x = new double[n];
        double[] y = new double[n];
        for (int i = 0; i < n; i++) {
            CounterRandom random = CounterRandom.of(4, "points", i);
            x[i] = random.nextDouble() * 1000;
            y[i] = random.nextDouble() * 1000;
        }
        Graph graph = SpatialNeighbours.delaunay(x, y, Double.POSITIVE_INFINITY);
        // 3 n - 3 - h edges with h hull points; the hull of 400 uniform points has between 4 and 40.
        assertThat(graph.edges()).isBetween(3 * n - 3 - 40, 3 * n - 3 - 4);
        try (Workers workers = new Workers(1)) {
            NearestNeighbours nearest = SpatialNeighbours.nearest(x, y, 1, workers);
            for (int i = 0; i < n; i++) {
                int from = graph.starts()[i];
                assertThat(Arrays.binarySearch(
                                graph.neighbours(), from, graph.starts()[i + 1], nearest.neighbour(i, 0)))
                        .as("the nearest neighbour graph is part of the triangulation")
                        .isGreaterThanOrEqualTo(from);
            }
        }
        Graph cut = SpatialNeighbours.delaunay(x, y, 40);
        for (float length : cut.weights()) {
            assertThat(length).isLessThanOrEqualTo(40);
        }
    }

    @Test
    void delaunayCopesWithLinesDuplicatesAndSingles() {
        double inf = Double.POSITIVE_INFINITY;
        Graph line = SpatialNeighbours.delaunay(new double[] {0, 1, 2, 3}, new double[4], inf);
        assertThat(line.neighbours()).containsExactly(1, 0, 2, 1, 3, 2);
        Graph twins = SpatialNeighbours.delaunay(new double[] {0, 0, 5}, new double[] {0, 0, 5}, inf);
        assertThat(twins.neighbours()).containsExactly(1, 2, 0, 0);
        assertThat(twins.weights()[0]).isZero();
        assertThat(SpatialNeighbours.delaunay(new double[1], new double[1], inf).edges())
                .isZero();
        assertThat(SpatialNeighbours.delaunay(new double[4], new double[4], inf).edges())
                .isEqualTo(3);
    }

    @Test
    void positionsMustExist() {
        try (Workers workers = new Workers(1)) {
            assertThatThrownBy(() -> SpatialNeighbours.nearest(new double[0], new double[0], 3, workers))
                    .isInstanceOf(InputException.class);
            assertThatThrownBy(() ->
                            SpatialNeighbours.nearest(new double[] {0, Double.NaN}, new double[] {0, 0}, 3, workers))
                    .isInstanceOf(InputException.class)
                    .hasMessageContaining("observation 1");
        }
    }

    @Test
    void aRadiusInTheWrongUnitsIsRefused() {
        int n = 4000;
        double[] x = IntStream.range(0, n).mapToDouble(i -> i % 200).toArray();
        double[] y =
                IntStream.range(0, n).mapToDouble(i -> Math.floorDiv(i, 200)).toArray();
        try (Workers workers = new Workers(2)) {
            assertThatThrownBy(() -> SpatialNeighbours.within(x, y, 10_000, workers))
                    .isInstanceOf(InputException.class)
                    .hasMessageContaining("too many pairs");
        }
    }
}
