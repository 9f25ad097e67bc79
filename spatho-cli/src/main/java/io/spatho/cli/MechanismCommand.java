package io.spatho.cli;

import io.spatho.core.json.CanonicalJson;
import io.spatho.report.mechanism.MechanismReport;
import io.spatho.report.mechanism.MechanismWriter;
import io.spatho.report.mechanism.Variant;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code spatho mechanism RUN -o FILE}: the mechanism report of a finished run. */
@Command(
        name = "mechanism",
        description = "Put the evidence of a finished run into sentences for research, with the evidence behind each.",
        mixinStandardHelpOptions = true)
final class MechanismCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "RUN", description = "The output folder of a run.")
    private Path run;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FILE",
            required = true,
            description = "Where to write: Markdown, or JSON when the name ends in .json.")
    private Path output;

    @Option(
            names = "--variant",
            defaultValue = "moa",
            description = "${COMPLETION-CANDIDATES}: with mechanisms and citations, or in everyday words"
                    + " (default: ${DEFAULT-VALUE}).")
    private Variant variant;

    @Override
    public Integer call() {
        MechanismReport report = MechanismWriter.write(FinishedRun.evidence(run), variant);
        boolean isJson = output.getFileName().toString().endsWith(".json");
        TextFile.write(
                output,
                isJson
                        ? new String(CanonicalJson.document(report.toJson()), StandardCharsets.UTF_8)
                        : report.toMarkdown());
        spec.commandLine()
                .getOut()
                .println(
                        report.status() == MechanismReport.Status.STOPPED
                                ? "stopped: " + report.reason()
                                : report.pattern() + ", " + report.words() + " words: " + output);
        return 0;
    }
}
