package io.spatho.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spatho.anndata.parquet.ParquetTables;
import io.spatho.core.json.CanonicalJson;
import io.spatho.core.text.Words;
import io.spatho.report.difference.Change;
import io.spatho.report.difference.RunDifference;
import io.spatho.report.difference.Tolerances;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code spatho diff RUN_A RUN_B}: what moved between two runs, and which claims changed. */
@Command(
        name = "diff",
        description = "What moved between two runs, and which claims changed; exit code 3 when anything did.",
        mixinStandardHelpOptions = true)
final class DiffCommand implements Callable<Integer> {

    private static final int DIFFERENT = 3;

    @Spec
    private CommandSpec spec;

    @Parameters(index = "0", paramLabel = "RUN_A", description = "The output folder of the earlier run.")
    private Path before;

    @Parameters(index = "1", paramLabel = "RUN_B", description = "The output folder of the later run.")
    private Path after;

    @Option(
            names = "--tolerance",
            paramLabel = "[COLUMN=]NUMBER",
            description =
                    "How far numbers may lie apart, relative above 1 and absolute below, in general or in one column"
                            + " or key; may be given several times (default: equal).")
    private List<String> tolerances = List.of();

    @Option(names = "--json", description = "Print the result as JSON.")
    private boolean json;

    @Override
    public Integer call() {
        List<Change> changes = RunDifference.between(before, after, new ParquetTables(), Tolerances.parse(tolerances));
        print(changes, json, spec.commandLine().getOut());
        return changes.isEmpty() ? 0 : DIFFERENT;
    }

    static void print(List<Change> changes, boolean json, PrintWriter out) {
        if (json) {
            ObjectNode node = CanonicalJson.object().put("same", changes.isEmpty());
            ArrayNode list = node.putArray("changes");
            changes.forEach(change -> list.add(change.toJson()));
            out.println(CanonicalJson.line(node));
        } else {
            changes.forEach(change -> out.println(change.line()));
            out.println(changes.isEmpty() ? "the runs say the same" : Words.count(changes.size(), "difference"));
        }
    }
}
