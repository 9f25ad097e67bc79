package io.spatho.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spatho.core.artifact.Artifact;
import io.spatho.core.artifact.Origin;
import io.spatho.core.fingerprint.Fingerprint;
import io.spatho.core.json.CanonicalJson;
import io.spatho.core.tool.Tool;
import io.spatho.core.tool.ToolContext;
import io.spatho.core.tool.ToolId;
import io.spatho.report.content.ReportInput;
import java.nio.file.Files;

/** Writes {@code report.html}. */
public final class ReportTool implements Tool<ReportInput, Artifact> {

    /** Where the report lies in the run folder. */
    public static final String PATH = "report.html";

    @Override
    public ToolId id() {
        return new ToolId("write_report", "1.0");
    }

    @Override
    public String purpose() {
        return "Writes the report: what was found, with the evidence for it.";
    }

    /** Digests of all that the page shows, so that a change in any of it changes the step's key. */
    @Override
    public JsonNode parameters(ReportInput request) {
        ObjectNode node = CanonicalJson.object();
        node.put("run_id", request.run().runId());
        node.put("spatho_version", request.run().spathoVersion());
        node.put("seed", request.run().seed());
        node.put("subject", digest(request.subject().toString()));
        ArrayNode evidence = CanonicalJson.array();
        request.findings().evidence().forEach(item -> evidence.add(item.id()));
        node.put("evidence", digest(CanonicalJson.line(evidence)));
        node.put("claims", digest(request.findings().claims().toString()));
        node.put("verdicts", digest(request.findings().verdicts().toString()));
        node.put("guardrails", digest(request.findings().guardrails().toString()));
        node.put("provenance", digest(request.provenance().toString()));
        node.put("remarks", digest(request.remarks().toString()));
        if (!request.decisions().isEmpty()) {
            node.put("decisions", request.decisions().head());
        }
        request.underlay()
                .ifPresent(underlay -> node.put(
                        "underlay", Fingerprint.ofBytes(underlay.image()).sha256()));
        return node;
    }

    private static String digest(String text) {
        return Fingerprint.ofText(text).sha256();
    }

    @Override
    public Artifact run(ReportInput request, ToolContext context) {
        byte[] page = ReportRenderer.render(request);
        boolean hasModel = !request.provenance().models().isEmpty();
        Origin origin = hasModel ? Origin.MODEL_DERIVED : Origin.MEASURED;
        return context.store().file(PATH, "text/html", origin, file -> Files.write(file, page));
    }
}
