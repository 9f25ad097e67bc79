package io.spatho.cli;

import io.spatho.core.error.Problem;
import io.spatho.core.error.UsageException;
import io.spatho.core.tool.RunPlan;
import io.spatho.core.tool.ToolRegistry;
import io.spatho.stgpt.engine.DeviceRequest;
import io.spatho.stgpt.finetune.FinetuneSettings;
import io.spatho.stgpt.finetune.FinetuneTool;
import io.spatho.stgpt.runtime.EmbeddingSource.FromCheckpoint;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code spatho stgpt finetune BUNDLE --checkpoint DIR -o OUT}: a published model, trained on a case. */
@Command(
        name = "finetune",
        description = "Train a scGPT or scGPT-spatial checkpoint on a case; --resume goes on with a training that was"
                + " killed.",
        mixinStandardHelpOptions = true,
        sortOptions = false)
final class StgptFinetuneCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Mixin
    private Study study;

    @Mixin
    private FinetuneOptions training;

    @Override
    public Integer call() {
        if (study.model().checkpoint.isEmpty()) {
            throw new UsageException(Problem.of("there is no checkpoint to train")
                    .at("--checkpoint")
                    .fix("Name a scGPT or scGPT-spatial folder; spatho stgpt train makes a model from nothing"));
        }
        FinetuneSettings settings =
                training.settings(study.model().use.options().precision(), study.options().seed);
        Map<String, String> choices = new TreeMap<>();
        training.describe(choices);
        return study.run(
                "finetune",
                choices,
                FinetuneTool.FILE,
                (prepared, tools, journal, store) -> plan(prepared, tools, settings),
                spec);
    }

    private RunPlan plan(PreparedCase prepared, ToolRegistry tools, FinetuneSettings settings) {
        MeasuredSteps measured = new MeasuredSteps(new RunPlan(), prepared, tools);
        FromCheckpoint source = prepared.embedding()
                .filter(FromCheckpoint.class::isInstance)
                .map(FromCheckpoint.class::cast)
                .orElseThrow(() -> new UsageException(
                        Problem.of("the checkpoint is not used").at("--stgpt").fix("Leave --stgpt at auto")));
        measured.plan()
                .add(
                        "train the checkpoint",
                        tools.get(FinetuneTool.class),
                        measured.steps(),
                        results -> new FinetuneTool.Request(
                                measured.kept(results),
                                source.folder(),
                                source.mapping(),
                                source.options().choice(),
                                training.batches(),
                                settings,
                                training.publish(),
                                DeviceRequest.parse(study.model().device)));
        return measured.plan();
    }
}
