package io.spatho.cli;

import static io.spatho.cli.CommandLineFixture.requireDone;
import static io.spatho.cli.CommandLineFixture.requireSound;
import static io.spatho.cli.CommandLineFixture.spatho;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.spatho.anndata.bundle.BundleOptions;
import io.spatho.anndata.bundle.Bundles;
import io.spatho.anndata.h5ad.H5adWriter;
import io.spatho.anndata.parquet.ParquetTable;
import io.spatho.cli.CommandLineFixture.Outcome;
import io.spatho.core.dataset.Platform;
import io.spatho.core.dataset.SpatialDataset;
import io.spatho.core.json.StrictJson;
import io.spatho.core.parallel.Workers;
import io.spatho.core.table.Column;
import io.spatho.core.table.Table;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code spatho run --retrieval}: a step like others, with its section in the report, and what is said when it cannot be done. */
class RagRunTest {

    @TempDir
    static Path shared;

    private static Path bundle;
    private static Path features;
    private static Path wide;
    private static Path index;
    private static Path otherIndex;
    private static Path trained;

    @TempDir
    Path temp;

    @BeforeAll
    static void make() {
        bundle = CommandLineFixture.bundle(Platform.XENIUM, 200, shared.resolve("xenium"));
        features = shared.resolve("features.parquet");
        wide = shared.resolve("wide.parquet");
        Path reference = shared.resolve("reference.h5ad");
        try (Workers workers = new Workers(2)) {
            SpatialDataset dataset = Bundles.open(bundle, BundleOptions.of(workers));
            String[] types = new String[dataset.size()];
            Arrays.setAll(types, cell -> dataset.xUm()[cell] > dataset.yUm()[cell] ? "right" : "left");
            Table obs = dataset.obs().with("cell_type", new Column.Strings(types));
            H5adWriter.write(dataset.toBuilder().obs(obs).build(), reference, workers);
            RagCommandTest.writeFeatures(dataset, features, 3);
            RagCommandTest.writeFeatures(dataset, wide, 4);
        }
        index = index(reference, "index", 4);
        otherIndex = index(reference, "other", 5);
        trained = shared.resolve("trained");
        requireDone(spatho(
                "rag",
                "train",
                bundle,
                "-o",
                trained,
                "--features",
                features,
                "--index",
                index,
                "--steps",
                10,
                "--most-genes",
                10,
                "--retrieve",
                4,
                "--device",
                "cpu"));
    }

    private static Path index(Path reference, String name, int components) {
        Path place = shared.resolve(name);
        requireDone(
                spatho("rag", "index", reference, "-o", place, "--cell-type", "cell_type", "--components", components));
        return place;
    }

    private Outcome run(Path from, Path out, Path table, Path reference) {
        return spatho(
                "run",
                from,
                "-o",
                out,
                "--stgpt",
                "none",
                "--device",
                "cpu",
                "--retrieval",
                trained,
                "--retrieval-index",
                reference,
                "--retrieval-features",
                table);
    }

    private void refuses(Outcome outcome, String... words) {
        assertThat(outcome.exitCode()).as(outcome.err()).isEqualTo(3);
        assertThat(outcome.err().lines().filter(line -> line.startsWith("spatho: ")))
                .hasSize(1);
        assertThat(outcome.err()).contains(words);
        assertThat(temp.resolve("no/evidence.jsonl")).doesNotExist();
    }

    @Test
    void theRunPredictsTracesAndComparesAndCanBeRepeated() throws IOException {
        Path out = temp.resolve("out");
        requireDone(run(bundle, out, features, index));
        requireSound(out);

        JsonNode document = StrictJson.read(out.resolve("rag/prediction.json"));
        PublishedSchemas.requireValid("retrieval_prediction", document);
        Table predictions = ParquetTable.read(out.resolve("regions/predictions/rag/predictions.parquet"));
        Table trace = ParquetTable.read(out.resolve("regions/predictions/rag/trace.parquet"));
        Table genes = ParquetTable.read(out.resolve("rag/agreement.parquet"));
        int tiles = document.path("tiles").asInt();
        assertThat(predictions.rows()).isEqualTo(tiles * 10).isPositive();
        assertThat(trace.rows()).isEqualTo(tiles * 4);
        assertThat(genes.rows())
                .isEqualTo(document.path("measured").path("genes").asInt())
                .isEqualTo(10);
        regionsAddUp(out, trace);
        evidenceCarriesTheVerdict(out, document);
        assertThat(Files.readString(out.resolve("report.html")))
                .contains("id=\"retrieval\"")
                .contains("Does looking up help?")
                .contains(document.path("caveat").asText())
                .contains("Predicted cell types")
                .contains("Measured beside predicted genes, with reference cells")
                .contains("retrieval-trace-0");

        Path again = temp.resolve("again");
        Outcome repeated = spatho(
                "reproduce", out, bundle, "-o", again, "--input", trained, "--input", index, "--input", features);
        requireDone(repeated);
        requireDone(spatho("diff", out, again));
    }

    /** The attention of a region's cell types is one, and its trace rows are those of its tiles. */
    private static void regionsAddUp(Path out, Table trace) {
        Table regions = ParquetTable.read(out.resolve("regions/predictions/rag/regions.parquet"));
        String first = regions.strings("region_id")[0];
        double attention = 0;
        int tiles = 0;
        for (int row = 0; row < regions.rows(); row++) {
            if (regions.strings("region_id")[row].equals(first)) {
                attention += regions.doubles("attention_share")[row];
                tiles = (int) regions.column("tiles").number(row);
            }
        }
        assertThat(attention).isCloseTo(1, within(1e-5));
        assertThat(Arrays.stream(trace.strings("region_id"))
                        .filter(first::equals)
                        .count())
                .isEqualTo(tiles * 4L);
    }

    private static void evidenceCarriesTheVerdict(Path out, JsonNode document) throws IOException {
        List<JsonNode> stated = new ArrayList<>();
        for (String line : Files.readAllLines(out.resolve("evidence.jsonl"))) {
            if (line.contains("\"retrieval_prediction\"") || line.contains("\"retrieval_trace\"")) {
                stated.add(StrictJson.parse(line, "evidence.jsonl"));
            }
        }
        assertThat(stated).hasSizeGreaterThan(1);
        String caveat = document.path("caveat").asText();
        for (JsonNode item : stated) {
            assertThat(item.path("summary").asText()).contains(caveat);
            assertThat(item.path("value").path("caveat").asText()).isEqualTo(caveat);
            assertThat(item.path("model").path("name").asText()).isEqualTo("spatho retrieval model");
        }
        Outcome explained =
                spatho("explain", out, stated.get(1).path("evidence_id").asText(), "--json");
        requireDone(explained);
        assertThat(explained.out()).contains("trace.parquet").contains("\"resolves\":true");
    }

    @Test
    void whatDoesNotFitIsOneLine() {
        Path out = temp.resolve("no");
        refuses(run(bundle, out, wide, index), "3 features", "4 features", "wide.parquet");
        refuses(run(bundle, out, features, otherIndex), "the model was trained with another reference");
        Path foreign = temp.resolve("foreign.h5ad");
        Path moved = temp.resolve("moved.h5ad");
        try (Workers workers = new Workers(2)) {
            SpatialDataset dataset = Bundles.open(bundle, BundleOptions.of(workers));
            H5adWriter.write(RagFaults.withOtherGenes(dataset), foreign, workers);
            H5adWriter.write(RagFaults.withOtherNames(dataset), moved, workers);
        }
        refuses(run(foreign, out, features, index), "none of the genes that the model predicts");
        refuses(run(moved, out, features, index), "other observations than the case's");
    }

    @Test
    void theThreeOptionsGoTogetherAndThePlanSaysWhatIsMissing() {
        Outcome alone = spatho("run", bundle, "-o", temp.resolve("no"), "--retrieval", trained);
        assertThat(alone.exitCode()).isEqualTo(2);
        assertThat(alone.err()).contains("no --retrieval-index, no --retrieval-features");
        Outcome plan = spatho("plan", bundle, "--stgpt", "none");
        requireDone(plan);
        assertThat(plan.out()).contains("predict_retrieval@1.1: No model that looks reference cells up was given.");
    }
}
