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
import io.spatho.stgpt.engine.DeviceRequest;
import io.spatho.stgpt.histology.feature.TileFeatures;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Training on made tissue whose answer lies in the reference, or does not. */
class RetrievalTrainToolTest {

    private static final int SPOTS = 400;

    @TempDir
    Path temp;

    private record Done(JsonNode document, Path folder, RetrievalRequest request) {}

    private RetrievalRequest request(Path folder, boolean unrelated, boolean everything, int steps) {
        try (Workers workers = new Workers(2)) {
            Files.createDirectories(folder);
            MadeTissue made = new MadeTissue(1, !unrelated);
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
        RetrievalRequest request = request(temp.resolve("in"), false, false, 300);
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
    }

    /** A model that was read back predicts what the training predicted for the same tiles, and refuses other features. */
    private void predictsAsItTrained(Done done) {
        Path out = temp.resolve("predicted");
        TileFeatures features = done.request().features();
        RetrievalPredictTool tool = new RetrievalPredictTool();
        try (Workers workers = new Workers(2)) {
            FolderStore store = new FolderStore(out, new ParquetTables(), "run_test");
            ToolContext context = new ToolContext(tool.id(), List.of("fp"), store, workers, 1, Progress.SILENT);
            tool.run(
                    new RetrievalPredictTool.Request(
                            features,
                            done.request().index(),
                            done.folder().resolve("rag/model"),
                            false,
                            DeviceRequest.cpu()),
                    context);
        }
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
        Done done = train("unrelated", request(temp.resolve("in"), true, false, 120), 2);
        assertThat(done.document().path("gain").path("verdict").asText()).isNotEqualTo("retrieval helps");
    }

    @Test
    void everyConfigurationTrainsWithALatentVariableAndLists() {
        Done done = train("all", request(temp.resolve("in"), false, true, 40), 2);
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
                        "ensemble",
                        "gene_mean");
        for (String name : names) {
            assertThat(error(done.document(), name)).as(name).isFinite();
        }
        assertThat(done.document().path("composition").asText()).isEqualTo("annotation");
    }

    @Test
    void aGeneThatTheCaseLacksIsNamed() {
        RetrievalRequest good = request(temp.resolve("in"), false, false, 10);
        RetrievalRequest bad = new RetrievalRequest(
                good.dataset(),
                good.features(),
                good.index(),
                List.of("ABSENT"),
                10,
                Optional.empty(),
                Optional.empty(),
                good.settings(),
                false,
                false,
                false,
                DeviceRequest.cpu());
        assertThatThrownBy(() -> train("bad", bad, 1))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("ABSENT");
    }
}
