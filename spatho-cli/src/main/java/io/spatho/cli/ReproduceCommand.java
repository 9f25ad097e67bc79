package io.spatho.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.spatho.anndata.parquet.ParquetTables;
import io.spatho.core.error.InputException;
import io.spatho.core.error.Problem;
import io.spatho.core.error.UsageException;
import io.spatho.core.json.StrictJson;
import io.spatho.core.review.DecisionLog;
import io.spatho.core.run.RunFolder;
import io.spatho.core.run.RunVerifier;
import io.spatho.report.difference.Change;
import io.spatho.report.difference.RunDifference;
import io.spatho.report.difference.Tolerances;
import io.spatho.report.review.ReviewTool;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code spatho reproduce RUN BUNDLE -o OUT}: runs again from a manifest and compares. */
@Command(
        name = "reproduce",
        description = "Run again as the manifest of a run says, and compare; exit code 3 when anything differs.",
        mixinStandardHelpOptions = true)
final class ReproduceCommand implements Callable<Integer> {

    private static final int DIFFERENT = 3;

    @Spec
    private CommandSpec spec;

    @Parameters(index = "0", paramLabel = "RUN", description = "The output folder of a finished run.")
    private Path run;

    @Parameters(index = "1", paramLabel = "BUNDLE", description = "What the run was made from.")
    private Path bundle;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "OUT",
            required = true,
            description = "The folder to make for the second run.")
    private Path output;

    @Option(
            names = "--input",
            paramLabel = "FILE",
            description =
                    "A further file or folder that the run read (slide, regions, panel, checkpoint); manifests name"
                            + " files without their folders. May be given several times.")
    private List<Path> inputs = List.of();

    @Option(names = "--json", description = "Print the result as JSON.")
    private boolean json;

    @Mixin
    private Threads threads;

    @Override
    public Integer call() {
        RunVerifier.Report kept = RunVerifier.verify(run);
        if (!kept.findings().isEmpty()) {
            throw new InputException(
                    Problem.of("the run was altered: " + kept.findings().get(0))
                            .at(run)
                            .fix("See spatho verify; only an intact run can be reproduced"));
        }
        int code = again(StrictJson.read(run.resolve(RunFolder.MANIFEST)).path("config"));
        if (code != 0) {
            return code;
        }
        List<Change> changes = RunDifference.between(run, output, new ParquetTables(), Tolerances.exact());
        DiffCommand.print(changes, json, spec.commandLine().getOut());
        return changes.isEmpty() ? 0 : DIFFERENT;
    }

    private int again(JsonNode config) {
        requireRepeatable(config.path("study").asText());
        RepeatedCommand command = new RepeatedCommand(spec.root(), config, run.resolve(RunFolder.MANIFEST), inputs);
        List<String> line = command.words(bundle);
        line.addAll(List.of("-o", output.toString(), "--threads", "" + threads.count()));
        carry(command, "--review-replay", run.resolve(ReviewTool.TRANSCRIPT), line);
        carry(command, "--decisions", run.resolve(DecisionLog.NAME), line);
        StringWriter path = new StringWriter();
        return SpathoCommand.execute(
                new PrintWriter(path, true), spec.commandLine().getErr(), line.toArray(String[]::new));
    }

    /** What people and models said is not computed again, it is taken along. */
    private static void carry(RepeatedCommand command, String option, Path file, List<String> line) {
        if (Files.isRegularFile(file) && command.takes(option)) {
            line.add(option + "=" + file);
        }
    }

    /** Commands that read several cases, or files of other commands, are not called again from a manifest and one bundle. */
    private void requireRepeatable(String study) {
        String command = study.split(" ", 2)[0];
        if (spec.root().subcommands().containsKey(command)) {
            throw new UsageException(Problem.of("spatho reproduce does not repeat spatho " + study)
                    .at(run)
                    .fix("Give the command again with another output folder, and compare with spatho diff"));
        }
    }
}
