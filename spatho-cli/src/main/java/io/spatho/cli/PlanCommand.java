package io.spatho.cli;

import io.spatho.anndata.parquet.ParquetTables;
import io.spatho.core.artifact.DurableFiles;
import io.spatho.core.artifact.FolderStore;
import io.spatho.core.json.CanonicalJson;
import io.spatho.core.parallel.Workers;
import io.spatho.core.plan.CasePlan;
import io.spatho.core.run.Journal;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code spatho plan BUNDLE}: what {@code spatho run} would do with the same options, and what it would leave out. */
@Command(
        name = "plan",
        description =
                "Say which tools a run would use on a case and which it would leave out, and why. Takes the options"
                        + " of spatho run; reads the case and computes nothing.",
        mixinStandardHelpOptions = true,
        sortOptions = false)
final class PlanCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Parameters(
            paramLabel = "BUNDLE",
            description = "The folder that the instrument or Space Ranger wrote, or an h5ad file.")
    private Path bundle;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FILE",
            description = "Also write the plan as JSON.")
    private Optional<Path> output = Optional.empty();

    /** Read by {@link ConfigDefaults} before the other options get their values. */
    @SuppressWarnings("UnusedVariable")
    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = "YAML with defaults for these options (key n_neighbors for --n-neighbors).")
    private Path config;

    @Option(names = "--json", description = "Print the plan as JSON.")
    private boolean json;

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
    private Threads threads;

    @Override
    public Integer call() {
        RunSettings settings = RunSettings.of(
                options,
                slide,
                model,
                new FurtherOptions(prediction, retrieval, discordance, review, ShardOptions.none()));
        try (Workers workers = new Workers(threads.count());
                PreparedCase prepared = PreparedCase.read(
                        bundle,
                        settings,
                        workers,
                        new ConsoleProgress(spec.commandLine().getErr()))) {
            Path nowhere = Path.of("");
            CasePlan plan = StandardPlan.describe(
                    prepared,
                    Tools.registry(),
                    Journal.empty(nowhere),
                    new FolderStore(
                            nowhere, new ParquetTables(), prepared.identity().runId()));
            byte[] document = CanonicalJson.document(plan.toJson());
            output.ifPresent(file -> DurableFiles.write(file, part -> Files.write(part, document)));
            print(plan, spec.commandLine().getOut());
        }
        return 0;
    }

    private void print(CasePlan plan, PrintWriter out) {
        if (json) {
            out.println(CanonicalJson.line(plan.toJson()));
            return;
        }
        plan.offers().forEach((name, offer) -> out.println(name.replace('_', ' ') + ": " + offer));
        out.println("runs");
        plan.steps()
                .forEach(step -> out.println("  " + step.number() + ". " + step.title() + " (" + step.tool() + ")"));
        out.println("leaves out");
        plan.leftOutHere()
                .forEach(item -> out.println("  " + item.tool() + ": " + item.reason()
                        + item.option().map(option -> " (" + option + ")").orElse("")));
    }
}
