package io.spatho.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spatho.core.error.Problem;
import io.spatho.core.error.UsageException;
import io.spatho.core.json.CanonicalJson;
import io.spatho.report.training.TrainingPairs;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code spatho training-pairs RUN... -o FILE}: prompts and answers for training a language model elsewhere. */
@Command(
        name = "training-pairs",
        description =
                "Write prompts and audited answers as JSON lines, from finished runs and from seven made patterns.",
        mixinStandardHelpOptions = true)
final class TrainingPairsCommand implements Callable<Integer> {

    private static final int MOST = 100_000;

    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "RUN", arity = "0..*", description = "Output folders of runs.")
    private List<Path> runs = new ArrayList<>();

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FILE",
            required = true,
            description = "The file to write.")
    private Path output;

    @Option(
            names = "--made",
            paramLabel = "N",
            defaultValue = "140",
            description = "How many made pairs, in turn of the seven patterns (default: ${DEFAULT-VALUE}).")
    private int made;

    @Option(
            names = "--seed",
            paramLabel = "SEED",
            defaultValue = "42",
            description = "Seed of the made pairs (default: ${DEFAULT-VALUE}).")
    private long seed;

    @Override
    public Integer call() {
        if (made < 0 || made > MOST || (made == 0 && runs.isEmpty())) {
            throw new UsageException(Problem.of("no such number of made pairs")
                    .expected("1 to " + MOST + ", or 0 together with a run", made)
                    .fix("Choose --made"));
        }
        List<ObjectNode> pairs = new ArrayList<>();
        for (Path run : runs) {
            Path name = run.toAbsolutePath().normalize().getFileName();
            pairs.addAll(TrainingPairs.ofRun(String.valueOf(name), FinishedRun.evidence(run)));
        }
        pairs.addAll(TrainingPairs.made(made, seed));
        StringBuilder lines = new StringBuilder();
        pairs.forEach(pair -> lines.append(CanonicalJson.line(pair)).append('\n'));
        TextFile.write(output, lines.toString());
        spec.commandLine().getOut().println(pairs.size() + " pairs: " + output);
        return 0;
    }
}
