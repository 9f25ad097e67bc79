package io.spatho.cli;

import static io.spatho.cli.CommandLineFixture.requireDone;
import static io.spatho.cli.CommandLineFixture.requireSound;
import static io.spatho.cli.CommandLineFixture.spatho;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.spatho.anndata.bundle.BundleOptions;
import io.spatho.anndata.bundle.Bundles;
import io.spatho.anndata.h5ad.H5adWriter;
import io.spatho.anndata.parquet.ParquetTables;
import io.spatho.cli.CommandLineFixture.Outcome;
import io.spatho.core.dataset.Platform;
import io.spatho.core.dataset.SpatialDataset;
import io.spatho.core.json.StrictJson;
import io.spatho.core.parallel.Workers;
import io.spatho.core.random.CounterRandom;
import io.spatho.core.table.Column;
import io.spatho.core.table.Table;
import io.spatho.core.table.TableSink;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code spatho rag}: index, training and prediction of a small made case, and what is said when they cannot be made. */
class RagCommandTest {

    @TempDir
    static Path shared;

    private static Path bundle;
    private static Path reference;
    private static Path features;

    @TempDir
    Path temp;

    @BeforeAll
    static void make() {
        bundle = CommandLineFixture.bundle(Platform.XENIUM, 300, shared.resolve("xenium"));
        reference = shared.resolve("reference.h5ad");
        features = shared.resolve("features.parquet");
        try (Workers workers = new Workers(2)) {
            SpatialDataset dataset = Bundles.open(bundle, BundleOptions.of(workers));
            String[] types = new String[dataset.size()];
            Arrays.setAll(types, cell -> dataset.xUm()[cell] > dataset.yUm()[cell] ? "right" : "left");
            Table obs = dataset.obs().with("cell_type", new Column.Strings(types));
            H5adWriter.write(dataset.toBuilder().obs(obs).build(), reference, workers);
            writeFeatures(dataset, features, 3);
        }
    }

    /** Features of the picture around each observation that say nothing. */
    static void writeFeatures(SpatialDataset dataset, Path file, int width) {
        int n = dataset.size();
        double[] scales = new double[n];
        Arrays.fill(scales, 32);
        Table table = Table.ofRows(n)
                .with("tile_id", new Column.Strings(dataset.cellIds()))
                .with("x_um", new Column.Doubles(dataset.xUm()))
                .with("y_um", new Column.Doubles(dataset.yUm()))
                .with("scale_um", new Column.Doubles(scales));
        for (int f = 0; f < width; f++) {
            float[] values = new float[n];
            for (int cell = 0; cell < n; cell++) {
                values[cell] = (float) CounterRandom.of(f, "features", cell).nextGaussian();
            }
            table = table.with("feature" + f, new Column.Floats(values));
        }
        try (TableSink sink = new ParquetTables().create(file, Map.of(), table)) {
            sink.append(table);
        }
    }

    @Test
    void indexTrainingAndPredictionFollowEachOther() throws IOException {
        Path index = temp.resolve("index");
        requireDone(spatho("rag", "index", reference, "-o", index, "--cell-type", "cell_type", "--components", 5));
        PublishedSchemas.requireValid("reference_index", index.resolve("rag/index/index.json"));
        requireSound(index);
        Path trained = temp.resolve("trained");
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
                20,
                "--most-genes",
                10,
                "--retrieve",
                4,
                "--search",
                "hnsw",
                "--device",
                "cpu"));
        PublishedSchemas.requireValid("retrieval_training", trained.resolve("rag/training.json"));
        assertThat(Files.readString(trained.resolve("evidence.jsonl"))).contains("retrieval_training");
        requireSound(trained);
        Path predicted = temp.resolve("predicted");
        requireDone(spatho(
                "rag", "predict", features, "-o", predicted, "--model", trained, "--index", index, "--device", "cpu"));
        PublishedSchemas.requireValid("retrieval_prediction", predicted.resolve("rag/prediction.json"));
        assertThat(predicted.resolve("regions/predictions/rag/trace.parquet")).exists();
        requireSound(predicted);
        Path wide = temp.resolve("wide.parquet");
        try (Workers workers = new Workers(1)) {
            writeFeatures(Bundles.open(bundle, BundleOptions.of(workers)), wide, 4);
        }
        Outcome refused =
                spatho("rag", "predict", wide, "-o", temp.resolve("no"), "--model", trained, "--index", index);
        assertThat(refused.exitCode()).isEqualTo(3);
        assertThat(refused.err()).contains("3 features").contains("4 features");
        Outcome absent = spatho(
                "rag",
                "train",
                bundle,
                "-o",
                temp.resolve("no2"),
                "--features",
                features,
                "--index",
                index,
                "--genes",
                "NOSUCHGENE");
        assertThat(absent.exitCode()).isEqualTo(3);
        assertThat(absent.err()).contains("NOSUCHGENE");
        Outcome pixels = spatho(
                "rag",
                "train",
                bundle,
                "-o",
                temp.resolve("no3"),
                "--features",
                features,
                "--index",
                index,
                "--he",
                temp.resolve("slide.tif"));
        assertThat(pixels.exitCode()).isEqualTo(2);
        assertThat(pixels.err()).contains("only a baseline sees the pixels");
    }

    @Test
    void aReferenceWithoutTheColumnIsOneClearLineAndTheFolderCanBeUsedAgain() {
        Path out = temp.resolve("out");
        Outcome outcome = spatho("rag", "index", reference, "-o", out, "--cell-type", "kind");
        assertThat(outcome.exitCode()).isEqualTo(3);
        assertThat(outcome.err()).contains("kind").contains("cell_type");
        requireDone(spatho("rag", "index", reference, "-o", out, "--cell-type", "cell_type", "--resume"));
        requireDone(spatho("rag", "index", reference, "-o", out, "--cell-type", "cell_type", "--force"));
        requireSound(out);
    }

    @Test
    void vectorsOfACheckpointAreSearched() throws IOException {
        Path checkpoint = TestCheckpoints.write(temp.resolve("model"), TestCheckpoints.genesOf(bundle), "");
        Path index = temp.resolve("index");
        requireDone(spatho(
                "rag",
                "index",
                reference,
                "-o",
                index,
                "--cell-type",
                "cell_type",
                "--checkpoint",
                checkpoint,
                "--device",
                "cpu"));
        JsonNode document = StrictJson.read(index.resolve("rag/index/index.json"));
        PublishedSchemas.requireValid("reference_index", document);
        assertThat(document.path("space").asText()).startsWith("checkpoint ");
        requireSound(index);
        Outcome both = spatho(
                "rag",
                "index",
                reference,
                "-o",
                temp.resolve("no"),
                "--cell-type",
                "cell_type",
                "--checkpoint",
                checkpoint,
                "--vectors",
                "X_model");
        assertThat(both.exitCode()).isEqualTo(2);
        assertThat(both.err()).contains("--vectors or --checkpoint");
    }
}
