package io.spatho.core.plan;

import com.fasterxml.jackson.databind.JsonNode;
import io.spatho.core.artifact.Artifact;
import io.spatho.core.artifact.Origin;
import io.spatho.core.fingerprint.Fingerprint;
import io.spatho.core.json.CanonicalJson;
import io.spatho.core.tool.Tool;
import io.spatho.core.tool.ToolContext;
import io.spatho.core.tool.ToolId;

/** Writes {@code plan.json} before anything else is done. */
public final class PlanTool implements Tool<CasePlan, Artifact> {

    /** Where the plan lies in the run folder. */
    public static final String PATH = "plan.json";

    @Override
    public ToolId id() {
        return new ToolId("plan", "1.0");
    }

    @Override
    public String purpose() {
        return "Says which tools were chosen for the case, and which were left out and why.";
    }

    @Override
    public JsonNode parameters(CasePlan request) {
        return CanonicalJson.object()
                .put(
                        "plan",
                        Fingerprint.ofText(CanonicalJson.line(request.toJson())).sha256());
    }

    @Override
    public Artifact run(CasePlan request, ToolContext context) {
        return context.store().json(PATH, Origin.MEASURED, request.toJson());
    }
}
