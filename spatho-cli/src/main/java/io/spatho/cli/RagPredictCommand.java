package io.spatho.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spatho.core.json.CanonicalJson;
import io.spatho.core.parallel.Workers;
import io.spatho.stgpt.retrieval.RetrievalPredictTool;
import io.spatho.stgpt.retrieval.RetrievalSources;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code spatho rag predict FEATURES --model MODEL --index INDEX -o OUT}: expression of tiles, with a trace. */
@Command(
        name = "predict",
        description =
                "Predict expression for the tiles of a table of features, with intervals and the reference cells used.",
        mixinStandardHelpOptions = true,
        sortOptions = false)
final class RagPredictCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "FEATURES", description = "Features of tiles, as spatho histology encode writes them.")
    private Path features;

    @Mixin
    private SlideModelRun run;

    @Option(names = "--model", paramLabel = "MODEL", required = true, description = "What spatho rag train made.")
    private Path model;

    @Option(names = "--index", paramLabel = "INDEX", required = true, description = "The index it was trained with.")
    private Path index;

    @Option(
            names = "--search",
            paramLabel = "WAY",
            defaultValue = "exact",
            description = "exact or hnsw (default: ${DEFAULT-VALUE}).")
    private String search;

    @Mixin
    private DeviceOption device;

    @Override
    public Integer call() {
        RunSettings.requireOneOf("--search", search, List.of("exact", "hnsw"));
        ObjectNode config = CanonicalJson.object().put("study", "rag predict").put("search", search);
        return run.execute(config, new RetrievalPredictTool(), RetrievalPredictTool.FILE, this::read, spec);
    }

    private SlideModelRun.Prepared<RetrievalPredictTool.Request> read(Workers workers) {
        RetrievalSources sources = RetrievalSources.open(model, index, features);
        int tiles = sources.features().tileIds().length;
        return new SlideModelRun.Prepared<>(
                new RetrievalPredictTool.Request(sources, search.equals("hnsw"), device.request(), Optional.empty()),
                RagOptions.named(model, index, features),
                new SlideModelRun.Subject(RunSettings.name(features), "slide", "", tiles, 0));
    }
}
