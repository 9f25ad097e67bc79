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

final class SpatialAutocorrelationTest {

    private static SpatialAutocorrelation.Result run(
            CsrMatrix matrix, SpatialWeights weights, SpatialBlocks blocks, int permutations, int threads) {
        SpatialAutocorrelation.Settings settings =
                new SpatialAutocorrelation.Settings(permutations, 11, Alternative.EITHER, 0.95);
        try (Workers workers = new Workers(threads)) {
            return new SpatialAutocorrelation(settings, workers).of(matrix, weights, blocks);
        }
    }

    private static SpatialAutocorrelation.Result run(CsrMatrix matrix, SpatialWeights weights) {
        return run(matrix, weights, SpatialBlocks.single(matrix.rows()), 0, 1);
    }

    @Test
    void twoBlocksOnALine() {
        int n = 12;
        double[] halves =
                IntStream.range(0, n).mapToDouble(i -> i < n / 2 ? 0 : 1).toArray();
        SpatialAutocorrelation.Result result =
                run(MadeTissue.column(halves), SpatialWeights.binary(MadeTissue.grid(n, 1)));
        // One of n - 1 edges joins unlike ends: I = ((n - 2) - 1) / (n - 1), C = 2 (n - 1) / (n (n - 1)).
        assertThat(result.moran().estimate()[0]).isCloseTo((n - 3.0) / (n - 1.0), within(1e-14));
        assertThat(result.geary().estimate()[0]).isCloseTo(2.0 / n, within(1e-14));
    }

    @Test
    void checkerboard() {
        int side = 6;
        double[] board = IntStream.range(0, side * side)
                .mapToDouble(i -> (i % side + i / side) % 2)
                .toArray();
        for (SpatialWeights weights : new SpatialWeights[] {
            SpatialWeights.binary(MadeTissue.grid(side, side)),
            SpatialWeights.rowStandardised(MadeTissue.grid(side, side))
        }) {
            SpatialAutocorrelation.Result result = run(MadeTissue.column(board), weights);
            assertThat(result.moran().estimate()[0]).isCloseTo(-1, within(1e-14));
            assertThat(result.geary().estimate()[0]).isCloseTo(2 * 35 / 36.0, within(1e-14));
        }
    }

    @Test
    void withoutSpreadItIsUndefined() {
        double[][] rows = MadeTissue.randomRows(25, 6, 0.3, 5);
        for (double[] row : rows) {
            row[1] = 0;
            row[2] = 3.3;
        }
        rows[7][3] = Double.NaN;
        rows[7][4] = Double.POSITIVE_INFINITY;
        CsrMatrix matrix = MadeMatrix.of(rows);
        SpatialAutocorrelation.Result result = run(
                matrix, SpatialWeights.rowStandardised(MadeTissue.grid(5, 5)), MadeTissue.gridBlocks(5, 5, 4), 19, 2);
        for (Autocorrelation statistic : new Autocorrelation[] {result.moran(), result.geary()}) {
            assertThat(statistic.status())
                    .containsExactly(
                            Status.DEFINED,
                            Status.CONSTANT,
                            Status.CONSTANT,
                            Status.NOT_FINITE,
                            Status.NOT_FINITE,
                            Status.DEFINED);
            for (int gene = 1; gene < 5; gene++) {
                assertThat(statistic.estimate()[gene]).isNaN();
                assertThat(statistic.analytic().pRandomisation()[gene]).isNaN();
                assertThat(statistic.analytic().adjusted()[gene]).isNaN();
                assertThat(statistic.permutation().p()[gene]).isNaN();
                assertThat(statistic.interval().lower()[gene]).isNaN();
            }
            assertThat(statistic.estimate()[5]).isFinite();
            assertThat(statistic.interval().upper()[5]).isFinite();
        }
    }

    @Test
    void degenerateTissues() {
        SpatialWeights alone = SpatialWeights.binary(MadeTissue.edges(1, new int[0], new int[0]));
        assertThat(run(MadeTissue.column(2), alone).moran().status()).containsExactly(Status.TOO_FEW_CELLS);
        SpatialWeights apart = SpatialWeights.rowStandardised(MadeTissue.edges(4, new int[0], new int[0]));
        assertThat(apart.isolated()).isEqualTo(4);
        SpatialAutocorrelation.Result noEdges = run(MadeTissue.column(1, 2, 3, 4), apart);
        assertThat(noEdges.moran().status()).containsExactly(Status.NO_NEIGHBOURS);
        assertThat(noEdges.moran().estimate()[0]).isNaN();
        SpatialWeights pair = SpatialWeights.binary(MadeTissue.grid(2, 1));
        SpatialAutocorrelation.Result two = run(MadeTissue.column(1, 2), pair);
        assertThat(two.moran().estimate()[0]).isEqualTo(-1);
        assertThat(two.moran().analytic().pRandomisation()[0]).isNaN();
        assertThat(MoranI.of(new double[] {5, 5}, pair)).isNaN();
    }

    @Test
    void anIsolatedCellCountsInN() {
        Graph graph = MadeTissue.edges(4, new int[] {0, 1}, new int[] {1, 2});
        SpatialWeights weights = SpatialWeights.rowStandardised(graph);
        double[] z = {-3, -1, 1, 3};
        // S0 is 3; rows: 0 -> 1, 1 -> 0 and 2 at one half each, 2 -> 1.
        double products = z[0] * z[1] + 0.5 * z[1] * (z[0] + z[2]) + z[2] * z[1];
        assertThat(run(MadeTissue.column(z), weights).moran().estimate()[0])
                .isCloseTo(4.0 / 3 * products / 20, within(1e-15));
        assertThat(weights.isolated()).isEqualTo(1);
    }

    @Test
    void shiftScaleAndOrderDoNotMatter() {
        double[][] rows = MadeTissue.randomRows(64, 3, 0, 3);
        Graph graph = MadeTissue.grid(8, 8);
        SpatialWeights weights = SpatialWeights.rowStandardised(graph);
        SpatialAutocorrelation.Result plain = run(MadeMatrix.of(rows), weights);
        double[][] moved = Arrays.stream(rows)
                .map(row -> Arrays.stream(row).map(v -> 4 * v + 4096).toArray())
                .toArray(double[][]::new);
        SpatialAutocorrelation.Result shifted = run(MadeMatrix.of(moved), weights);
        int[] order = IntStream.range(0, 64).toArray();
        CounterRandom.of(1, "order", 0).shuffle(order);
        int[] place = new int[64];
        Arrays.setAll(order, i -> order[i]);
        for (int i = 0; i < 64; i++) {
            place[order[i]] = i;
        }
        double[][] reordered = Arrays.stream(order).mapToObj(i -> rows[i]).toArray(double[][]::new);
        SpatialAutocorrelation.Result relabelled =
                run(MadeMatrix.of(reordered), SpatialWeights.rowStandardised(relabelled(graph, place)));
        for (SpatialAutocorrelation.Result other : new SpatialAutocorrelation.Result[] {shifted, relabelled}) {
            assertThat(other.moran().estimate()).containsExactly(plain.moran().estimate(), within(1e-12));
            assertThat(other.geary().estimate()).containsExactly(plain.geary().estimate(), within(1e-12));
            assertThat(other.moran().analytic().zRandomisation())
                    .containsExactly(plain.moran().analytic().zRandomisation(), within(1e-9));
        }
    }

    private static Graph relabelled(Graph graph, int[] place) {
        int[] from = new int[graph.edges()];
        int[] to = new int[graph.edges()];
        int edges = 0;
        for (int node = 0; node < graph.nodes(); node++) {
            for (int at = graph.starts()[node]; at < graph.starts()[node + 1]; at++) {
                if (graph.neighbours()[at] > node) {
                    from[edges] = place[node];
                    to[edges++] = place[graph.neighbours()[at]];
                }
            }
        }
        return MadeTissue.edges(graph.nodes(), from, to);
    }

    @Test
    void permutationsAgreeWithTheClosedForm() {
        CsrMatrix matrix = MadeMatrix.of(MadeTissue.randomRows(49, 4, 0.5, 9));
        int permutations = 9999;
        SpatialAutocorrelation.Result result = run(
                matrix,
                SpatialWeights.rowStandardised(MadeTissue.grid(7, 7)),
                SpatialBlocks.single(49),
                permutations,
                2);
        for (Autocorrelation statistic : new Autocorrelation[] {result.moran(), result.geary()}) {
            for (int gene = 0; gene < 4; gene++) {
                double variance = statistic.analytic().varianceRandomisation()[gene];
                double error = Math.sqrt(variance / permutations);
                assertThat(statistic.permutation().mean()[gene])
                        .isCloseTo(statistic.analytic().expectation(), within(5 * error));
                assertThat(statistic.permutation().variance()[gene] / variance).isCloseTo(1, within(0.08));
                assertThat(statistic.permutation().p()[gene])
                        .isCloseTo(statistic.analytic().pRandomisation()[gene], within(0.05));
            }
        }
    }

    @Test
    void permutationsHaveAStatedFloor() {
        double[] halves =
                IntStream.range(0, 100).mapToDouble(i -> i % 10 < 5 ? 0 : 1).toArray();
        CsrMatrix matrix = MadeTissue.column(halves);
        SpatialWeights weights = SpatialWeights.binary(MadeTissue.grid(10, 10));
        SpatialAutocorrelation.Result result = run(matrix, weights, SpatialBlocks.single(100), 99, 1);
        assertThat(result.moran().permutation().p()[0]).isEqualTo(0.02);
        assertThat(result.moran().permutation().smallestP()).isEqualTo(0.02);
        assertThat(result.geary().permutation().p()[0]).isEqualTo(0.02);
        assertThat(result.moran().analytic().pRandomisation()[0]).isLessThan(1e-10);
    }

    @Test
    void threadsDoNotChangeABit() {
        int side = 60;
        CsrMatrix matrix = MadeMatrix.of(MadeTissue.randomRows(side * side, 5, 0.8, 2));
        SpatialWeights weights = SpatialWeights.rowStandardised(MadeTissue.grid(side, side));
        SpatialBlocks blocks = MadeTissue.gridBlocks(side, side, 16);
        SpatialAutocorrelation.Result one = run(matrix, weights, blocks, 40, 1);
        for (int threads : new int[] {2, 7}) {
            SpatialAutocorrelation.Result more = run(matrix, weights, blocks, 40, threads);
            assertThat(more.moran().estimate()).isEqualTo(one.moran().estimate());
            assertThat(more.geary().estimate()).isEqualTo(one.geary().estimate());
            assertThat(more.moran().permutation().variance())
                    .isEqualTo(one.moran().permutation().variance());
            assertThat(more.geary().permutation().p())
                    .isEqualTo(one.geary().permutation().p());
            assertThat(more.moran().interval().lower())
                    .isEqualTo(one.moran().interval().lower());
        }
    }
}
