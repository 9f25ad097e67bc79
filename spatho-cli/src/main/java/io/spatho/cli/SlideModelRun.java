package io.spatho.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spatho.core.dataset.CaseMetadata.SourceFile;
import io.spatho.core.json.CanonicalJson;
import io.spatho.core.parallel.Workers;
import io.spatho.core.run.RunFolder;
import io.spatho.core.run.RunIdentity;
import io.spatho.core.tool.RunPlan;
import io.spatho.core.tool.Tool;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/**
 * What every {@code rag} command and those of {@code histology} that predict take, and how they run: everything is read and found good before
 * anything is written.
 */
final class SlideModelRun {

    @Mixin
    private RunTarget target;

    @Option(
            names = "--seed",
            paramLabel = "N",
            defaultValue = "0",
            description = "Seed of everything that is drawn (default: ${DEFAULT-VALUE}).")
    long seed;

    @Mixin
    private Threads threads;

    /**
     * What was read.
     *
     * @param request of the tool
     * @param inputs every file
     * @param subject what it is about
     */
    record Prepared<Q>(Q request, List<SourceFile> inputs, Subject subject) {}

    /**
     * What the manifest says about the case.
     *
     * @param name of the case, the reference or the features
     * @param platform a platform, {@code reference} or {@code slide}
     * @param softwareVersion of the platform
     * @param observations cells, spots, bins or tiles
     * @param genes measured; 0 of a slide
     */
    record Subject(String name, String platform, String softwareVersion, int observations, int genes) {}

    <Q, R> int execute(
            ObjectNode config,
            Tool<Q, R> tool,
            String result,
            Function<Workers, Prepared<Q>> reading,
            CommandSpec spec) {
        RunFolder.check(target.output, target.existing());
        ConsoleProgress progress = new ConsoleProgress(spec.commandLine().getErr());
        try (Workers workers = new Workers(threads.count())) {
            Prepared<Q> prepared = reading.apply(workers);
            RunIdentity identity = new RunIdentity(SpathoVersion.current(), seed, config, prepared.inputs());
            ObjectNode described = CanonicalJson.object();
            described
                    .put("name", prepared.subject().name())
                    .put("platform", prepared.subject().platform())
                    .put("software_version", prepared.subject().softwareVersion())
                    .put("observations", prepared.subject().observations())
                    .put("genes", prepared.subject().genes());
            PlanExecution.Left left = new PlanExecution(identity, described, workers, progress)
                    .execute(target.output, target.existing(), target.key(), place -> {
                        RunPlan plan = new RunPlan();
                        plan.add(tool.id().name().replace('_', ' '), tool, List.of(), results -> prepared.request());
                        return plan;
                    });
            Path file = target.output.resolve(result);
            if (target.json()) {
                spec.commandLine()
                        .getOut()
                        .println(CanonicalJson.line(CanonicalJson.object()
                                .put("run_id", identity.runId())
                                .put("result", file.toString())
                                .put("artifacts", left.artifacts().size())
                                .put("evidence", left.evidence().size())));
            } else {
                CaseRun.sentences(left.last()).forEach(progress::note);
                spec.commandLine().getOut().println(file);
            }
        }
        return 0;
    }
}
