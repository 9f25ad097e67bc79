package io.spatho.cli;

import io.spatho.core.analysis.CellEmbedding;
import io.spatho.core.dataset.SpatialDataset;
import io.spatho.core.tool.RunPlan;
import io.spatho.core.tool.RunPlan.Results;
import io.spatho.core.tool.RunPlan.Step;
import io.spatho.core.tool.ToolRegistry;
import io.spatho.stgpt.engine.DeviceRequest;
import io.spatho.stgpt.evaluation.EvaluateTool;
import io.spatho.stgpt.evaluation.Labels;
import io.spatho.stgpt.region.RegionSettings;
import io.spatho.stgpt.runtime.EmbedCellsTool;
import io.spatho.stgpt.runtime.EmbeddingSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code spatho stgpt evaluate BUNDLE -o OUT}: how good the model is on tissue that it did not see, beside baselines. */
@Command(
        name = "evaluate",
        description = "Say how good the model is on tissue that it did not see, beside baselines.",
        mixinStandardHelpOptions = true,
        sortOptions = false)
final class StgptEvaluateCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Mixin
    private Study study;

    @Mixin
    private SplitChoice split;

    @Option(
            names = "--labels",
            paramLabel = "COLUMN",
            description = "Column of obs with labels to compare the embedding with (default: the run's own clusters).")
    private Optional<String> labels = Optional.empty();

    @Option(
            names = "--batches",
            paramLabel = "COLUMN",
            description = "Column of obs with batches that the embedding should mix (default: one batch).")
    private Optional<String> batches = Optional.empty();

    @Override
    public Integer call() {
        Map<String, String> choices = new TreeMap<>();
        split.describe(choices);
        labels.ifPresent(column -> choices.put("labels", column));
        batches.ifPresent(column -> choices.put("batches", column));
        return study.run(
                "evaluate",
                choices,
                EvaluateTool.FILE,
                (prepared, tools, journal, store) -> plan(prepared, tools),
                spec);
    }

    private RunPlan plan(PreparedCase prepared, ToolRegistry tools) {
        MeasuredSteps measured = new MeasuredSteps(new RunPlan(), prepared, tools).all();
        List<Step<?>> after = measured.steps();
        Optional<Step<CellEmbedding>> checkpoint = checkpoint(prepared, tools, measured);
        checkpoint.ifPresent(after::add);
        long seed = study.options().seed;
        measured.plan()
                .add(
                        "evaluate",
                        tools.get(EvaluateTool.class),
                        after,
                        results -> new EvaluateTool.Request(
                                measured.kept(results),
                                results.of(measured.graphs()).spatial(),
                                results.of(measured.expression()).pca().scores(),
                                checkpoint.map(results::of),
                                split.of(measured, results, seed),
                                labels(measured, results),
                                RegionSettings.standard(seed),
                                DeviceRequest.parse(study.model().device)));
        return measured.plan();
    }

    private static Optional<Step<CellEmbedding>> checkpoint(
            PreparedCase prepared, ToolRegistry tools, MeasuredSteps measured) {
        return prepared.embedding()
                .filter(source -> !(source instanceof EmbeddingSource.TrainedOnCase))
                .map(source -> measured.plan()
                        .add(
                                "stGPT embedding",
                                tools.get(EmbedCellsTool.class),
                                measured.steps(),
                                results -> new EmbedCellsTool.Request(
                                        measured.kept(results),
                                        results.of(measured.graphs()).spatial(),
                                        measured.structures(results),
                                        source)));
    }

    private Labels labels(MeasuredSteps measured, Results results) {
        SpatialDataset kept = measured.kept(results);
        Labels all = Labels.ofRun(measured.clusterIds(results));
        if (labels.isPresent()) {
            all = all.withLabels(kept, labels.get());
        }
        return batches.isPresent() ? all.withBatches(kept, batches.get()) : all;
    }
}
