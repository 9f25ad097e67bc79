package io.spatho.core.annotate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.spatho.core.matrix.CsrMatrix;
import io.spatho.core.matrix.MadeMatrix;
import io.spatho.core.parallel.Workers;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class MarkerGenesTest {

    private static MarkerTable run(CsrMatrix matrix, int[] clusterOf, int clusters, int threads) {
        try (Workers workers = new Workers(threads)) {
            return MarkerGenes.of(matrix, clusterOf, clusters, workers);
        }
    }

    @Test
    void equalsScanpy() throws IOException {
        try (InputStream in = MarkerGenesTest.class.getResourceAsStream("golden-markers.json")) {
            JsonNode golden = new ObjectMapper().readTree(in);
            JsonNode values = golden.get("values");
            double[][] rows = IntStream.range(0, values.size())
                    .mapToObj(i -> numbers(values.get(i)))
                    .toArray(double[][]::new);
            int[] labels = Arrays.stream(numbers(golden.get("labels")))
                    .mapToInt(v -> (int) v)
                    .toArray();
            MarkerTable table = run(MadeMatrix.of(rows), labels, 3, 2);
            JsonNode scanpy = golden.get("markers");
            compare(scanpy.get("score"), table, table.scores(), 1e-10);
            compare(scanpy.get("p"), table, table.pValues(), 1e-10);
            compare(scanpy.get("adjusted"), table, table.adjusted(), 1e-10);
            compare(scanpy.get("fold_change"), table, table.foldChanges(), 1e-10);
            compare(scanpy.get("share_in"), table, table.shareIn(), 1e-15);
            compare(scanpy.get("share_out"), table, table.shareOut(), 1e-15);
            try (Workers workers = new Workers(2)) {
                MarkerTable welch = WelchMarkers.of(MadeMatrix.of(rows), labels, 3, workers);
                compare(scanpy.get("welch_score"), welch, welch.scores(), 1e-10);
                compare(scanpy.get("welch_p"), welch, welch.pValues(), 1e-10);
                compare(scanpy.get("fold_change"), welch, welch.foldChanges(), 1e-10);
                compare(scanpy.get("share_in"), welch, welch.shareIn(), 1e-15);
            }
        }
    }

    private static double[] numbers(JsonNode array) {
        return IntStream.range(0, array.size())
                .mapToDouble(i -> array.get(i).asDouble())
                .toArray();
    }

    private static void compare(JsonNode expected, MarkerTable table, double[] actual, double tolerance) {
        for (int cluster = 0; cluster < table.clusters(); cluster++) {
            double[] row = numbers(expected.get(cluster));
            for (int gene = 0; gene < table.genes(); gene++) {
                assertThat(actual[table.at(cluster, gene)]).isCloseTo(row[gene], within(tolerance));
            }
        }
    }

    @Test
    void welchHasNoTestWithoutSpreadOrWithOneCell() {
        CsrMatrix matrix = MadeMatrix.of(new double[][] {{3, 1, 1}, {3, 2, 1}, {3, 4, 5}, {3, 4, 5}});
        try (Workers workers = new Workers(1)) {
            MarkerTable two = WelchMarkers.of(matrix, new int[] {0, 0, 1, 1}, 2, workers);
            assertThat(two.scores()[two.at(0, 0)]).isNaN();
            assertThat(two.scores()[two.at(0, 2)]).isNaN();
            assertThat(two.pValues()[two.at(0, 2)]).isNaN();
            assertThat(two.scores()[two.at(0, 1)]).isCloseTo(-2.5 / 0.5, within(1e-12));
            MarkerTable one = WelchMarkers.of(matrix, new int[] {0, 1, 1, 1}, 2, workers);
            assertThat(one.pValues()).containsOnly(Double.NaN);
        }
    }

    @Test
    void smallCaseByHand() {
        // Ranks of -1, 0, 0, 0, 2, 2 are 1, 3, 3, 3, 5.5, 5.5; cluster 0 holds -1, 0 and 2.
        CsrMatrix matrix = MadeMatrix.of(new double[][] {{-1}, {0}, {2}, {0}, {0}, {2}});
        MarkerTable table = run(matrix, new int[] {0, 0, 0, 1, 1, 1}, 2, 1);
        double ties = (27 - 3 + 8 - 2) / (216.0 - 6);
        double spread = Math.sqrt((1 - ties) * 9 * 7 / 12.0);
        assertThat(table.scores()[0]).isCloseTo((9.5 - 10.5) / spread, within(1e-14));
        assertThat(table.scores()[1]).isCloseTo((11.5 - 10.5) / spread, within(1e-14));
        assertThat(table.shareIn()[0]).isCloseTo(2 / 3.0, within(1e-15));
    }

    @Test
    void ranksGenesAndWritesRows() {
        double[][] rows = new double[20][4];
        for (int cell = 0; cell < 20; cell++) {
            rows[cell][0] = 1.5;
            rows[cell][1] = cell < 10 ? 0 : 2;
            rows[cell][2] = cell < 10 ? 3 : 0;
            rows[cell][3] = cell % 2;
        }
        MarkerTable table =
                run(MadeMatrix.of(rows), IntStream.range(0, 20).map(i -> i / 10).toArray(), 2, 2);
        // Gene 0 is constant: no test, last in order, and not among the tests that are corrected for.
        assertThat(table.best(0, 9)).containsExactly(2, 3, 1, 0);
        assertThat(table.best(1, 2)).containsExactly(1, 3);
        assertThat(table.scores()[table.at(0, 0)]).isNaN();
        assertThat(table.adjusted()[table.at(0, 0)]).isNaN();
        assertThat(table.adjusted()[table.at(0, 2)]).isCloseTo(table.pValues()[table.at(0, 2)] * 3 / 2, within(1e-15));
        assertThat(table.table("cluster_id", List.of("a", "b"), List.of("g0", "g1", "g2", "g3"), 2)
                        .strings("gene"))
                .containsExactly("g2", "g3", "g1", "g3");
    }

    @Test
    void emptyWholeAndMissingClusters() {
        CsrMatrix matrix = MadeMatrix.of(new double[][] {{1, 2}, {0, 3}, {4, 0}});
        assertThat(run(matrix, new int[] {0, 0, 0}, 2, 1).scores()).containsOnly(Double.NaN);
        assertThat(run(matrix, new int[] {-1, -1, -1}, 1, 1).pValues()).containsOnly(Double.NaN);
        MarkerTable part = run(matrix, new int[] {0, 1, -1}, 2, 1);
        assertThat(part.shareIn()[part.at(0, 1)]).isEqualTo(1);
        assertThat(part.scores()[part.at(0, 1)]).isEqualTo(-1);
        assertThatThrownBy(() -> run(matrix, new int[] {0, 1, 2}, 2, 1)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void threadsAndCellOrderDoNotMatter() {
        double[][] rows = new double[120][150];
        for (int cell = 0; cell < 120; cell++) {
            for (int gene = 0; gene < 150; gene++) {
                rows[cell][gene] = Math.max(0, (cell * 31 + gene * 17 + cell * gene) % 11 - 6);
            }
        }
        int[] clusterOf = IntStream.range(0, 120).map(i -> i * i % 5).toArray();
        MarkerTable one = run(MadeMatrix.of(rows), clusterOf, 5, 1);
        MarkerTable seven = run(MadeMatrix.of(rows), clusterOf, 5, 7);
        assertThat(seven.scores()).isEqualTo(one.scores());
        assertThat(seven.order()).isEqualTo(one.order());
        double[][] backRows = new double[120][];
        int[] back = new int[120];
        for (int cell = 0; cell < 120; cell++) {
            backRows[cell] = rows[119 - cell];
            back[cell] = clusterOf[119 - cell];
        }
        assertThat(run(MadeMatrix.of(backRows), back, 5, 2).scores()).containsExactly(one.scores(), within(1e-12));
    }
}
