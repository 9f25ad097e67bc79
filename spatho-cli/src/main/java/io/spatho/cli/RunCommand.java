package io.spatho.cli;

import io.spatho.core.shard.ShardPart;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code spatho run BUNDLE -o OUT}: the main road from a bundle to regions, evidence and a report. */
@Command(
        name = "run",
        description = "From a Xenium, Visium or Visium HD folder, or an h5ad file, to regions, evidence and a report.",
        mixinStandardHelpOptions = true,
        sortOptions = false)
final class RunCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Parameters(
            paramLabel = "BUNDLE",
            description = "The folder that the instrument or Space Ranger wrote, or an h5ad file.")
    private Path bundle;

    @Mixin
    private RunTarget target;

    @Mixin
    private RunOptions options;

    @Mixin
    private SlideOptions slide;

    @Mixin
    private ModelOptions model;

    @Mixin
    private PredictionOptions prediction;

    @Mixin
    private RagOptions retrieval;

    @Mixin
    private DiscordanceOptions discordance;

    @Mixin
    private ReviewOptions review;

    @Mixin
    private ShardOptions shards;

    @Mixin
    private Threads threads;

    @Override
    public Integer call() {
        CaseRun run = new CaseRun(
                RunSettings.of(
                        options, slide, model, new FurtherOptions(prediction, retrieval, discordance, review, shards)),
                threads.count(),
                new ConsoleProgress(spec.commandLine().getErr()));
        if (shards.part().isPresent()) {
            CaseRun.Outcome outcome =
                    run.execute(bundle, target.output, target.existing(), target.key(), ShardPlan::of);
            CaseQuery.print(target, outcome, ShardPart.PATH, spec.commandLine().getOut());
            return 0;
        }
        target.print(
                run.execute(bundle, target.output, target.existing(), target.key()),
                spec.commandLine().getOut());
        return 0;
    }
}
