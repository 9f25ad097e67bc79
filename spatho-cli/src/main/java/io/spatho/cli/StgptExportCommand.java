package io.spatho.cli;

import io.spatho.core.error.Problem;
import io.spatho.core.error.ResourceException;
import io.spatho.core.error.UsageException;
import io.spatho.core.parallel.Workers;
import io.spatho.core.run.RunFolder;
import io.spatho.core.run.RunIdentity;
import io.spatho.core.shard.ShardPart;
import io.spatho.core.tool.RunPlan;
import io.spatho.core.tool.RunPlan.Step;
import io.spatho.core.tool.ToolRegistry;
import io.spatho.stgpt.service.EmbeddedCase;
import io.spatho.stgpt.service.ExportArtifactsTool;
import io.spatho.stgpt.service.FinishedRun;
import io.spatho.stgpt.service.SummarizeStructuresTool;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code spatho stgpt export [SOURCE] [--config FILE] [--checkpoint DIR] -o OUT}: the artifacts that consumers of stGPT read. */
@Command(
        name = "export",
        description = {
            "Write the region, cell and structure artifacts that consumers of stGPT read, and nothing else.",
            "From a finished run they are handed on byte for byte; a case is analysed and embedded first."
        },
        mixinStandardHelpOptions = true,
        sortOptions = false)
final class StgptExportCommand implements Callable<Integer> {

    private static final int CELLS_AT_ONCE = 32;

    @Spec
    private CommandSpec spec;

    @Parameters(
            paramLabel = "SOURCE",
            arity = "0..1",
            description = "The folder of a finished run, or a bundle or h5ad file.")
    private Optional<Path> source = Optional.empty();

    @Option(
            names = "--case",
            paramLabel = "SOURCE",
            description = "The same, for a configuration file (key case); the argument wins.")
    private Optional<Path> configured = Optional.empty();

    @Mixin
    private RunTarget target;

    @Mixin
    private RunOptions options;

    @Mixin
    private SlideOptions slide;

    @Mixin
    private ModelOptions model;

    @Mixin
    private ShardOptions shards;

    @Mixin
    private Threads threads;

    @Override
    public Integer call() {
        Path from = source.or(() -> configured)
                .orElseThrow(() -> new UsageException(Problem.of("nothing to export")
                        .fix("Name a finished run or a case, as an argument or with the key case of --config")));
        if (model.isOff()) {
            throw new UsageException(Problem.of("an export without a model has no vectors")
                    .at(model.offBy())
                    .fix("Leave it out, or use spatho run"));
        }
        CaseRun.Outcome outcome = FinishedRun.isIn(from) ? handOn(from) : compute(from);
        String result = shards.part().isPresent() ? ShardPart.PATH : ExportArtifactsTool.FILE;
        CaseQuery.print(target, outcome, result, spec.commandLine().getOut());
        return 0;
    }

    private CaseRun.Outcome compute(Path bundle) {
        if (model.checkpoint.isPresent() && model.use.batchSize.isEmpty()) {
            model.use.batchSize = Optional.of(CELLS_AT_ONCE);
        }
        RunSettings settings = RunSettings.ofStudy(options, slide, model, Map.of("study", "export"))
                .withShards(shards);
        return new CaseRun(
                        settings,
                        threads.count(),
                        new ConsoleProgress(spec.commandLine().getErr()))
                .execute(bundle, target.output, target.existing(), target.key(), (prepared, tools, journal, store) -> {
                    if (prepared.embedding().isEmpty()) {
                        throw new ResourceException(
                                Problem.of("there is no model to export the vectors of")
                                        .fix(
                                                "spatho doctor says whether the tensor engine starts; or name precomputed artifacts"));
                    }
                    return shards.part().isPresent()
                            ? ShardPlan.of(prepared, tools, journal, store)
                            : StandardPlan.export(prepared, tools, journal, store);
                });
    }

    private CaseRun.Outcome handOn(Path folder) {
        if (model.checkpoint.isPresent()) {
            throw new UsageException(Problem.of("a finished run hands on its own vectors")
                    .at("--checkpoint")
                    .fix("To embed by another checkpoint, export the case itself"));
        }
        if (shards.require().part().isPresent() || shards.done().isPresent()) {
            throw new UsageException(Problem.of("a finished run is handed on whole")
                    .at("--shard")
                    .fix("Shards are of a case that is still to be embedded"));
        }
        RunFolder.check(target.output, target.existing());
        RunSettings settings = RunSettings.ofStudy(options, slide, model, Map.of("study", "export"));
        try (Workers workers = new Workers(threads.count())) {
            FinishedRun run = FinishedRun.open(folder);
            EmbeddedCase subject = run.embeddedCase(workers);
            RunIdentity identity = new RunIdentity(
                    SpathoVersion.current(),
                    options.seed,
                    settings.effective(),
                    List.of(PreparedCase.source("run", folder.resolve(RunFolder.MANIFEST))));
            PlanExecution.Left left = new PlanExecution(
                            identity,
                            run.manifest().path("case"),
                            workers,
                            new ConsoleProgress(spec.commandLine().getErr()))
                    .execute(target.output, target.existing(), target.key(), place -> plan(run, subject));
            return new CaseRun.Outcome(
                    identity.runId(),
                    target.output,
                    left.artifacts().size(),
                    left.evidence().size(),
                    CaseRun.sentences(left.last()));
        }
    }

    private static RunPlan plan(FinishedRun run, EmbeddedCase subject) {
        ToolRegistry tools = Tools.registry();
        RunPlan plan = new RunPlan();
        Step<?> copied = plan.add(
                "hand on artifacts",
                tools.get(ExportArtifactsTool.class),
                List.of(),
                results -> new ExportArtifactsTool.Request(run, subject));
        plan.add(
                "structure vectors",
                tools.get(SummarizeStructuresTool.class),
                List.of(copied),
                results -> new SummarizeStructuresTool.Request(
                        subject.embedding(), subject.labels().get("structure_label")));
        return plan;
    }
}
