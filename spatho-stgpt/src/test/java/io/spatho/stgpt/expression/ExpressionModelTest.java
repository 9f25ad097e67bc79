package io.spatho.stgpt.expression;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spatho.anndata.parquet.ParquetTables;
import io.spatho.core.artifact.FolderStore;
import io.spatho.core.error.InputException;
import io.spatho.core.error.ResourceException;
import io.spatho.core.parallel.Workers;
import io.spatho.core.tool.Progress;
import io.spatho.core.tool.ToolContext;
import io.spatho.stgpt.checkpoint.ModelFolder;
import io.spatho.stgpt.engine.DeviceRequest;
import io.spatho.stgpt.expression.ExpressionSettings.Decoder;
import io.spatho.stgpt.expression.ExpressionSettings.Fusion;
import io.spatho.stgpt.expression.ExpressionSettings.Loss;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A killed training ends in the same bytes, a model comes back from its files, and foreign or spoilt ones are refused. */
final class ExpressionModelTest {

    @TempDir
    Path folder;

    private static ToolContext context(Path place, Workers workers, Progress progress) {
        FolderStore store = new FolderStore(place, new ParquetTables(), "run");
        return new ToolContext(new TrainExpressionTool().id(), List.of(), store, workers, 5, progress);
    }

    private static TrainExpressionTool.Request request() {
        ExpressionMaterial material = ExpressionTrainerTest.planted(0);
        return new TrainExpressionTool.Request(
                material,
                ExpressionFolds.blocks(material.places(), 4, 3),
                new ExpressionSettings(Fusion.GATED, Decoder.LINEAR, Loss.NB, 16, 36, 2, 30, 10, 0, 1e-2, 5),
                Optional.of("encoder"),
                DeviceRequest.cpu());
    }

    @Test
    void aKilledTrainingEndsInTheSameBytesAndAModelComesBack() throws IOException {
        Path whole = folder.resolve("whole");
        Path killed = folder.resolve("killed");
        try (Workers workers = new Workers(2);
                Workers single = new Workers(1)) {
            ExpressionModel model = new TrainExpressionTool().run(request(), context(whole, workers, Progress.SILENT));
            assertThatThrownBy(() -> new TrainExpressionTool().run(request(), context(killed, workers, new Killer())))
                    .isInstanceOf(IllegalStateException.class);
            assertThat(killed.resolve("training/expression/state.safetensors")).exists();
            new TrainExpressionTool().run(request(), context(killed, single, Progress.SILENT));
            for (String file : List.of("model/model.json", "model/weights.safetensors", "training.json")) {
                Path name = Path.of("histology/expression").resolve(file);
                assertThat(killed.resolve(name)).hasSameBinaryContentAs(whole.resolve(name));
            }
            assertThat(killed.resolve("training/expression/state.safetensors")).doesNotExist();
            ExpressionModel read = ExpressionModel.read(whole.resolve(TrainExpressionTool.MODEL));
            assertThat(read.fingerprint()).isEqualTo(model.fingerprint());
            assertThat(read.support().isSupported(0)).isTrue();
            assertThat(read.support().isSupported(2)).isFalse();
        }
        refusals(whole.resolve(TrainExpressionTool.MODEL));
    }

    private void refusals(Path model) throws IOException {
        assertThatThrownBy(() -> ExpressionModel.read(folder.resolve("nowhere")))
                .isInstanceOf(ResourceException.class)
                .hasMessageContaining("no model of expression");
        PlacedFeatures places = ExpressionTrainerTest.planted(0).places();
        ExpressionModel read = ExpressionModel.read(model);
        assertThatThrownBy(
                        () -> read.requireFeatures(places.withFields(List.of(0)), Optional.empty(), "features.parquet"))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("3 features at [8.0, 32.0]");
        assertThatThrownBy(() -> read.requireFeatures(places, Optional.of("other"), "features.parquet"))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("another encoder");
        Path document = model.resolve(ModelFolder.DOCUMENT);
        String text = Files.readString(document);
        Files.writeString(document, text.replace("\"width\": 16", "\"width\": 20"));
        assertThatThrownBy(() -> ExpressionModel.read(model))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("wrong shape");
        Files.writeString(document, text.replace("\"A\"", "\"Z\""));
        assertThatThrownBy(() -> ExpressionModel.read(model))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("fingerprint");
        Files.writeString(document, text.replace("\"width\": 16", "\"width\": 4000"));
        assertThatThrownBy(() -> ExpressionModel.read(model))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("at least");
    }

    /** Ends a training in its middle. */
    private static final class Killer implements Progress {
        @Override
        public void step(int number, int of, String title) {}

        @Override
        public void advance(long done, long total) {
            if (done == 17) {
                throw new IllegalStateException("killed");
            }
        }

        @Override
        public void note(String line) {}
    }
}
