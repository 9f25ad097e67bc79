package io.spatho.report.audit;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spatho.core.json.CanonicalJson;
import java.util.List;

/**
 * What an audit found.
 *
 * @param words length of the text
 * @param parroting how much it repeats its input
 * @param metrics the five metrics
 * @param isBenchmarked whether the metrics decide; they do not for a text that says why nothing can be said
 * @param findings faults
 */
public record AuditReport(
        int words, Parroting parroting, FiveMetrics metrics, boolean isBenchmarked, List<Finding> findings) {

    public AuditReport {
        findings = List.copyOf(findings);
    }

    /** Whether no fault is critical. */
    public boolean passes() {
        return findings.stream().noneMatch(finding -> finding.severity() == Finding.Severity.CRITICAL);
    }

    /** GO: no critical fault and, where they decide, at least three of the five metrics. */
    public boolean isGo() {
        return passes() && (!isBenchmarked || metrics.passed() >= FiveMetrics.NEEDED);
    }

    /** The decision in one sentence. */
    public String reason() {
        long critical = findings.stream()
                .filter(finding -> finding.severity() == Finding.Severity.CRITICAL)
                .count();
        return critical + " critical " + (critical == 1 ? "finding" : "findings")
                + (isBenchmarked
                        ? ", " + metrics.passed() + " of 5 metrics passed."
                        : "; the five metrics do not decide on this kind of text.");
    }

    /** The document of {@code review/quality_audit.json}. */
    public ObjectNode toJson() {
        ObjectNode node = CanonicalJson.object()
                .put("schema_version", "1.0")
                .put("words", words)
                .put("passed", passes())
                .put("go_decision", isGo() ? "GO" : "NO_GO")
                .put("go_reason", reason())
                .put("benchmarked", isBenchmarked);
        node.set("parroting", parroting.toJson());
        node.set("metrics", metrics.toJson());
        ArrayNode list = node.putArray("findings");
        findings.forEach(finding -> list.add(finding.toJson()));
        return node;
    }
}
