package io.spatho.report.audit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import io.spatho.core.artifact.Origin;
import io.spatho.core.evidence.Evidence;
import io.spatho.core.fingerprint.Fingerprint;
import io.spatho.core.json.CanonicalJson;
import io.spatho.core.tool.Tool;
import io.spatho.core.tool.ToolContext;
import io.spatho.core.tool.ToolId;
import java.util.List;

/** Audits the text of a run against its evidence and writes {@code review/quality_audit.json}. */
public final class AuditTool implements Tool<AuditTool.Request, AuditReport> {

    /** The document that this tool writes. */
    public static final String FILE = "review/quality_audit.json";

    /**
     * What to audit.
     *
     * @param text the text
     * @param isBenchmarked whether the five metrics take part in the decision
     * @param evidence all evidence of the run so far
     */
    public record Request(String text, boolean isBenchmarked, List<Evidence> evidence) {

        public Request {
            evidence = List.copyOf(evidence);
        }
    }

    @Override
    public ToolId id() {
        return new ToolId("quality_audit", "1.0");
    }

    @Override
    public String purpose() {
        return "Holds the sentences of the run against its evidence: numbers, names, citations, strengths, forbidden statements.";
    }

    @Override
    public JsonNode parameters(Request request) {
        ArrayNode ids = CanonicalJson.array();
        request.evidence().forEach(item -> ids.add(item.id()));
        return CanonicalJson.object()
                .put("text", Fingerprint.ofText(request.text()).sha256())
                .put("benchmarked", request.isBenchmarked())
                .put("evidence", Fingerprint.ofText(CanonicalJson.line(ids)).sha256());
    }

    @Override
    public AuditReport run(Request request, ToolContext context) {
        AuditReport report = QualityAudit.of(request.text(), request.evidence(), request.isBenchmarked());
        context.store().json(FILE, Origin.MEASURED, report.toJson());
        return report;
    }
}
