package io.spatho.cli;

import io.spatho.core.error.Problem;
import io.spatho.core.error.UsageException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code spatho analyze STAGE BUNDLE -o OUT}: the measured part of a run, up to a stage, without slide and model. */
@Command(
        name = "analyze",
        description = {
            "The measured part of a run, up to a stage, without slide and model. Every stage holds the ones before it:",
            "  qc        quality control",
            "  cluster   and components, neighbours, clusters, structures",
            "  annotate  and markers and names of the clusters",
            "  spatial   and spatial statistics",
            "  regions   and regions, their outlines, vectors and review"
        },
        mixinStandardHelpOptions = true,
        sortOptions = false)
final class AnalyzeCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Parameters(
            index = "0",
            paramLabel = "STAGE",
            description = "The last stage: qc, cluster, annotate, spatial or regions.")
    private String stage;

    @Parameters(
            index = "1",
            paramLabel = "BUNDLE",
            description = "The folder that the instrument or Space Ranger wrote, or an h5ad file.")
    private Path bundle;

    @Mixin
    private RunTarget target;

    @Mixin
    private RunOptions options;

    @Mixin
    private Threads threads;

    @Override
    public Integer call() {
        Stage last = Arrays.stream(Stage.values())
                .filter(known -> known.id().equals(stage))
                .findFirst()
                .orElseThrow(() -> new UsageException(Problem.of("unknown stage")
                        .at("STAGE")
                        .expected("qc, cluster, annotate, spatial or regions", stage)));
        CaseRun run = new CaseRun(
                RunSettings.of(options, last),
                threads.count(),
                new ConsoleProgress(spec.commandLine().getErr()));
        target.print(
                run.execute(bundle, target.output, target.existing(), target.key()),
                spec.commandLine().getOut());
        return 0;
    }
}
