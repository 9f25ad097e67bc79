package io.spatho.cli;

import static io.spatho.cli.CommandLineFixture.bundle;
import static io.spatho.cli.CommandLineFixture.copy;
import static io.spatho.cli.CommandLineFixture.sample;
import static io.spatho.cli.CommandLineFixture.spatho;
import static org.assertj.core.api.Assertions.assertThat;

import io.spatho.anndata.synthetic.SyntheticBundles;
import io.spatho.cli.CommandLineFixture.Outcome;
import io.spatho.core.dataset.Platform;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each bad input ends in one clear line, the exit code of the design, and nothing written. */
class BadInputTest {

    private static final int USAGE = 2;
    private static final int BAD_INPUT = 3;
    private static final int MISSING_RESOURCE = 5;

    @TempDir
    static Path shared;

    private static Path good;

    @TempDir
    Path temp;

    private Path out;

    @BeforeAll
    static void makeBundle() {
        good = bundle(Platform.XENIUM, 300, shared.resolve("good"));
    }

    @BeforeEach
    void nameOutput() {
        out = temp.resolve("out");
    }

    /** One line that says all that is expected, the exit code, and no output folder. */
    private void refused(Outcome outcome, int code, String... parts) {
        List<String> lines = outcome.err()
                .lines()
                .filter(line -> line.startsWith("spatho: "))
                .toList();
        assertThat(lines).as(outcome.err()).hasSize(1);
        assertThat(lines.get(0)).contains(parts).doesNotContain("Exception");
        assertThat(outcome.exitCode()).isEqualTo(code);
        assertThat(outcome.out()).isEmpty();
        assertThat(out).doesNotExist();
    }

    private Path spoilt() {
        return copy(good, temp.resolve("bundle"));
    }

    @Test
    void missingMatrix() throws IOException {
        Path bundle = spoilt();
        Files.delete(bundle.resolve("cell_feature_matrix.h5"));
        refused(spatho("run", bundle, "-o", out), BAD_INPUT, "cell_feature_matrix");
    }

    @Test
    void truncatedMatrix() throws IOException {
        Path bundle = spoilt();
        try (RandomAccessFile file =
                new RandomAccessFile(bundle.resolve("cell_feature_matrix.h5").toFile(), "rw")) {
            file.setLength(file.length() / 2);
        }
        refused(spatho("run", bundle, "-o", out), BAD_INPUT, "cell_feature_matrix.h5");
    }

    @Test
    void cellOfTheMatrixThatIsNotInTheTable() throws IOException {
        Path bundle = spoilt();
        Files.delete(bundle.resolve("cells.parquet"));
        Path table = bundle.resolve("cells.csv.gz");
        List<String> lines;
        try (GZIPInputStream in = new GZIPInputStream(Files.newInputStream(table))) {
            lines = new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .toList();
        }
        String lost = lines.get(7).split(",", -1)[0].replace("\"", "");
        String kept = lines.stream().filter(line -> !line.contains(lost)).collect(Collectors.joining("\n", "", "\n"));
        try (GZIPOutputStream gzip = new GZIPOutputStream(Files.newOutputStream(table))) {
            gzip.write(kept.getBytes(StandardCharsets.UTF_8));
        }
        refused(spatho("run", bundle, "-o", out), BAD_INPUT, lost, "cells.csv.gz");
    }

    @Test
    void regionsInAnotherUnit() throws IOException {
        Path regions = temp.resolve("far.geojson");
        Files.writeString(regions, """
                {"type": "FeatureCollection", "features": [{"type": "Feature", "id": "a", "properties": {},
                 "geometry": {"type": "Polygon", "coordinates": [[[900000, 900000], [900100, 900000], [900100, 900100],
                 [900000, 900000]]]}}]}
                """);
        refused(spatho("run", good, "-o", out, "--regions", regions), BAD_INPUT, "far.geojson", "not declared");
        refused(
                spatho("run", good, "-o", out, "--regions", regions, "--regions-unit", "um"),
                BAD_INPUT,
                "x 900000.0 to 900100.0",
                "expected regions within",
                "--regions-unit");
        refused(
                spatho("run", good, "-o", out, "--regions", regions, "--regions-unit", "inch"),
                BAD_INPUT,
                "--regions-unit",
                "inch");
    }

    @Test
    void regionsThatAreNoGeoJson() throws IOException {
        Path regions = temp.resolve("bad.geojson");
        Files.writeString(regions, "{\"type\": \"FeatureCollection\", \"features\": [");
        refused(spatho("run", good, "-o", out, "--regions", regions), BAD_INPUT, "bad.geojson");
    }

    @Test
    void checkpointThatIsNotThere() {
        refused(
                spatho("run", good, "-o", out, "--checkpoint", temp.resolve("none")),
                MISSING_RESOURCE,
                "checkpoint",
                "none");
    }

    @Test
    void checkpointWithAMissingTensor() throws IOException {
        Path checkpoint =
                TestCheckpoints.write(temp.resolve("model"), TestCheckpoints.genesOf(good), "encoder.enc_norm.bias");
        refused(spatho("run", good, "-o", out, "--checkpoint", checkpoint), BAD_INPUT, "encoder.enc_norm.bias");
    }

    @Test
    void vocabularyThatSharesNoGene() throws IOException {
        Path checkpoint = TestCheckpoints.write(temp.resolve("model"), List.of("NOT1", "NOT2", "NOT3"), "");
        refused(spatho("run", good, "-o", out, "--checkpoint", checkpoint), 4, "NOT1", "no gene");
    }

    @Test
    void aWholeCheckpointIsTaken() throws IOException {
        Path checkpoint = TestCheckpoints.write(temp.resolve("model"), TestCheckpoints.genesOf(good), "");
        Outcome outcome = spatho("run", good, "-o", out, "--checkpoint", checkpoint, "--min-region-cells", 5);
        assertThat(outcome.exitCode()).as(outcome.err()).isZero();
    }

    @Test
    void outputThatExists() throws IOException {
        Files.createDirectories(temp.resolve("taken"));
        Files.writeString(temp.resolve("taken/notes.txt"), "mine");
        Outcome outcome = spatho("run", good, "-o", temp.resolve("taken"), "--force");
        refused(outcome, USAGE, "taken");
        assertThat(temp.resolve("taken/notes.txt")).hasContent("mine");
    }

    @Test
    void gpuThatIsNotThere() {
        Outcome outcome = spatho("run", good, "-o", out, "--device", "cuda:63");
        refused(outcome, MISSING_RESOURCE, "cuda:63");
    }

    @Test
    void binsWithoutAnyCount() {
        refused(spatho("run", sample("visium-hd-tiny"), "-o", out), BAD_INPUT, "count");
    }

    @Test
    void folderThatIsNoBundle() {
        refused(spatho("run", temp, "-o", out), BAD_INPUT, "experiment.xenium");
        refused(spatho("run", temp.resolve("nowhere"), "-o", out), BAD_INPUT, "nowhere");
    }

    @Test
    void optionsThatMakeNoSense() {
        refused(spatho("run", good, "-o", out, "--n-neighbors", 0), USAGE, "--n-neighbors");
        refused(spatho("run", good, "-o", out, "--resolutoin", 1), USAGE, "--resolutoin");
        refused(spatho("run", good, "-o", out, "--stgpt", "none", "--checkpoint", temp), USAGE, "--checkpoint");
        refused(spatho("run", good, "-o", out, "--format", "hologram"), USAGE, "hologram");
        refused(spatho("run", good), USAGE, "--output");
    }

    @Test
    void configurationsThatCannotBeRead() throws IOException {
        Path config = temp.resolve("lab.yaml");
        refused(spatho("run", good, "-o", out, "--config", config), BAD_INPUT, "lab.yaml", "no such configuration");
        Files.writeString(config, "n_neighbors: [\n");
        refused(spatho("run", good, "-o", out, "--config", config), BAD_INPUT, "lab.yaml", "not valid YAML");
        Files.writeString(config, "n_neighbours: 15\n");
        refused(spatho("run", good, "-o", out, "--config", config), USAGE, "key n_neighbours", "n_neighbors");
    }

    @Test
    void drawnRegionsThatAreGoodAreNotRefused() {
        Outcome outcome =
                spatho("run", good, "-o", out, "--stgpt", "none", "--regions", SyntheticBundles.regionsOf(good));
        assertThat(outcome.exitCode()).as(outcome.err()).isZero();
    }
}
