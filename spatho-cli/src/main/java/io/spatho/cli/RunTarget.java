package io.spatho.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spatho.core.json.CanonicalJson;
import java.io.PrintWriter;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** Where a run goes, what happens when it is there already, and what is printed of it. */
final class RunTarget extends OutputOptions {

    /** Read by {@link ConfigDefaults} before the other options get their values. */
    @SuppressWarnings("UnusedVariable")
    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = "YAML with defaults for these options (key n_neighbors for --n-neighbors).")
    private Path config;

    /** Prints what a run left. */
    void print(CaseRun.Outcome outcome, PrintWriter out) {
        if (!json()) {
            out.println(outcome.report());
            return;
        }
        ObjectNode node = CanonicalJson.object();
        node.put("run_id", outcome.runId());
        node.put("report", outcome.report().toString());
        node.put("artifacts", outcome.artifacts());
        node.put("evidence", outcome.evidence());
        out.println(CanonicalJson.line(node));
    }
}
