package io.spatho.cli;

import static io.spatho.cli.CommandLineFixture.requireDone;
import static io.spatho.cli.CommandLineFixture.requireSound;
import static io.spatho.cli.CommandLineFixture.spatho;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.spatho.anndata.h5ad.H5adWriter;
import io.spatho.anndata.hdf5.Hdf5Writer;
import io.spatho.cli.CommandLineFixture.Outcome;
import io.spatho.core.dataset.CaseMetadata;
import io.spatho.core.dataset.GenePanel;
import io.spatho.core.dataset.Platform;
import io.spatho.core.dataset.SpatialDataset;
import io.spatho.core.json.StrictJson;
import io.spatho.core.matrix.CsrMatrix;
import io.spatho.core.parallel.Workers;
import io.spatho.core.random.CounterRandom;
import io.spatho.core.table.Column;
import io.spatho.core.table.Table;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A HEST task of three made samples: one gene follows the redness of its patch, the other nothing. */
class HistologyHestTest {

    private static final int SIDE = 16;
    private static final int PATCHES = 100;
    private static final List<String> GENES = List.of("RED", "NOISE");

    @TempDir
    static Path shared;

    @TempDir
    Path temp;

    private static Path task;

    @BeforeAll
    static void make() throws IOException {
        task = shared.resolve("TASK");
        for (String folder : List.of("splits", "patches", "adata")) {
            Files.createDirectories(task.resolve(folder));
        }
        Files.writeString(task.resolve("var_50genes.json"), "{\"genes\": [\"RED\", \"NOISE\"]}");
        List<String> samples = List.of("A", "B", "C");
        for (String sample : samples) {
            write(sample, samples.indexOf(sample));
            List<String> others =
                    samples.stream().filter(other -> !other.equals(sample)).toList();
            int fold = samples.indexOf(sample);
            Files.writeString(task.resolve("splits/test_" + fold + ".csv"), split(List.of(sample)));
            Files.writeString(task.resolve("splits/train_" + fold + ".csv"), split(others));
        }
    }

    private static String split(List<String> samples) {
        StringBuilder lines = new StringBuilder("sample_id,patches_path,expr_path\n");
        samples.forEach(sample -> lines.append(sample + ",patches/" + sample + ".h5,adata/" + sample + ".h5ad\n"));
        return lines.toString();
    }

    private static void write(String sample, int seed) {
        byte[] pixels = new byte[3 * SIDE * SIDE * PATCHES];
        String[] barcodes = new String[PATCHES];
        long[] corners = new long[2 * PATCHES];
        float[] counts = new float[2 * PATCHES];
        for (int patch = 0; patch < PATCHES; patch++) {
            CounterRandom random = CounterRandom.of(seed, "hest", patch);
            int red = random.nextInt(200);
            for (int i = 0; i < 3 * SIDE * SIDE; i++) {
                int value = (i % 3 == 0 ? red : 120) + random.nextInt(20);
                pixels[3 * SIDE * SIDE * patch + i] = (byte) value;
            }
            barcodes[patch] = sample + "-" + patch;
            corners[2 * patch] = 20L * (patch % 10);
            corners[2 * patch + 1] = 20L * (patch / 10);
            counts[2 * patch] = 1 + red / 20;
            counts[2 * patch + 1] = 1 + random.nextInt(9);
        }
        try (Workers workers = new Workers(1)) {
            try (Hdf5Writer writer = Hdf5Writer.create(task.resolve("patches/" + sample + ".h5"), workers)) {
                writer.root().unsignedBytes("img", pixels, PATCHES, SIDE, SIDE, 3);
                writer.root().longs("coords", corners, PATCHES, 2);
                writer.root().strings("barcode", barcodes, PATCHES, 1);
                writer.finish();
            }
            H5adWriter.write(expression(barcodes, corners, counts), task.resolve("adata/" + sample + ".h5ad"), workers);
        }
    }

    private static SpatialDataset expression(String[] barcodes, long[] corners, float[] counts) {
        long[] starts = new long[PATCHES + 1];
        int[] columns = new int[2 * PATCHES];
        double[] x = new double[PATCHES];
        double[] y = new double[PATCHES];
        for (int patch = 0; patch < PATCHES; patch++) {
            starts[patch + 1] = 2L * patch + 2;
            columns[2 * patch + 1] = 1;
            x[patch] = corners[2 * patch];
            y[patch] = corners[2 * patch + 1];
        }
        CaseMetadata metadata = new CaseMetadata(
                Platform.H5AD, "", "made", Double.NaN, Double.NaN, List.of(), List.of(), Map.of(), List.of());
        return SpatialDataset.builder(
                        metadata,
                        new CsrMatrix(PATCHES, 2, starts, columns, counts),
                        new GenePanel("made", GENES, GENES, Collections.nCopies(2, "Gene Expression")),
                        Table.ofRows(PATCHES).with("cell_id", new Column.Strings(barcodes)),
                        x,
                        y)
                .build();
    }

    @Test
    void theGeneOfThePictureIsFoundAndTheOtherIsNot() {
        Path out = temp.resolve("out");
        requireDone(spatho("histology", "hest", task, "-o", out));
        PublishedSchemas.requireValid("hest_benchmark", out.resolve("histology/hest/results.json"));
        JsonNode results = StrictJson.read(out.resolve("histology/hest/results.json"));
        JsonNode genes = results.path("pearson_corrs");
        assertThat(genes.get(0).path("name").asText()).isEqualTo("RED");
        assertThat(genes.get(0).path("mean").asDouble()).isGreaterThan(0.95);
        assertThat(Math.abs(genes.get(1).path("mean").asDouble())).isLessThan(0.2);
        assertThat(results.path("folds")).hasSize(3);
        assertThat(results.path("folds").get(0).path("training_patches").asInt())
                .isEqualTo(2 * PATCHES);
        JsonNode within = results.path("within_slides").path("pearson");
        assertThat(within.path("value").asDouble()).isGreaterThan(0.5);
        assertThat(Math.abs(within.path("label_shuffle").asDouble())).isLessThan(0.2);
        assertThat(out.resolve("histology/hest/features/B.parquet")).exists();
        try (var left = Files.list(out.resolve("histology/hest"))) {
            assertThat(left.map(path -> path.getFileName().toString()))
                    .containsExactlyInAnyOrder("results.json", "features");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        requireSound(out);
        Path again = temp.resolve("again");
        requireDone(spatho("histology", "hest", task, "-o", again, "--threads", 1));
        assertThat(CommandLineFixture.digests(again, "run_log.json"))
                .isEqualTo(CommandLineFixture.digests(out, "run_log.json"));
    }

    @Test
    void whatDoesNotFitIsNamed() throws IOException {
        Path spoilt = CommandLineFixture.copy(task, temp.resolve("spoilt"));
        Files.writeString(spoilt.resolve("var_50genes.json"), "{\"genes\": [\"ABSENT\"]}");
        Outcome absent = spatho("histology", "hest", spoilt, "-o", temp.resolve("one"));
        assertThat(absent.exitCode()).isEqualTo(3);
        assertThat(absent.err()).contains("a gene of the task was not measured").contains("ABSENT");
        Files.copy(task.resolve("patches/A.h5"), spoilt.resolve("patches/B.h5"), StandardCopyOption.REPLACE_EXISTING);
        Files.writeString(spoilt.resolve("var_50genes.json"), "{\"genes\": [\"RED\"]}");
        Outcome other = spatho("histology", "hest", spoilt, "-o", temp.resolve("two"));
        assertThat(other.exitCode()).isEqualTo(3);
        assertThat(other.err())
                .contains("a patch's barcode is not an observation")
                .contains("A-0");
        Outcome none = spatho("histology", "hest", task.resolve("splits"), "-o", temp.resolve("three"));
        assertThat(none.exitCode()).isEqualTo(3);
        assertThat(none.err()).contains("splits/train_0.csv");
    }
}
