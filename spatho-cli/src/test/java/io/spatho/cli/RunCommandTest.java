package io.spatho.cli;

import static io.spatho.cli.CommandLineFixture.bundle;
import static io.spatho.cli.CommandLineFixture.digests;
import static io.spatho.cli.CommandLineFixture.sample;
import static io.spatho.cli.CommandLineFixture.spatho;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.spatho.anndata.arrow.ArrowTables;
import io.spatho.anndata.h5ad.H5adReader;
import io.spatho.anndata.parquet.ParquetTable;
import io.spatho.anndata.parquet.ParquetTables;
import io.spatho.anndata.synthetic.SyntheticBundles;
import io.spatho.cli.CommandLineFixture.Outcome;
import io.spatho.core.cluster.AdjustedRandIndex;
import io.spatho.core.dataset.Platform;
import io.spatho.core.dataset.SpatialDataset;
import io.spatho.core.json.StrictJson;
import io.spatho.core.parallel.Workers;
import io.spatho.core.table.Table;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whole commands on whole bundles. */
class RunCommandTest {

    @TempDir
    static Path shared;

    private static Path xenium;
    private static Path finished;

    @TempDir
    Path temp;

    @BeforeAll
    static void runOnce() {
        xenium = bundle(Platform.XENIUM, 1500, shared.resolve("xenium"));
        finished = shared.resolve("finished");
        Outcome outcome = spatho("run", xenium, "-o", finished, "--threads", 1);
        assertThat(outcome.exitCode()).as(outcome.err()).isZero();
        assertThat(outcome.out().strip())
                .isEqualTo(finished.resolve("report.html").toString());
    }

    @Test
    void everyPartOfTheReportWasMade() throws IOException {
        assertThat(Files.readString(finished.resolve("report.html"))).doesNotContain("not made in this run");
    }

    @Test
    void leavesExactlyWhatTheManifestSays() {
        assertThat(spatho("verify", finished).exitCode()).isZero();
        assertThat(digests(finished).keySet())
                .contains(
                        "analysis/annotation.parquet",
                        "analysis/clusters.parquet",
                        "analysis/markers.parquet",
                        "analysis/bivariate_moran.parquet",
                        "analysis/co_occurrence.parquet",
                        "analysis/group_centrality.parquet",
                        "analysis/ligand_receptor.parquet",
                        "analysis/gene_maps.parquet",
                        "analysis/local_statistics.parquet",
                        "analysis/neighborhood_enrichment.parquet",
                        "analysis/neighborhood_enrichment_radii.parquet",
                        "analysis/neighborhood_radii.json",
                        "analysis/ripley.parquet",
                        "analysis/spatial_features.json",
                        "analysis/spatial_patterns.json",
                        "analysis/qc.json",
                        "analysis/spatial_autocorrelation.parquet",
                        "analysis/spatial_entropy.json",
                        "audit.jsonl",
                        "case.h5ad",
                        "config.effective.yaml",
                        "evidence.jsonl",
                        "evidence_manifest.json",
                        "regions/region_cell_membership.parquet",
                        "regions/region_embeddings.parquet",
                        "regions/region_image_manifest.json",
                        "regions/region_molecular_summary.parquet",
                        "regions/region_neighbors.parquet",
                        "regions/region_outliers.parquet",
                        "regions/region_pca_embeddings.parquet",
                        "regions/region_qc_report.json",
                        "report.html",
                        "ro-crate-metadata.json",
                        "run_log.json",
                        "stgpt/cell_embeddings.parquet",
                        "stgpt/qc_report.json",
                        "stgpt/structure_embedding_summary.csv",
                        "stgpt/training.json");
    }

    @Test
    void whatTheModelHadAPartInIsNeverCalledMeasured() {
        for (String line : lines(finished.resolve("evidence.jsonl"))) {
            JsonNode evidence = StrictJson.parse(line, "evidence.jsonl");
            boolean restsOnModel = false;
            for (JsonNode artifact : evidence.path("supporting_artifacts")) {
                restsOnModel |= origins().get(artifact.path("path").asText()).equals("model_derived")
                        && !evidence.path("value").path("kind").asText().equals("weakly_supported");
            }
            assertThat(evidence.path("model_derived").asBoolean()).as(line).isEqualTo(restsOnModel);
        }
    }

    private static Map<String, String> origins() {
        Map<String, String> origins = new HashMap<>();
        for (JsonNode artifact :
                StrictJson.read(finished.resolve("evidence_manifest.json")).path("artifacts")) {
            origins.put(artifact.path("path").asText(), artifact.path("origin").asText());
        }
        return origins;
    }

    @Test
    void threadsDoNotChangeAByte() {
        Path again = temp.resolve("again");
        Outcome outcome = spatho("run", xenium, "-o", again, "--threads", 3);
        assertThat(outcome.exitCode()).as(outcome.err()).isZero();
        assertThat(changed(again)).isEmpty();
    }

    @Test
    void anInterruptedRunEndsInTheSameBytes() throws IOException {
        Path resumed = CommandLineFixture.copy(finished, temp.resolve("resumed"));
        Files.delete(resumed.resolve("evidence_manifest.json"));
        Files.delete(resumed.resolve("report.html"));
        List<String> audit = Files.readAllLines(resumed.resolve("audit.jsonl"));
        int embedded = IntStream.range(0, audit.size())
                .filter(line -> audit.get(line).contains("\"tool\":\"embed_cells"))
                .findFirst()
                .orElseThrow();
        Files.write(resumed.resolve("audit.jsonl"), audit.subList(0, embedded + 1));
        Files.writeString(resumed.resolve("stgpt/.qc_report.json.1.part"), "torn");
        Outcome outcome = spatho("run", xenium, "-o", resumed, "--resume");
        assertThat(outcome.exitCode()).as(outcome.err()).isZero();
        assertThat(changed(resumed)).isEmpty();
        JsonNode log = StrictJson.read(resumed.resolve("run_log.json"));
        assertThat(log.path("steps"))
                .anyMatch(step -> step.path("tool").asText().startsWith("embed_cells")
                        && step.path("restored").asBoolean());
    }

    @Test
    void findsTheStructuresThatWerePlanted() {
        Table found = ParquetTable.read(
                finished.resolve("analysis/clusters.parquet"), Set.of("cell_id", "structure_id", "cluster_id"));
        Map<String, String> truth = new HashMap<>();
        for (String line : lines(SyntheticBundles.truthOf(xenium)).subList(1, 1501)) {
            String[] fields = line.split(",", -1);
            truth.put(fields[0], fields[1]);
        }
        Map<String, Integer> names = new HashMap<>();
        String[] ids = found.strings("cell_id");
        String[] structures = found.strings("structure_id");
        int[] planted = new int[ids.length];
        int[] recovered = new int[ids.length];
        for (int i = 0; i < ids.length; i++) {
            planted[i] = names.computeIfAbsent("t" + truth.get(ids[i]), name -> names.size());
            recovered[i] = names.computeIfAbsent("f" + structures[i], name -> names.size());
        }
        assertThat(AdjustedRandIndex.of(planted, recovered)).isGreaterThan(0.5);
    }

    @Test
    void theCaseCarriesLabelsAndVectorsOfBothKinds() {
        try (Workers workers = new Workers(2)) {
            SpatialDataset dataset = H5adReader.read(finished.resolve("case.h5ad"), workers);
            assertThat(dataset.size()).isEqualTo(1500);
            assertThat(dataset.obs().names()).contains("cluster_id", "structure_id", "region_id", "qc_flag");
            assertThat(dataset.obsm()).containsKeys("X_pca", "X_stgpt");
            assertThat(dataset.modalities()).isNotEmpty();
        }
    }

    @Test
    void tablesCarryRunAndOriginAndSortedIds() {
        Table table = new ParquetTables().read(finished.resolve("stgpt/cell_embeddings.parquet"));
        assertThat(table.strings("cell_id")).isSorted();
        assertThat(table.names()).startsWith("cell_id", "x", "y", "structure_label", "qc_flag", "emb_0");
        Table regions = new ParquetTables().read(finished.resolve("regions/region_embeddings.parquet"));
        assertThat(regions.names()).startsWith("region_id", "x", "y", "structure_label", "n_cells", "qc_flag", "emb_0");
        assertThat(regions.strings("region_id")).isSorted();
    }

    @Test
    void drawnRegionsAreTakenAsTheyAre() {
        Path out = temp.resolve("drawn");
        Path drawn = SyntheticBundles.regionsOf(xenium);
        Outcome outcome = spatho("run", xenium, "-o", out, "--stgpt", "none", "--regions", drawn, "--arrow");
        assertThat(outcome.exitCode()).as(outcome.err()).isZero();
        JsonNode features = StrictJson.read(drawn).path("features");
        Table regions = new ParquetTables().read(out.resolve("regions/region_embeddings.parquet"));
        assertThat(regions.rows()).isEqualTo(features.size());
        assertThat(out.resolve("stgpt")).doesNotExist();
        Table arrow = new ArrowTables().read(out.resolve("regions/region_embeddings.arrow"));
        assertThat(arrow.strings("region_id")).isEqualTo(regions.strings("region_id"));
        assertThat(spatho("verify", out).exitCode()).isZero();
    }

    @Test
    void visiumAndVisiumHdRunTheSameRoad() {
        for (Platform platform : List.of(Platform.VISIUM, Platform.VISIUM_HD)) {
            Path made = bundle(platform, 600, temp.resolve(platform.id()));
            Path out = temp.resolve(platform.id() + "-out");
            Outcome outcome = spatho("run", made, "-o", out, "--stgpt", "none", "--min-region-cells", 10);
            assertThat(outcome.exitCode()).as(outcome.err()).isZero();
            assertThat(spatho("verify", out).exitCode()).isZero();
        }
    }

    @Test
    void realXeniumRunsWithARealLayoutCheckpoint() {
        Path out = temp.resolve("colon");
        Outcome outcome = spatho(
                "run", sample("xenium-colon-cutout"), "-o", out, "--checkpoint", sample("golden/scgpt-spatial-colon"));
        assertThat(outcome.exitCode()).as(outcome.err()).isZero();
        JsonNode manifest = StrictJson.read(out.resolve("evidence_manifest.json"));
        assertThat(manifest.path("case").path("observations").asInt()).isEqualTo(8562);
        assertThat(manifest.path("models").path(0).path("name").asText()).isEqualTo("scGPT-spatial");
        Table cells = ParquetTable.read(out.resolve("stgpt/cell_embeddings.parquet"), Set.of("cell_id", "qc_flag"));
        assertThat(cells.rows()).isGreaterThan(8000);
    }

    @Test
    void configurationGivesDefaultsAndTheCommandLineWins() throws IOException {
        Path config = temp.resolve("run.yaml");
        Files.writeString(config, "n_neighbors: 11\nresolution: 0.7\nstgpt: none\n");
        Path out = temp.resolve("configured");
        Outcome outcome = spatho("run", xenium, "-o", out, "--config", config, "--resolution", "0.9");
        assertThat(outcome.exitCode()).as(outcome.err()).isZero();
        assertThat(Files.readString(out.resolve("config.effective.yaml")))
                .contains("n_neighbors: 11")
                .contains("resolution: 0.9")
                .contains("stgpt: \"none\"");
        Files.writeString(config, "n_neighbours: 11\n");
        Outcome wrong = spatho("run", xenium, "-o", temp.resolve("wrong"), "--config", config);
        assertThat(wrong.exitCode()).isEqualTo(2);
        assertThat(wrong.err()).contains("n_neighbours");
    }

    /** The files that another run has with other bytes, or that only one of the two has. */
    private static Set<String> changed(Path other) {
        Map<String, String> expected = digests(finished, "run_log.json");
        Map<String, String> found = digests(other, "run_log.json");
        Set<String> names = new TreeSet<>(expected.keySet());
        names.addAll(found.keySet());
        names.removeIf(name -> expected.containsKey(name) && expected.get(name).equals(found.get(name)));
        return names;
    }

    private static List<String> lines(Path file) {
        try {
            return Files.readAllLines(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
