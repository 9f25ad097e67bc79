package io.spatho.stgpt.retrieval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.spatho.anndata.parquet.ParquetTable;
import io.spatho.anndata.parquet.ParquetTables;
import io.spatho.core.annotate.MarkerPanel;
import io.spatho.core.artifact.FolderStore;
import io.spatho.core.error.InputException;
import io.spatho.core.parallel.Workers;
import io.spatho.core.table.Column;
import io.spatho.core.table.Table;
import io.spatho.core.tool.Progress;
import io.spatho.core.tool.ToolContext;
import io.spatho.stgpt.checkpoint.Checkpoint;
import io.spatho.stgpt.checkpoint.CheckpointReader;
import io.spatho.stgpt.checkpoint.NamedTensor;
import io.spatho.stgpt.checkpoint.SafetensorsWriter;
import io.spatho.stgpt.engine.DeviceRequest;
import io.spatho.stgpt.histology.feature.TileFeatures;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Training on made tissue whose answer lies in the reference, or does not. */
class RetrievalTrainToolTest {

    private static final int SPOTS = 400;

    @TempDir
    Path temp;

    private record Done(JsonNode document, Path folder, RetrievalRequest request) {}

    private RetrievalRequest request(Path folder, boolean related, boolean everything, int steps) {
        try (Workers workers = new Workers(2)) {
            Files.createDirectories(folder);
            MadeTissue made = new MadeTissue(1, related);
            ReferenceIndex index = ReferenceBuilder.build(
                    made.reference(900),
                    new ReferenceSettings("cell_type", Optional.empty(), 2000, 8, 1000, 1),
                    "made.h5ad",
                    workers);
            MarkerPanel pathways = new MarkerPanel(
                    "made.gmt", List.of(new MarkerPanel.Compartment("turning", List.of("GENE0", "GENE4", "GENE8"))));
            return new RetrievalRequest(
                    made.tissue(SPOTS),
                    made.features(SPOTS, folder.resolve("features.parquet")),
                    everything ? Optional.of(made.pictures(SPOTS)) : Optional.empty(),
                    index,
                    List.of(),
                    200,
                    everything ? Optional.of("named") : Optional.empty(),
                    Optional.of(pathways),
                    RetrievalSettings.standard(1).with(steps, 16),
                    everything,
                    everything,
                    everything,
                    DeviceRequest.cpu());
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private Done train(String name, RetrievalRequest request, int threads) {
        Path folder = temp.resolve(name);
        try (Workers workers = new Workers(threads)) {
            RetrievalTrainTool tool = new RetrievalTrainTool();
            FolderStore store = new FolderStore(folder, new ParquetTables(), "run_test");
            ToolContext context = new ToolContext(tool.id(), List.of("fp"), store, workers, 1, Progress.SILENT);
            JsonNode document = tool.run(request, context);
            assertThat(context.collectedEvidence()).hasSize(1);
            return new Done(document, folder, request);
        }
    }

    private static double error(JsonNode document, String name) {
        for (JsonNode one : document.path("configurations")) {
            if (one.path("name").asText().equals(name)) {
                return one.path("genes").path("mean_squared_error").asDouble();
            }
        }
        throw new AssertionError(name);
    }

    @Test
    void everyPredictionHasItsTraceAndIsRepeatable() throws IOException {
        RetrievalRequest request = request(temp.resolve("in"), true, false, 120);
        Done done = train("one", request, 2);
        assertThat(error(done.document(), "retrieval")).isLessThan(error(done.document(), "gene_mean"));
        assertThat(done.document().path("held_out_coverage").asDouble()).isBetween(0.8, 0.98);
        assertThat(done.document().path("pathways").get(0).path("genes").asInt())
                .isEqualTo(3);
        Table trace = ParquetTable.read(done.folder().resolve("regions/predictions/rag/trace.parquet"));
        float[] attention = ((Column.Floats) trace.column("attention")).values();
        float[] similarity = ((Column.Floats) trace.column("similarity")).values();
        for (int from = 0; from < attention.length; from += 16) {
            double sum = 0;
            for (int i = from; i < from + 16; i++) {
                sum += attention[i];
                assertThat(i == from || similarity[i] <= similarity[i - 1]).isTrue();
            }
            assertThat(sum).isCloseTo(1, within(1e-5));
        }
        Done again = train("two", request, 1);
        Path weights = Path.of("rag/model/model.safetensors");
        assertThat(Files.mismatch(done.folder().resolve(weights), again.folder().resolve(weights)))
                .isEqualTo(-1);
        assertThat(done.folder().resolve("training/retrieval/state.safetensors"))
                .doesNotExist();
        predictsAsItTrained(done);
        refusesForeignReferencesAndWeights(done);
    }

    private void predict(Done done, ReferenceIndex index, Path out) {
        RetrievalPredictTool tool = new RetrievalPredictTool();
        try (Workers workers = new Workers(2)) {
            FolderStore store = new FolderStore(out, new ParquetTables(), "run_test");
            ToolContext context = new ToolContext(tool.id(), List.of("fp"), store, workers, 1, Progress.SILENT);
            Path model = done.folder().resolve("rag/model");
            RetrievalSources sources =
                    RetrievalSources.of(model, index, done.request().features(), "index", "features");
            tool.run(new RetrievalPredictTool.Request(sources, false, DeviceRequest.cpu(), Optional.empty()), context);
        }
    }

    private void refusesForeignReferencesAndWeights(Done done) throws IOException {
        ReferenceIndex own = done.request().index();
        List<String> genes = own.genes().stream().map(gene -> "OTHER" + gene).toList();
        assertThatThrownBy(() -> predict(done, named(own, genes), temp.resolve("no")))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("another reference");
        Path file = done.folder().resolve("rag/model/model.safetensors");
        Checkpoint saved = CheckpointReader.read(file);
        List<NamedTensor> narrow = new ArrayList<>();
        NamedTensor wrong = new NamedTensor("attention_key.bias", new long[] {1}, new float[1]);
        saved.tensors().forEach((name, tensor) -> narrow.add(name.equals(wrong.name()) ? wrong : tensor));
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        SafetensorsWriter.write(
                bytes,
                narrow,
                Map.of("description_sha256", String.valueOf(saved.values().get("description_sha256"))));
        assertThat(file.toFile().setWritable(true)).isTrue();
        Files.write(file, bytes.toByteArray());
        assertThatThrownBy(() -> predict(done, own, temp.resolve("no")))
                .isInstanceOf(InputException.class)
                .hasMessageContainingAll("wrong shape", "attention_key.bias", "[64]", "[1]");
    }

    /** A model that was read back predicts what the training predicted for the same tiles. */
    private void predictsAsItTrained(Done done) {
        Path out = temp.resolve("predicted");
        TileFeatures features = done.request().features();
        predict(done, done.request().index(), out);
        Table trained = ParquetTable.read(done.folder().resolve("regions/predictions/rag/predictions.parquet"));
        Table all = ParquetTable.read(out.resolve("regions/predictions/rag/predictions.parquet"));
        int genes = done.document().path("genes").asInt();
        int row = Arrays.asList(features.tileIds()).indexOf(trained.strings("tile_id")[0]);
        for (int gene = 0; gene < genes; gene++) {
            assertThat(all.doubles("value")[row * genes + gene])
                    .isCloseTo(trained.doubles("value")[gene], within(1e-5));
            assertThat(all.doubles("lower")[gene]).isLessThanOrEqualTo(all.doubles("upper")[gene]);
        }
        assertThat(((Column.Booleans) all.column("imputed")).values()).containsOnly(true);
    }

    @Test
    void itSaysSoWhenTheReferenceHoldsNoAnswer() {
        Done done = train("unrelated", request(temp.resolve("in"), false, false, 120), 2);
        assertThat(done.document().path("gain").path("verdict").asText()).isNotEqualTo("retrieval helps");
    }

    @Test
    void everyConfigurationTrainsWithALatentVariableAndAGraph() {
        Done done = train("all", request(temp.resolve("in"), true, true, 40), 2);
        List<String> names = done.document().path("configurations").findValuesAsText("name");
        assertThat(names)
                .containsExactly(
                        "retrieval",
                        "no_retrieval",
                        "shuffled_reference",
                        "features_mlp",
                        "convolution",
                        "attention_pooling",
                        "multi_scale",
                        "pixel_convolution",
                        "ensemble",
                        "gene_mean");
        for (String name : names) {
            assertThat(error(done.document(), name)).as(name).isFinite();
        }
        assertThat(error(done.document(), "pixel_convolution")).isLessThan(error(done.document(), "gene_mean"));
        assertThat(done.document().path("composition").asText()).isEqualTo("annotation");
        assertThat(done.document().path("search").asText()).isEqualTo("hnsw");
    }

    private static RetrievalRequest with(RetrievalRequest good, ReferenceIndex index, List<String> genes) {
        return new RetrievalRequest(
                good.dataset(),
                good.features(),
                Optional.empty(),
                index,
                genes,
                10,
                Optional.empty(),
                Optional.empty(),
                good.settings(),
                false,
                false,
                false,
                DeviceRequest.cpu());
    }

    private void refusesToTrain(RetrievalRequest request, String... words) {
        assertThatThrownBy(() -> train("bad", request, 1))
                .isInstanceOf(InputException.class)
                .hasMessageContainingAll(words);
    }

    @Test
    void whatCannotBeLearntFromIsRefusedInOneLine() {
        RetrievalRequest good = request(temp.resolve("in"), true, false, 10);
        refusesToTrain(with(good, good.index(), List.of("ABSENT")), "ABSENT", "60 genes");
        ReferenceIndex own = good.index();
        List<String> foreign = own.genes().stream().map(gene -> "OTHER" + gene).toList();
        ReferenceIndex other = named(own, foreign);
        refusesToTrain(with(good, other, List.of()), "too few genes in common", "0 of 60");
        List<String> one = new ArrayList<>(own.genes());
        one.set(3, "OTHER");
        refusesToTrain(with(good, named(own, one), List.of("GENE3")), "the reference lacks genes", "GENE3");
    }

    private static ReferenceIndex named(ReferenceIndex index, List<String> genes) {
        return new ReferenceIndex(
                index.cellIds(),
                index.types(),
                index.typeNames(),
                genes,
                index.expression(),
                index.vectors(),
                index.loadings(),
                index.space(),
                index.targetSum());
    }
}
