package io.spatho.core.spatial;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.spatho.core.graph.Graph;
import io.spatho.core.matrix.CsrMatrix;
import io.spatho.core.parallel.Workers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/** Values of esda and squidpy on made-up data (docs/golden), and of spdep on the Columbus data. */
final class SpatialAutocorrelationGoldenTest {

    private static final SpatialAutocorrelation.Settings ANALYTIC =
            new SpatialAutocorrelation.Settings(0, 1, Alternative.POSITIVE, 0.95);

    private static SpatialAutocorrelation.Result run(CsrMatrix matrix, SpatialWeights weights) {
        try (Workers workers = new Workers(2)) {
            return new SpatialAutocorrelation(ANALYTIC, workers)
                    .of(matrix, weights, SpatialBlocks.single(matrix.rows()));
        }
    }

    @Test
    void equalsEsda() throws IOException {
        JsonNode golden = MadeTissue.golden("golden-spatial.json");
        Graph graph = MadeTissue.goldenGraph(golden);
        CsrMatrix matrix = MadeTissue.matrix(MadeTissue.goldenRows(golden));
        requireEqual(golden.get("row_standardised"), run(matrix, SpatialWeights.rowStandardised(graph)));
        requireEqual(golden.get("binary"), run(matrix, SpatialWeights.binary(graph)));
    }

    private static void requireEqual(JsonNode esda, SpatialAutocorrelation.Result result) {
        for (int gene = 0; gene < esda.get("I").size(); gene++) {
            Autocorrelation moran = result.moran();
            close(moran.estimate()[gene], esda.get("I").get(gene));
            close(moran.analytic().expectation(), esda.get("EI").get(gene));
            close(moran.analytic().varianceNormality(), esda.get("VI_norm").get(gene));
            close(
                    moran.analytic().varianceRandomisation()[gene],
                    esda.get("VI_rand").get(gene));
            close(result.geary().estimate()[gene], esda.get("C").get(gene));
            close(
                    result.geary().analytic().varianceNormality(),
                    esda.get("VC_norm").get(gene));
            close(
                    result.geary().analytic().varianceRandomisation()[gene],
                    esda.get("VC_rand").get(gene));
            // esda's p is that of both sides.
            double above = moran.analytic().pRandomisation()[gene];
            close(2 * Math.min(above, 1 - above), esda.get("p_rand").get(gene));
            double aboveNormality = moran.analytic().pNormality()[gene];
            close(
                    2 * Math.min(aboveNormality, 1 - aboveNormality),
                    esda.get("p_norm").get(gene));
        }
    }

    private static void close(double actual, JsonNode expected) {
        assertThat(actual).isCloseTo(expected.asDouble(), within(1e-10));
    }

    @Test
    void estimatesEqualSquidpy() throws IOException {
        JsonNode golden = MadeTissue.golden("golden-spatial.json");
        CsrMatrix matrix = MadeTissue.matrix(MadeTissue.goldenRows(golden));
        SpatialAutocorrelation.Result result =
                run(matrix, SpatialWeights.rowStandardised(MadeTissue.goldenGraph(golden)));
        double[] moran = MadeTissue.numbers(golden.get("squidpy").get("moran"));
        double[] geary = MadeTissue.numbers(golden.get("squidpy").get("geary"));
        assertThat(result.moran().estimate()).containsExactly(moran, within(1e-10));
        // squidpy itself is 1.05e-10 from esda, and from here, for the gene with a large offset.
        assertThat(result.geary().estimate()).containsExactly(geary, within(2e-10));
    }

    @Test
    void denseFormEqualsSparseForm() throws IOException {
        JsonNode golden = MadeTissue.golden("golden-spatial.json");
        double[][] rows = MadeTissue.goldenRows(golden);
        SpatialWeights weights = SpatialWeights.rowStandardised(MadeTissue.goldenGraph(golden));
        SpatialAutocorrelation.Result result = run(MadeTissue.matrix(rows), weights);
        for (int gene = 0; gene < rows[0].length; gene++) {
            int column = gene;
            double[] values =
                    Arrays.stream(rows).mapToDouble(row -> row[column]).toArray();
            assertThat(MoranI.of(values, weights)).isCloseTo(result.moran().estimate()[gene], within(1e-12));
            assertThat(GearyC.of(values, weights)).isCloseTo(result.geary().estimate()[gene], within(1e-12));
        }
    }

    @Test
    void equalsTheValuesThatSpdepPrints() throws IOException {
        Path folder = Path.of(System.getProperty("spatho.sampleData", "absent"), "spatial-autocorrelation");
        Assumptions.assumeTrue(Files.isDirectory(folder), "sample data spatial-autocorrelation absent");
        List<String> areas = Files.readAllLines(folder.resolve("columbus_oldcol.csv"));
        double[] crime = areas.stream()
                .skip(1)
                .mapToDouble(line -> Double.parseDouble(line.split(",", -1)[3]))
                .toArray();
        List<String> links = Files.readAllLines(folder.resolve("columbus_oldcol_neighbours.csv"));
        int[] from = links.stream()
                .skip(1)
                .mapToInt(line -> Integer.parseInt(line.split(",", -1)[0]) - 1001)
                .toArray();
        int[] to = links.stream()
                .skip(1)
                .mapToInt(line -> Integer.parseInt(line.split(",", -1)[1]) - 1001)
                .toArray();
        Graph graph = MadeTissue.edges(crime.length, from, to);
        SpatialAutocorrelation.Result standardised =
                run(MadeTissue.column(crime), SpatialWeights.rowStandardised(graph));
        SpatialAutocorrelation.Result binary = run(MadeTissue.column(crime), SpatialWeights.binary(graph));
        for (String line : Files.readAllLines(folder.resolve("columbus_published.csv"))) {
            String[] field = line.split(",", -1);
            if (field[1].equals("contiguity") && field[3].equals("Moran I") && field[2].equals("B")) {
                published(binary.moran(), field);
            } else if (field[1].equals("contiguity") && field[2].equals("W")) {
                published(field[3].equals("Moran I") ? standardised.moran() : standardised.geary(), field);
            }
        }
    }

    private static void published(Autocorrelation actual, String[] field) {
        boolean normality = field[4].equals("normality");
        Autocorrelation.Analytic tests = actual.analytic();
        double variance = normality ? tests.varianceNormality() : tests.varianceRandomisation()[0];
        double z = Math.abs(normality ? tests.zNormality()[0] : tests.zRandomisation()[0]);
        double p = normality ? tests.pNormality()[0] : tests.pRandomisation()[0];
        // The prints have between five and nine digits; crime is held in float32 here.
        assertThat(actual.estimate()[0]).isCloseTo(Double.parseDouble(field[5]), within(2e-8));
        assertThat(tests.expectation()).isCloseTo(Double.parseDouble(field[6]), within(5e-9));
        assertThat(variance).isCloseTo(Double.parseDouble(field[7]), within(1e-8));
        assertThat(z).isCloseTo(Double.parseDouble(field[8]), within(6e-5));
        assertThat(p / Double.parseDouble(field[9])).isCloseTo(1, within(1e-3));
    }
}
