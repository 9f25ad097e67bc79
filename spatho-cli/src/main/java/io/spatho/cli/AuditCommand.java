package io.spatho.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spatho.core.evidence.Evidence;
import io.spatho.core.json.CanonicalJson;
import io.spatho.report.audit.AuditReport;
import io.spatho.report.audit.Benchmark;
import io.spatho.report.audit.QualityAudit;
import io.spatho.report.mechanism.MechanismWriter;
import io.spatho.report.mechanism.Variant;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code spatho audit RUN}: holds a text against the evidence of a run. */
@Command(
        name = "audit",
        description = "Hold a text against the evidence of a run; exit code 4 when the decision is NO-GO.",
        mixinStandardHelpOptions = true)
final class AuditCommand implements Callable<Integer> {

    private static final int REFUSED = 4;

    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "RUN", description = "The output folder of a run.")
    private Path run;

    @Option(
            names = "--text",
            paramLabel = "FILE",
            description = "The text, in UTF-8 and without evidence ids; by default the mechanism report of the run.")
    private Optional<Path> text = Optional.empty();

    @Option(
            names = "--baseline",
            paramLabel = "FILE",
            description =
                    "Another text on the same run; the decision is then whether the first wins at least three of five"
                            + " metrics.")
    private Optional<Path> baseline = Optional.empty();

    @Option(names = "--json", description = "Print the result as JSON.")
    private boolean json;

    @Override
    public Integer call() {
        List<Evidence> evidence = FinishedRun.evidence(run);
        String words = text.map(TextFile::read)
                .orElseGet(() -> MechanismWriter.write(evidence, Variant.MOA).text());
        AuditReport audit = QualityAudit.of(words, evidence);
        ObjectNode node = audit.toJson();
        boolean isGo = audit.isGo();
        PrintWriter out = spec.commandLine().getOut();
        if (baseline.isPresent()) {
            String other = TextFile.read(baseline.get());
            Benchmark benchmark = new Benchmark(List.of(QualityAudit.of(other, evidence)), List.of(audit));
            node.set("benchmark", benchmark.toJson());
            node.put("content_word_overlap", QualityAudit.overlap(words, other));
            node.put("is_fragile", QualityAudit.isFragile(words, other));
            isGo = benchmark.isGo();
        }
        if (json) {
            out.println(CanonicalJson.line(node));
        } else {
            print(audit, node, isGo, out);
        }
        return isGo ? 0 : REFUSED;
    }

    private static void print(AuditReport audit, ObjectNode node, boolean isGo, PrintWriter out) {
        String reason =
                node.has("benchmark") ? node.path("benchmark").path("go_reason").asText() : audit.reason();
        out.println((isGo ? "GO: " : "NO-GO: ") + reason);
        out.println("parroting risk " + audit.parroting().risk().toLowerCase(Locale.ROOT) + ", " + audit.words()
                + " words");
        audit.metrics()
                .byName()
                .forEach((metric, passed) -> out.println("  " + metric + ": " + (passed ? "passed" : "not passed")));
        audit.findings()
                .forEach(finding -> out.println(finding.severity().name().toLowerCase(Locale.ROOT) + " "
                        + finding.check() + ": " + finding.detail()
                        + (finding.excerpt().isEmpty() ? "" : " \"" + printable(finding.excerpt()) + "\"")));
    }

    private static String printable(String text) {
        return io.spatho.report.text.PlainText.clean(text);
    }
}
