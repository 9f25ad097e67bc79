package io.spatho.core.spatial;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.spatho.core.graph.Graph;
import io.spatho.core.parallel.Workers;
import io.spatho.core.pattern.PatternGolden;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

final class LocalStatisticsTest {

    /** In the order of esda's numbers 1 to 4. */
    private static final List<LocalMoran.Quadrant> QUADRANTS = List.of(
            LocalMoran.Quadrant.HIGH_HIGH,
            LocalMoran.Quadrant.LOW_HIGH,
            LocalMoran.Quadrant.LOW_LOW,
            LocalMoran.Quadrant.HIGH_LOW);

    private final PatternGolden golden = PatternGolden.read();

    private static void requireClose(double[] found, double[] expected) {
        for (int i = 0; i < expected.length; i++) {
            assertThat(found[i]).as("observation %d", i).isCloseTo(expected[i], within(1e-10));
        }
    }

    @Test
    void getisOrdEqualsEsda() {
        GetisOrd hot = GetisOrd.of(golden.numbers("values"), golden.graph());
        requireClose(hot.z(), golden.numbers("getis_ord"));
        assertThat(hot.status()).isEqualTo(Status.DEFINED);
    }

    @Test
    void localMoranEqualsEsdaAndItsTestAgrees() {
        try (Workers workers = new Workers(2)) {
            LocalMoran local = LocalMoran.of(golden.numbers("values"), golden.graph(), 9999, 3, workers);
            requireClose(local.i(), golden.numbers("local_moran"));
            double[] esda = golden.numbers("local_moran_p");
            for (int i = 0; i < esda.length; i++) {
                // esda's is that of the smaller side; both are estimates from 9,999 draws.
                double side = Math.min(0.5, esda[i]);
                double spread = Math.sqrt(2 * side * (1 - side) / 9999);
                assertThat(local.p()[i] / 2).isCloseTo(side, within(6 * spread + 1e-4));
                assertThat(local.quadrant()[i])
                        .isEqualTo(
                                QUADRANTS.get(golden.get("local_moran_q").get(i).asInt() - 1));
            }
        }
    }

    @Test
    void twoVariablesEqualEsda() {
        double[] x = golden.numbers("values");
        double[] y = golden.numbers("second");
        try (Workers workers = new Workers(2)) {
            LocalMoran local = LocalMoran.of(x, y, golden.graph(), 9, 3, workers);
            requireClose(local.i(), golden.numbers("local_bivariate"));
            BivariateMoran whole = BivariateMoran.of(y, x, golden.graph(), 199, 3, workers);
            assertThat(whole.i()).isCloseTo(golden.get("bivariate").asDouble(), within(1e-10));
            assertThat(whole.p()).isEqualTo(2.0 / 200);
        }
    }

    @Test
    void theNumberOfThreadsChangesNothing() {
        try (Workers one = new Workers(1);
                Workers three = new Workers(3)) {
            double[] values = golden.numbers("values");
            assertThat(LocalMoran.of(values, golden.graph(), 99, 3, three).p())
                    .isEqualTo(LocalMoran.of(values, golden.graph(), 99, 3, one).p());
        }
    }

    @Test
    void undefinedStaysUndefined() {
        Graph graph = Graph.ofEdges(4, new int[] {0, 1}, new int[] {1, 2}, new float[2]);
        try (Workers workers = new Workers(1)) {
            double[] constant = {2, 2, 2, 2};
            assertThat(GetisOrd.of(constant, graph).z()).containsOnly(Double.NaN);
            assertThat(GetisOrd.of(constant, graph).status()).isEqualTo(Status.CONSTANT);
            LocalMoran local = LocalMoran.of(new double[] {1, 2, 3, 9}, graph, 99, 1, workers);
            assertThat(local.i()[3]).isNaN();
            assertThat(local.p()[3]).isNaN();
            assertThat(local.quadrant()[3]).isEqualTo(LocalMoran.Quadrant.NONE);
            double[] missing = {1, Double.NaN, 3, 4};
            assertThat(BivariateMoran.of(constant, missing, graph, 9, 1, workers)
                            .status())
                    .isEqualTo(Status.CONSTANT);
            assertThat(BivariateMoran.of(new double[] {1, 2, 3, 4}, missing, graph, 9, 1, workers)
                            .status())
                    .isEqualTo(Status.NOT_FINITE);
        }
    }

    @Test
    void underRandomArrangementPValuesAreUniform() {
        int n = 2000;
        double[] values = new double[n];
        Arrays.setAll(values, i -> Math.floorMod(i * 7919L, n));
        int[] from = new int[n - 1];
        int[] to = new int[n - 1];
        Arrays.setAll(from, i -> i);
        Arrays.setAll(to, i -> i + 1);
        int[] order = new int[n];
        Arrays.setAll(order, i -> i);
        Permutations.of(9, "test", 0).shuffle(order);
        double[] shuffled = new double[n];
        Arrays.setAll(shuffled, i -> values[order[i]]);
        try (Workers workers = new Workers(2)) {
            LocalMoran local = LocalMoran.of(shuffled, Graph.ofEdges(n, from, to, new float[n - 1]), 199, 3, workers);
            double below = Arrays.stream(local.p()).filter(p -> p <= 0.1).count() / (double) n;
            assertThat(below).isBetween(0.07, 0.13);
        }
    }
}
