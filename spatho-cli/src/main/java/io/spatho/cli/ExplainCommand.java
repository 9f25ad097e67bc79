package io.spatho.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spatho.anndata.parquet.ParquetTables;
import io.spatho.core.evidence.Evidence;
import io.spatho.core.evidence.ModelDerived;
import io.spatho.core.evidence.Statement;
import io.spatho.core.json.CanonicalJson;
import io.spatho.core.table.Table;
import io.spatho.core.text.Words;
import io.spatho.report.explain.Explanation;
import io.spatho.report.explain.Support;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code spatho explain RUN EVIDENCE_ID}: from a sentence back to its rows, tool calls and input files. */
@Command(
        name = "explain",
        description =
                "From a sentence of a report back to the rows, tool calls and input files it rests on; exit code 3"
                        + " when a row or file is no longer there.",
        mixinStandardHelpOptions = true)
final class ExplainCommand implements Callable<Integer> {

    private static final int BROKEN = 3;

    @Spec
    private CommandSpec spec;

    @Parameters(index = "0", paramLabel = "RUN", description = "The output folder of a run.")
    private Path run;

    @Parameters(
            index = "1",
            paramLabel = "EVIDENCE_ID",
            description = "The id behind the sentence (ev_...), or the beginning of it.")
    private String id;

    @Option(
            names = "--rows",
            paramLabel = "N",
            defaultValue = "10",
            description = "Most rows to show of a table (default: ${DEFAULT-VALUE}).")
    private int rows;

    @Option(names = "--json", description = "Print the result as JSON.")
    private boolean json;

    @Override
    public Integer call() {
        Explanation explanation = Explanation.of(run, id, new ParquetTables());
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.println(CanonicalJson.line(toJson(explanation)));
        } else {
            print(explanation, out);
        }
        boolean sound = explanation.supports().stream().allMatch(support -> support.unchanged() && support.resolves());
        return sound ? 0 : BROKEN;
    }

    private void print(Explanation explanation, PrintWriter out) {
        Evidence evidence = explanation.evidence();
        Statement statement = evidence.statement();
        out.println(statement.summary());
        out.println("  " + evidence.id() + ", " + origin(evidence) + ", quality "
                + statement.qcStatus().id());
        out.println("  value: " + CanonicalJson.line(statement.value()));
        statement
                .uncertainty()
                .ifPresent(interval -> out.println("  interval: "
                        + CanonicalJson.number(interval.lower()) + " to " + CanonicalJson.number(interval.upper())
                        + " ("
                        + CanonicalJson.number(interval.level()) + ", " + interval.method() + ")"));
        statement
                .verdicts()
                .forEach(verdict -> out.println("  guardrail " + verdict.guardrail() + ": "
                        + verdict.outcome().name().toLowerCase(Locale.ROOT) + ". " + verdict.detail()));
        for (Support support : explanation.supports()) {
            out.println("rests on " + support.path() + ", " + support.condition()
                    + (support.unchanged() ? "" : " (altered or missing since)"));
            support.rows().ifPresent(table -> print(table, out));
        }
        explanation
                .calls()
                .forEach(call -> out.println("step " + (call.sequence() + 1) + " " + call.tool() + " "
                        + CanonicalJson.line(call.parameters())));
        explanation
                .inputs()
                .forEach(input -> out.println("input " + input.path("role").asText() + " "
                        + input.path("name").asText() + " sha256 "
                        + input.path("sha256").asText()));
    }

    private static String origin(Evidence evidence) {
        return evidence instanceof ModelDerived derived
                ? "model-derived by " + derived.model().name() + " "
                        + derived.model().version()
                : "measured";
    }

    private void print(Table table, PrintWriter out) {
        for (int row = 0; row < Math.min(rows, table.rows()); row++) {
            StringBuilder line = new StringBuilder("  ");
            for (String name : table.names()) {
                line.append(' ')
                        .append(name)
                        .append('=')
                        .append(table.column(name).text(row));
            }
            out.println(line);
        }
        if (table.rows() > rows) {
            out.println("   and " + Words.count(table.rows() - rows) + " more rows");
        }
    }

    private ObjectNode toJson(Explanation explanation) {
        ObjectNode node = CanonicalJson.object();
        node.set("evidence", explanation.evidence().toJson());
        ArrayNode supports = node.putArray("supports");
        for (Support support : explanation.supports()) {
            ObjectNode one = supports.addObject()
                    .put("path", support.path())
                    .put("condition", support.condition())
                    .put("unchanged", support.unchanged())
                    .put("resolves", support.resolves());
            support.rows().ifPresent(table -> one.put("rows", table.rows()));
        }
        ArrayNode calls = node.putArray("tool_calls");
        explanation.calls().forEach(call -> calls.add(call.toJson()));
        node.set("inputs", explanation.inputs());
        return node;
    }
}
