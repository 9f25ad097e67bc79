package io.spatho.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import io.spatho.cli.Diagnosis.Finding;
import io.spatho.core.json.CanonicalJson;
import io.spatho.stgpt.engine.TorchEngine;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code spatho doctor}: what this machine offers, and what to do where something is missing. */
@Command(
        name = "doctor",
        description = "Say what was found on this machine, and what to do about what was not.",
        mixinStandardHelpOptions = true)
final class DoctorCommand implements Callable<Integer> {

    private static final int MISSING = 5;

    @Spec
    private CommandSpec spec;

    @Option(names = "--json", description = "Print the findings as JSON.")
    private boolean json;

    @Option(
            names = "--limits",
            description = "Print what is believed of a file at most, and the variables that set it.")
    private boolean limits;

    @Override
    public Integer call() {
        if (limits) {
            LimitTable.print(spec.commandLine().getOut(), json);
            return 0;
        }
        List<Finding> findings = Diagnosis.ofThisMachine(TorchEngine.report());
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            ArrayNode list = CanonicalJson.array();
            findings.forEach(finding -> list.addObject()
                    .put("status", finding.status().id())
                    .put("name", finding.name())
                    .put("message", finding.message())
                    .put("fix", finding.fix()));
            out.println(CanonicalJson.line(list));
        } else {
            findings.forEach(finding -> print(out, finding));
        }
        return findings.stream().anyMatch(finding -> finding.status() == Diagnosis.Status.FAIL) ? MISSING : 0;
    }

    private static void print(PrintWriter out, Finding finding) {
        out.printf(Locale.ROOT, "%-4s  %-10s %s%n", finding.status().id(), finding.name(), finding.message());
        if (!finding.fix().isEmpty()) {
            out.printf(Locale.ROOT, "%18s-> %s%n", "", finding.fix());
        }
    }
}
