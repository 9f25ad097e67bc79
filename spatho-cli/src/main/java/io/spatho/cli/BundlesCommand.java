package io.spatho.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.spatho.core.artifact.DurableFiles;
import io.spatho.core.critic.CriticTool;
import io.spatho.core.error.Problem;
import io.spatho.core.error.UsageException;
import io.spatho.core.json.CanonicalJson;
import io.spatho.core.json.StrictJson;
import io.spatho.core.review.DecisionLog;
import io.spatho.core.run.Journal;
import io.spatho.core.run.RunLog;
import io.spatho.report.workbench.Workbench;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code spatho bundles RUN -o OUT}: the evidence of a run in the form of the Python spatho. */
@Command(
        name = "bundles",
        description = "Write the evidence of a finished run as EvidenceBundle documents, with critic report, plan and"
                + " corrections, as the workbench of the Python spatho reads them. The run itself is not touched.",
        mixinStandardHelpOptions = true)
final class BundlesCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "RUN", description = "The output folder of a finished run.")
    private Path run;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "OUT",
            required = true,
            description = "The folder to write workbench/ into.")
    private Path output;

    @Override
    public Integer call() {
        Path target = output.toAbsolutePath().normalize();
        if (target.startsWith(run.toAbsolutePath().normalize())) {
            throw new UsageException(Problem.of("the run folder is sealed: nothing is written into it")
                    .at(output)
                    .fix("Name another folder with -o"));
        }
        if (Files.exists(output.resolve("workbench"))) {
            throw new UsageException(Problem.of("the folder already holds a workbench")
                    .at(output)
                    .fix("Name another folder with -o"));
        }
        ReviewedRun reviewed = ReviewedRun.read(run);
        Map<String, JsonNode> documents = Workbench.of(new Workbench.Run(
                reviewed.manifest(),
                Journal.read(run),
                document(CriticTool.REPORT),
                document(RunLog.NAME),
                DecisionLog.read(run.resolve(DecisionLog.NAME))));
        documents.forEach((path, document) ->
                DurableFiles.write(output.resolve(path), file -> Files.write(file, CanonicalJson.document(document))));
        spec.commandLine().getOut().println(output.resolve("workbench"));
        return 0;
    }

    private JsonNode document(String path) {
        Path file = run.resolve(path);
        return Files.isRegularFile(file) ? StrictJson.read(file) : CanonicalJson.object();
    }
}
