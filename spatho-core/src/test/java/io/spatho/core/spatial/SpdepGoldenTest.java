package io.spatho.core.spatial;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.spatho.core.graph.Graph;
import io.spatho.core.matrix.MadeMatrix;
import io.spatho.core.parallel.Workers;
import java.io.IOException;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Against the values that docs/golden/make_spdep_golden.R stored, with all cells joined and with one cell left alone. */
final class SpdepGoldenTest {

    private static final int GENE_OF_LOCAL_STATISTICS = 2;

    private final JsonNode made = MadeTissue.golden("golden-spatial.json");
    private final JsonNode golden = MadeTissue.golden("golden-spdep.json");

    SpdepGoldenTest() throws IOException {}

    private Graph graph(String name) {
        int lonely = name.equals("isolated") ? golden.get("lonely").asInt() : -1;
        Graph whole = MadeTissue.goldenGraph(made);
        int[] from = new int[whole.edges()];
        int[] to = new int[whole.edges()];
        int edges = 0;
        for (int node = 0; node < whole.nodes(); node++) {
            for (int at = whole.starts()[node]; at < whole.starts()[node + 1]; at++) {
                int other = whole.neighbours()[at];
                if (other > node && node != lonely && other != lonely) {
                    from[edges] = node;
                    to[edges++] = other;
                }
            }
        }
        return MadeTissue.edges(whole.nodes(), Arrays.copyOf(from, edges), Arrays.copyOf(to, edges));
    }

    private static void close(double actual, JsonNode expected) {
        double value = expected.asDouble();
        assertThat(actual).isCloseTo(value, within(1e-10 * Math.max(1, Math.abs(value))));
    }

    private static void closeInTheTail(double actual, JsonNode expected) {
        assertThat(actual / expected.asDouble()).isCloseTo(1, within(1e-9));
    }

    @ParameterizedTest
    @ValueSource(strings = {"whole", "isolated"})
    void moranAndGearyTestsAreEqual(String name) {
        Graph graph = graph(name);
        requireEqual(golden.get(name).get("W"), SpatialWeights.rowStandardised(graph));
        requireEqual(golden.get(name).get("B"), SpatialWeights.binary(graph));
    }

    private void requireEqual(JsonNode spdep, SpatialWeights weights) {
        SpatialAutocorrelation.Settings settings =
                new SpatialAutocorrelation.Settings(0, 1, Alternative.POSITIVE, 0.95);
        double[][] rows = MadeTissue.goldenRows(made);
        try (Workers workers = new Workers(2)) {
            SpatialAutocorrelation.Result found = new SpatialAutocorrelation(settings, workers)
                    .of(MadeMatrix.of(rows), weights, SpatialBlocks.single(rows.length));
            for (int gene = 0; gene < rows[0].length; gene++) {
                requireEqual(spdep, gene, "I", found.moran());
                requireEqual(spdep, gene, "C", found.geary());
                close(found.moran().analytic().expectation(), spdep.get("EI").get(gene));
            }
        }
    }

    private static void requireEqual(JsonNode spdep, int gene, String letter, Autocorrelation found) {
        // A common offset of 900 leaves float64 with fewer digits, here and there.
        close(found.estimate()[gene], spdep.get(letter).get(gene));
        Autocorrelation.Analytic tests = found.analytic();
        double sign = letter.equals("C") ? -1 : 1;
        close(tests.varianceNormality(), spdep.get("V" + letter + "_norm").get(gene));
        close(
                tests.varianceRandomisation()[gene],
                spdep.get("V" + letter + "_rand").get(gene));
        close(sign * tests.zNormality()[gene], spdep.get("z" + letter + "_norm").get(gene));
        close(
                sign * tests.zRandomisation()[gene],
                spdep.get("z" + letter + "_rand").get(gene));
        closeInTheTail(
                tests.pNormality()[gene], spdep.get("p" + letter + "_norm").get(gene));
        closeInTheTail(
                tests.pRandomisation()[gene], spdep.get("p" + letter + "_rand").get(gene));
    }

    @ParameterizedTest
    @ValueSource(strings = {"whole", "isolated"})
    void localStatisticsAreEqual(String name) {
        Graph graph = graph(name);
        JsonNode local = golden.get(name).get("local");
        double[] values = Arrays.stream(MadeTissue.goldenRows(made))
                .mapToDouble(row -> row[GENE_OF_LOCAL_STATISTICS])
                .toArray();
        double[] hot = GetisOrd.of(values, graph).z();
        double n = values.length;
        try (Workers workers = new Workers(2)) {
            double[] moran = LocalMoran.of(values, graph, 0, 1, workers).i();
            for (int cell = 0; cell < n; cell++) {
                close(hot[cell], local.get("g_star_binary").get(cell));
                if (graph.degree(cell) == 0) {
                    // spdep says 0 where no neighbour can say anything.
                    assertThat(moran[cell]).isNaN();
                } else {
                    // spdep divides by the population variance where esda, and this, leave (n - 1) / n.
                    close(moran[cell] * n / (n - 1), local.get("moran").get(cell));
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"whole", "isolated"})
    void joinsAreEqualAndRandomLabellingsHaveTheirClosedMoments(String name) {
        JsonNode joins = golden.get(name).get("joins");
        int permutations = 20_000;
        try (Workers workers = new Workers(2)) {
            NeighbourhoodEnrichment found =
                    NeighbourhoodEnrichment.of(graph(name), MadeTissue.goldenLabels(made), 3, permutations, 5, workers);
            IntStream.range(0, joins.get("pair").size()).forEach(i -> {
                String[] pair = joins.get("pair").get(i).asText().split(":", -1);
                int cell = Integer.parseInt(pair[0]) * 3 + Integer.parseInt(pair[1]);
                // Two labels that differ are counted once in each direction, equal ones twice in one place.
                double ends = pair[0].equals(pair[1]) ? 2 : 1;
                double variance = joins.get("variance").get(i).asDouble();
                assertThat(found.counts()[cell] / ends)
                        .isEqualTo(joins.get("count").get(i).asDouble());
                assertThat(found.mean()[cell] / ends)
                        .isCloseTo(
                                joins.get("expected").get(i).asDouble(),
                                within(5 * Math.sqrt(variance / permutations)));
                double spread = found.deviation()[cell] / ends;
                assertThat(spread * spread / variance).isCloseTo(1, within(5 * Math.sqrt(2.0 / permutations)));
            });
        }
    }
}
