package io.spatho.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spatho.core.dataset.CaseMetadata.SourceFile;
import io.spatho.core.dataset.SpatialDataset;
import io.spatho.core.error.Problem;
import io.spatho.core.error.UsageException;
import io.spatho.stgpt.retrieval.RetrievalSources;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import picocli.CommandLine.Option;

/** Whether a run predicts expression with reference cells that are looked up, and what it takes for that. */
final class RagOptions {

    @Option(
            names = "--retrieval",
            paramLabel = "MODEL",
            description =
                    "Predict expression from the picture with reference cells that are looked up, by what spatho rag train"
                            + " left, and show it beside the measured.")
    Optional<Path> model = Optional.empty();

    @Option(
            names = "--retrieval-index",
            paramLabel = "INDEX",
            description = "The index of reference cells that the model of --retrieval was trained with.")
    Optional<Path> index = Optional.empty();

    @Option(
            names = "--retrieval-features",
            paramLabel = "FILE",
            description = "The features.parquet that spatho histology encode made of the case for --retrieval.")
    Optional<Path> features = Optional.empty();

    /** Fails with a usage error that names the options that are missing. */
    void require() {
        List<String> missing = Stream.of(
                        model.isPresent() ? "" : "--retrieval",
                        index.isPresent() ? "" : "--retrieval-index",
                        features.isPresent() ? "" : "--retrieval-features")
                .filter(name -> !name.isEmpty())
                .toList();
        if (!missing.isEmpty() && missing.size() < 3) {
            throw new UsageException(Problem.of("--retrieval, --retrieval-index and --retrieval-features go together")
                    .expected("all three", "no " + String.join(", no ", missing))
                    .fix("Make features with spatho histology encode BUNDLE --he SLIDE -o OUT, an index with spatho rag"
                            + " index and a model with spatho rag train"));
        }
    }

    /** Reads all three and finds them good for each other and for the case. */
    Optional<RetrievalSources> open(SpatialDataset dataset, List<SourceFile> inputs) {
        return model.map(folder -> {
            Path reference = index.orElseThrow();
            Path table = features.orElseThrow();
            RetrievalSources sources = RetrievalSources.open(folder, reference, table);
            sources.requireCase(dataset);
            inputs.addAll(named(folder, reference, table));
            return sources;
        });
    }

    /** The files that make a model with its reference and features what they are. */
    static List<SourceFile> named(Path model, Path index, Path features) {
        List<Path> files = RetrievalSources.filesOf(model);
        return List.of(
                PreparedCase.source("retrieval_features", features),
                RagTrainCommand.indexSource(index),
                PreparedCase.source("retrieval_model", files.get(0)),
                PreparedCase.source("retrieval_weights", files.get(1)));
    }

    /** Writes what can change a result. */
    void describe(ObjectNode node) {
        model.ifPresent(folder -> node.put("retrieval", RunSettings.name(folder)));
        index.ifPresent(folder -> node.put("retrieval_index", RunSettings.name(folder)));
        features.ifPresent(file -> node.put("retrieval_features", RunSettings.name(file)));
    }
}
