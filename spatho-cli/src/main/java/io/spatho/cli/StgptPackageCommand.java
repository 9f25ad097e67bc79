package io.spatho.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spatho.core.dataset.CaseMetadata.SourceFile;
import io.spatho.core.json.CanonicalJson;
import io.spatho.core.parallel.Workers;
import io.spatho.core.run.RunFolder;
import io.spatho.core.run.RunIdentity;
import io.spatho.core.tool.RunPlan;
import io.spatho.stgpt.nn.TrustedScripts;
import io.spatho.stgpt.scgpt.CheckpointCard;
import io.spatho.stgpt.service.PackageModelTool;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code spatho stgpt package CHECKPOINT --licence ID -o OUT}: a checkpoint with its card, for others. */
@Command(
        name = "package",
        description =
                "Pack a checkpoint for others: safetensors, the files beside them, and a card with digests and licence.",
        mixinStandardHelpOptions = true,
        sortOptions = false)
final class StgptPackageCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "CHECKPOINT", description = "A checkpoint folder of any kind.")
    private Path checkpoint;

    @Mixin
    private RunTarget target;

    @Option(
            names = {"--licence", "--license"},
            paramLabel = "ID",
            required = true,
            description = "The weights' licence, such as an SPDX identifier; it is never guessed.")
    private String licence;

    @Option(names = "--model-name", paramLabel = "NAME", description = "The model's name (default: the folder's).")
    private Optional<String> name = Optional.empty();

    @Option(names = "--evaluation", paramLabel = "FILE", description = "An evaluation.json of the model, for the card.")
    private Optional<Path> evaluation = Optional.empty();

    @Option(
            names = "--trust-model",
            paramLabel = "SHA256",
            description = "Load this very TorchScript file, a program; other programs are refused.")
    private List<String> trusted = List.of();

    @Override
    public Integer call() {
        RunFolder.check(target.output, target.existing());
        TrustedScripts scripts = TrustedScripts.of(trusted);
        PackageModelTool.Request request = new PackageModelTool.Request(
                checkpoint, scripts, name.orElse(RunSettings.name(checkpoint)), licence, evaluation);
        PackageModelTool tool = new PackageModelTool();
        ObjectNode config = CanonicalJson.object().put("study", "package");
        config.setAll((ObjectNode) tool.parameters(request));
        List<SourceFile> inputs = new ArrayList<>();
        CheckpointCard.of(checkpoint, scripts)
                .files()
                .forEach(file -> inputs.add(new SourceFile("checkpoint", file.name(), file.bytes(), file.sha256())));
        evaluation.ifPresent(file -> inputs.add(PreparedCase.source("evaluation", file)));
        RunIdentity identity = new RunIdentity(SpathoVersion.current(), 0, config, inputs);
        ObjectNode subject = CanonicalJson.object()
                .put("name", request.name())
                .put("platform", "model")
                .put("software_version", "")
                .put("observations", 0)
                .put("genes", 0);
        RunPlan plan = new RunPlan();
        plan.add("package model", tool, List.of(), results -> request);
        try (Workers workers = new Workers(1)) {
            PlanExecution.Left left = new PlanExecution(
                            identity,
                            subject,
                            workers,
                            new ConsoleProgress(spec.commandLine().getErr()))
                    .execute(target.output, target.existing(), target.key(), place -> plan);
            CaseRun.Outcome outcome = new CaseRun.Outcome(
                    identity.runId(),
                    target.output,
                    left.artifacts().size(),
                    left.evidence().size(),
                    CaseRun.sentences(left.last()));
            CaseQuery.print(
                    target, outcome, PackageModelTool.FILE, spec.commandLine().getOut());
        }
        return 0;
    }
}
