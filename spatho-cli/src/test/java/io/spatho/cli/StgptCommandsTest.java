package io.spatho.cli;

import static io.spatho.cli.CommandLineFixture.digests;
import static io.spatho.cli.CommandLineFixture.spatho;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spatho.anndata.parquet.ParquetTables;
import io.spatho.anndata.synthetic.SyntheticBundles;
import io.spatho.anndata.synthetic.SyntheticOptions;
import io.spatho.cli.CommandLineFixture.Outcome;
import io.spatho.core.artifact.FolderStore;
import io.spatho.core.artifact.Origin;
import io.spatho.core.dataset.Platform;
import io.spatho.core.error.SpathoException;
import io.spatho.core.error.UsageException;
import io.spatho.core.json.StrictJson;
import io.spatho.core.parallel.Workers;
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

/** The commands of the runtime on one finished run, and the keys that switch its source of vectors. */
class StgptCommandsTest {

    @TempDir
    static Path temp;

    private static Path made;
    private static Path finished;
    private static Path checkpoint;

    @BeforeAll
    static void runOnce() throws IOException {
        made = temp.resolve("xenium");
        try (Workers workers = new Workers(2)) {
            SyntheticBundles.write(Platform.XENIUM, SyntheticOptions.of(400, 60, 7), made, workers);
        }
        checkpoint = TestCheckpoints.write(temp.resolve("model"), TestCheckpoints.genesOf(made), "");
        finished = temp.resolve("finished");
        done(spatho("run", made, "-o", finished, "--min-region-cells", 10, "--checkpoint", checkpoint));
    }

    private static Outcome done(Outcome outcome) {
        assertThat(outcome.exitCode()).as(outcome.err()).isZero();
        return outcome;
    }

    private static JsonNode answer(Object... arguments) {
        List<Object> words = new ArrayList<>(Arrays.asList(arguments));
        words.add("--json");
        return StrictJson.parse(done(spatho(words.toArray())).out(), "answer").path("answer");
    }

    private static List<String> regions() {
        return List.of(new ParquetTables()
                .read(finished.resolve("regions/region_embeddings.parquet"))
                .strings("region_id"));
    }

    @Test
    void retrieveAnswersByRegionAndByGenesAndItsFolderVerifies() {
        Path out = temp.resolve("retrieve");
        JsonNode found = answer(
                "stgpt", "retrieve", finished, "-o", out, "--region", regions().get(0), "--most", 2);

        PublishedSchemas.requireValid("retrieval", found);
        assertThat(found.path("regions")).hasSizeBetween(1, 2);
        assertThat(spatho("verify", out).exitCode()).isZero();
        JsonNode manifest = StrictJson.read(out.resolve("evidence_manifest.json"));
        assertThat(manifest.path("models").path(0).path("name").asText()).isEqualTo("scGPT");
        String gene = TestCheckpoints.genesOf(made).get(3);
        Outcome byGene =
                done(spatho("stgpt", "retrieve", finished, "-o", temp.resolve("genes"), "--genes", gene + ",NOWHERE"));
        assertThat(byGene.out()).contains("Not measured: NOWHERE");
        assertThat(spatho("stgpt", "retrieve", finished, "-o", temp.resolve("no"))
                        .exitCode())
                .isEqualTo(2);
    }

    @Test
    void compareAndNicheAnswerFromTheRun() {
        JsonNode compared = answer(
                "stgpt",
                "compare",
                finished,
                "-o",
                temp.resolve("compare"),
                "--first",
                regions().get(0),
                "--second",
                regions().get(1));
        JsonNode niche = answer(
                "stgpt",
                "score-niche",
                finished,
                "-o",
                temp.resolve("niche"),
                "--examples",
                regions().get(0));

        PublishedSchemas.requireValid("comparison", compared);
        PublishedSchemas.requireValid("niche", niche);
        assertThat(compared.path("distance").path("value").asDouble()).isBetween(0.0, 2.0);
        assertThat(niche.path("regions").path(0).path("region_id").asText()).isNotEmpty();
    }

    @Test
    void explainLeavesGenesOutOfTheVeryCheckpointThatMadeTheVectors() throws IOException {
        JsonNode explained = answer(
                "stgpt",
                "explain",
                finished,
                "-o",
                temp.resolve("explain"),
                "--region",
                regions().get(0),
                "--most-genes",
                3,
                "--checkpoint",
                checkpoint);
        Path other = TestCheckpoints.write(
                temp.resolve("other"), TestCheckpoints.genesOf(made).subList(0, 40), "");
        Outcome refused = spatho(
                "stgpt",
                "explain",
                finished,
                "-o",
                temp.resolve("no"),
                "--region",
                regions().get(0),
                "--checkpoint",
                other);

        PublishedSchemas.requireValid("explanation", explained);
        assertThat(explained.path("genes_are").asText()).isEqualTo("attribution");
        Table genes = new ParquetTables().read(temp.resolve("explain/query/explanation_genes.parquet"));
        assertThat(genes.doubles("influence")).hasSize(3);
        assertThat(Arrays.stream(genes.doubles("influence"))).allMatch(turn -> turn >= 0 && turn <= 2);
        assertThat(refused.exitCode()).isEqualTo(2);
        assertThat(refused.err()).contains("another model");
    }

    @Test
    void exportsFromARunAndFromACaseHoldEveryArtifactUnderEveryName() throws IOException {
        Path config = temp.resolve("export.yaml");
        Files.writeString(
                config,
                "case: " + made + "\nstgpt_model_dir: " + checkpoint + "\nbatch_size: 16\nmin_region_cells: 10\n");
        Path fromRun = temp.resolve("from-run");
        Path fromCase = temp.resolve("from-case");
        done(spatho("stgpt", "export", finished, "-o", fromRun));
        done(spatho("stgpt", "export", "--config", config, "-o", fromCase, "--device", "cpu"));

        for (Path out : List.of(fromRun, fromCase)) {
            assertThat(digests(out).keySet())
                    .contains(
                            "regions/region_embeddings.parquet",
                            "regions/region_cell_membership.parquet",
                            "regions/region_molecular_summary.parquet",
                            "regions/region_neighbors.parquet",
                            "regions/region_image_manifest.json",
                            "regions/region_qc_report.json",
                            "regions/region_outliers.parquet",
                            "stgpt/cell_embeddings.parquet",
                            "stgpt/structure_embedding_summary.csv",
                            "stgpt/structure_summary.csv",
                            "stgpt/structure_summary.parquet",
                            "stgpt/qc_report.json")
                    .doesNotContain("case.h5ad", "report.html");
            assertThat(spatho("verify", out).exitCode()).isZero();
            requireColumns(out);
        }
        assertThat(digests(fromRun).get("regions/region_embeddings.parquet"))
                .isEqualTo(digests(finished).get("regions/region_embeddings.parquet"));
        assertThat(Files.readString(fromCase.resolve("config.effective.yaml"))).contains("stgpt_batch_size: 16");
        Path fromJava = temp.resolve("from-java");
        assertThat(StgptExport.exportSpathoArtifacts(config, checkpoint, fromJava, 16, "cpu"))
                .isEqualTo(fromJava);
        assertThat(digests(fromJava, "run_log.json")).isEqualTo(digests(fromCase, "run_log.json"));
        assertThatThrownBy(() -> StgptExport.exportSpathoArtifacts(config, checkpoint, temp.resolve("never"), 0, "cpu"))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("--stgpt-batch-size");
        assertThatThrownBy(() -> StgptExport.exportSpathoArtifacts(config, temp, temp.resolve("never")))
                .isInstanceOf(SpathoException.class);
    }

    /** The columns that consumers of stGPT ask for. */
    private static void requireColumns(Path out) {
        ParquetTables tables = new ParquetTables();
        assertThat(tables.read(out.resolve("regions/region_embeddings.parquet")).names())
                .contains("region_id", "x", "y", "structure_label", "n_cells", "qc_flag", "emb_0");
        assertThat(tables.read(out.resolve("regions/region_cell_membership.parquet"))
                        .names())
                .containsExactly("region_id", "cell_id", "role", "weight", "distance_um");
        assertThat(tables.read(out.resolve("stgpt/cell_embeddings.parquet")).names())
                .startsWith("cell_id", "x", "y", "structure_label", "qc_flag", "emb_0");
        Table structures = tables.read(out.resolve("stgpt/structure_summary.parquet"));
        assertThat(structures.names()).startsWith("structure_label", "n_cells", "emb_0");
        assertThat(Arrays.stream(structures.doubles("emb_0"))).allMatch(Double::isFinite);
    }

    @Test
    void anExportIsReadBackAsPrecomputedArtifactsAndGivesTheSameVectors() throws IOException {
        Path export = temp.resolve("bridge-export");
        Path out = temp.resolve("bridge");
        done(spatho("stgpt", "export", finished, "-o", export));
        Path config = temp.resolve("bridge.yaml");
        Files.writeString(
                config,
                "stgpt_enabled: true\nstgpt_backend: precomputed_artifacts\nstgpt_artifact_dir: " + export
                        + "\nmin_region_cells: 10\n");
        done(spatho("run", made, "-o", out, "--config", config));

        Table before = new ParquetTables().read(finished.resolve("stgpt/cell_embeddings.parquet"));
        Table after = new ParquetTables().read(out.resolve("stgpt/cell_embeddings.parquet"));
        assertThat(after.doubles("emb_3")).isEqualTo(before.doubles("emb_3"));
        JsonNode model = StrictJson.read(out.resolve("evidence_manifest.json"))
                .path("models")
                .path(0);
        assertThat(model.path("name").asText()).isEqualTo("stGPT precomputed artifacts");
        assertThat(model.path("version").asText()).contains("scGPT");
        ObjectNode failed = (ObjectNode) StrictJson.read(export.resolve("stgpt/qc_report.json"));
        ((ArrayNode) failed.path("fatal_errors")).add("made to fail");
        Files.writeString(export.resolve("stgpt/qc_report.json"), failed.toString());
        Outcome blocked = spatho("run", made, "-o", temp.resolve("no-bridge"), "--config", config);
        assertThat(blocked.exitCode()).isEqualTo(4);
        assertThat(blocked.err()).contains("CELL_COVERAGE_MINIMUM").contains("made to fail");
        assertThat(temp.resolve("no-bridge")).doesNotExist();
    }

    @Test
    void switchedOffTheMeasuredTablesAreTheSameByteForByte() throws IOException {
        Path config = temp.resolve("off.yaml");
        Files.writeString(config, """
                stgpt_enabled: false
                stgpt_model_dir: /nowhere
                stgpt_device: cpu
                stgpt_gene_column: gene_name
                stgpt_batch_size: 8
                stgpt_max_length: 64
                min_region_cells: 10
                """);
        Path off = temp.resolve("off");
        Outcome outcome = done(spatho("run", made, "-o", off, "--config", config));

        assertThat(outcome.err()).contains("no stGPT embedding").contains("stgpt_enabled: false");
        assertThat(Files.readString(off.resolve("report.html"))).contains("stgpt_enabled: false");
        assertThat(off.resolve("stgpt")).doesNotExist();
        int compared = 0;
        for (JsonNode artifact :
                StrictJson.read(finished.resolve("evidence_manifest.json")).path("artifacts")) {
            String path = artifact.path("path").asText();
            boolean measured = artifact.path("origin").asText().equals("measured")
                    && (path.startsWith("analysis/") || path.startsWith("regions/"));
            if (measured && path.endsWith(".parquet")) {
                assertThat(anonymous(off, path)).as(path).isEqualTo(anonymous(finished, path));
                compared++;
            } else if (measured) {
                assertThat(digests(off).get(path))
                        .as(path)
                        .isEqualTo(digests(finished).get(path));
            }
        }
        assertThat(compared).isGreaterThan(8);
    }

    /** The bytes of a table without the run id in its footer, which differs with the configuration. */
    private static byte[] anonymous(Path run, String path) throws IOException {
        Path folder = Files.createTempDirectory(temp, "anonymous");
        Table table = new ParquetTables().read(run.resolve(path));
        new FolderStore(folder, new ParquetTables(), "run").table("table.parquet", Origin.MEASURED, table);
        return Files.readAllBytes(folder.resolve("table.parquet"));
    }

    @Test
    void keysThatSpeakOfACheckpointNeedOneAndTwinsAreRefused() throws IOException {
        assertThat(spatho("run", made, "-o", temp.resolve("no"), "--stgpt-max-length", 64)
                        .exitCode())
                .isEqualTo(2);
        assertThat(spatho("run", made, "-o", temp.resolve("no"), "--stgpt-backend", "precomputed_artifacts")
                        .exitCode())
                .isEqualTo(2);
        Outcome column = spatho(
                "run", made, "-o", temp.resolve("no"), "--checkpoint", checkpoint, "--stgpt-gene-column", "colour");
        assertThat(column.exitCode()).isEqualTo(2);
        assertThat(column.err()).contains("feature_name");
        Path twins = temp.resolve("twins.yaml");
        Files.writeString(twins, "checkpoint: a\nstgpt_model_dir: b\n");
        Outcome refused = spatho("run", made, "-o", temp.resolve("no"), "--config", twins);
        assertThat(refused.exitCode()).isEqualTo(2);
        assertThat(refused.err()).contains("mean the same option");
    }

    @Test
    void embedAndInspectWorkByThemselves() {
        Path out = temp.resolve("embed");
        Outcome embedded =
                done(spatho("stgpt", "embed", made, "--checkpoint", checkpoint, "-o", out, "--batch-size", 7));
        Table table = new ParquetTables().read(out.resolve("stgpt/cell_embeddings.parquet"));

        assertThat(embedded.out()).contains("cell_embeddings.parquet");
        assertThat(table.rows()).isEqualTo(400);
        assertThat(spatho("stgpt", "embed", made, "--checkpoint", checkpoint, "-o", out)
                        .exitCode())
                .isEqualTo(2);
        JsonNode card = StrictJson.parse(
                done(spatho("stgpt", "inspect", checkpoint, "--json")).out(), "card");
        assertThat(card.path("loads").asBoolean()).isTrue();
        assertThat(card.path("flavour").asText()).isEqualTo("scGPT");
        assertThat(card.path("tensor_count").asInt())
                .isEqualTo(card.path("tensors").size());
        Outcome absent = spatho("stgpt", "inspect", temp.resolve("absent"));
        assertThat(absent.exitCode()).isEqualTo(3);
        assertThat(absent.out()).contains("refused").contains("no such folder");
    }

    @Test
    void aPackedModelLoadsVerifiesAndGivesTheSameVectors() {
        Path packed = temp.resolve("packed");
        JsonNode card =
                answer("stgpt", "package", checkpoint, "-o", packed, "--licence", "CC-BY-4.0", "--model-name", "made");

        PublishedSchemas.requireValid("model_card", card);
        assertThat(card.path("licence").asText()).isEqualTo("CC-BY-4.0");
        assertThat(card.path("fingerprint").asText()).hasSize(64);
        assertThat(packed.resolve("stgpt_model_manifest.json"))
                .hasSameBinaryContentAs(packed.resolve("model_card.json"));
        assertThat(spatho("verify", packed).exitCode()).isZero();
        assertThat(spatho("validate", packed, "--validation", "strict").exitCode())
                .isZero();
        Path out = temp.resolve("embed-packed");
        done(spatho("stgpt", "embed", made, "--checkpoint", packed, "-o", out));
        Path direct = temp.resolve("embed-direct");
        done(spatho("stgpt", "embed", made, "--checkpoint", checkpoint, "-o", direct));
        ParquetTables tables = new ParquetTables();
        assertThat(tables.read(out.resolve("stgpt/cell_embeddings.parquet")).doubles("emb_5"))
                .isEqualTo(tables.read(direct.resolve("stgpt/cell_embeddings.parquet"))
                        .doubles("emb_5"));
        assertThat(spatho("stgpt", "package", checkpoint, "-o", temp.resolve("no"))
                        .exitCode())
                .isEqualTo(2);
    }

    @Test
    void aRunThatWasAlteredSinceIsRefused() throws IOException {
        Path altered = CommandLineFixture.copy(finished, temp.resolve("altered"));
        Files.writeString(altered.resolve("stgpt/qc_report.json"), "{}");
        Outcome refused = spatho("stgpt", "retrieve", altered, "-o", temp.resolve("no"), "--region", "x");

        assertThat(refused.exitCode()).isEqualTo(3);
        assertThat(refused.err()).contains("not as its manifest says");
    }
}
