package io.spatho.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spatho.core.dataset.CaseMetadata.SourceFile;
import io.spatho.core.json.CanonicalJson;
import io.spatho.stgpt.checkpoint.ModelFolder;
import io.spatho.stgpt.engine.DeviceRequest;
import io.spatho.stgpt.expression.ExpressionModel;
import io.spatho.stgpt.expression.PlacedFeatures;
import io.spatho.stgpt.expression.PredictExpressionTool;
import io.spatho.stgpt.expression.TrainExpressionTool;
import io.spatho.stgpt.histology.feature.TileFeatures;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code spatho histology predict FEATURES --model MODEL -o OUT}: expression of every tile, with intervals. */
@Command(
        name = "predict",
        description =
                "Predict expression for every tile of a table of features, with an interval for each value and what the"
                        + " model's training knows of each gene.",
        mixinStandardHelpOptions = true,
        sortOptions = false)
final class HistologyPredictCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "FEATURES", description = "Features of tiles, as spatho histology encode writes them.")
    private Path features;

    @Option(
            names = "--model",
            paramLabel = "MODEL",
            required = true,
            description = "What spatho histology train made, or the model's folder in it.")
    private Path folder;

    @Mixin
    private DeviceOption device;

    @Mixin
    private SlideModelRun run;

    @Override
    public Integer call() {
        DeviceRequest request = device.request();
        Path place = modelIn(folder);
        ExpressionModel model = ExpressionModel.read(place);
        ObjectNode config = CanonicalJson.object()
                .put("study", "histology predict")
                .put("model", model.fingerprint().sha256());
        return run.execute(
                config,
                new PredictExpressionTool(),
                PredictExpressionTool.FILE,
                workers -> {
                    List<SourceFile> inputs = new ArrayList<>(sources(place));
                    PlacedFeatures places = read(features, model, inputs);
                    return new SlideModelRun.Prepared<>(
                            PredictExpressionTool.Request.of(places, model, request),
                            inputs,
                            new SlideModelRun.Subject(RunSettings.name(features), "slide", "", places.size(), 0));
                },
                spec);
    }

    /** The model's folder, given it or the folder of its training. */
    static Path modelIn(Path folder) {
        Path inside = folder.resolve(TrainExpressionTool.MODEL);
        return Files.isDirectory(inside) ? inside : folder;
    }

    /** The files of a model. */
    static List<SourceFile> sources(Path place) {
        return List.of(
                PreparedCase.source("model", place.resolve(ModelFolder.DOCUMENT)),
                PreparedCase.source("weights", place.resolve(ModelFolder.WEIGHTS)));
    }

    private static PlacedFeatures read(Path features, ExpressionModel model, List<SourceFile> inputs) {
        PlacedFeatures places = PlacedFeatures.of(TileFeatures.read(features));
        inputs.add(PreparedCase.source("features", features));
        model.requireFeatures(
                places, ExpressionCases.Encoder.of(features, inputs).digest(), features);
        return places;
    }
}
