package io.spatho.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spatho.core.dataset.CaseMetadata.SourceFile;
import io.spatho.core.dataset.SpatialDataset;
import io.spatho.core.error.InputException;
import io.spatho.core.error.Problem;
import io.spatho.core.error.UsageException;
import io.spatho.core.parallel.Workers;
import io.spatho.stgpt.expression.ExpressionMaterial;
import io.spatho.stgpt.expression.ExpressionModel;
import io.spatho.stgpt.expression.ExpressionSlides;
import io.spatho.stgpt.expression.PlacedFeatures;
import io.spatho.stgpt.histology.feature.TileFeatures;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Whether a run predicts expression from the picture beside what was measured, and what it takes for that. */
final class PredictionOptions {

    @Option(
            names = "--expression",
            paramLabel = "MODEL",
            description =
                    "Predict expression from the picture with what spatho histology train left, and show it beside the"
                            + " measured.")
    Optional<Path> model = Optional.empty();

    @Option(
            names = "--expression-features",
            paramLabel = "FILE",
            description = "The features.parquet that spatho histology encode made of the case for --expression.")
    Optional<Path> features = Optional.empty();

    /**
     * What was read.
     *
     * @param model the model
     * @param features of tiles around the observations
     */
    record Prediction(ExpressionModel model, TileFeatures features) {

        /** The kept observations with their counts of the genes that the model predicts. */
        ExpressionMaterial material(SpatialDataset kept) {
            List<String> genes = shared(model, kept);
            try (Workers workers = new Workers(1)) {
                return ExpressionSlides.of(List.of(
                                new ExpressionSlides.Slide(kept.metadata().sampleName(), kept, features)))
                        .material(genes, genes.size(), workers);
            }
        }
    }

    /** Fails with a usage error that names the option. */
    void require() {
        if (model.isPresent() != features.isPresent()) {
            throw new UsageException(Problem.of("--expression and --expression-features go together")
                    .at(model.isPresent() ? "--expression" : "--expression-features")
                    .fix("Make features with spatho histology encode BUNDLE --he SLIDE -o OUT"));
        }
    }

    /** Reads model and features and finds them good for each other and for the case. */
    Optional<Prediction> open(SpatialDataset dataset, List<SourceFile> inputs) {
        return model.map(folder -> {
            Path file = features.orElseThrow();
            Path place = HistologyPredictCommand.modelIn(folder);
            ExpressionModel read = ExpressionModel.read(place);
            TileFeatures table = TileFeatures.read(file);
            inputs.addAll(HistologyPredictCommand.sources(place));
            inputs.add(PreparedCase.source("features", file));
            read.requireFeatures(
                    PlacedFeatures.of(table),
                    ExpressionCases.Encoder.of(file, inputs).digest(),
                    file);
            if (shared(read, dataset).isEmpty()) {
                throw new InputException(Problem.of("the case has none of the genes that the model predicts")
                        .at(place)
                        .expected("some of " + dataset.panel().size() + " genes", "others")
                        .fix("Train a model on cases of this panel"));
            }
            Prediction prediction = new Prediction(read, table);
            prediction.material(dataset);
            return prediction;
        });
    }

    private static List<String> shared(ExpressionModel model, SpatialDataset dataset) {
        List<String> measured = dataset.panel().uniqueNames();
        return model.genes().stream().filter(measured::contains).toList();
    }

    /** Writes what can change a result. */
    void describe(ObjectNode node) {
        model.ifPresent(folder -> node.put("expression", RunSettings.name(folder)));
        features.ifPresent(file -> node.put("expression_features", RunSettings.name(file)));
    }
}
