package io.spatho.core.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spatho.core.artifact.Artifact;
import io.spatho.core.evidence.Evidence;
import io.spatho.core.evidence.ModelDerived;
import io.spatho.core.evidence.ModelReference;
import io.spatho.core.guardrail.Guardrails;
import io.spatho.core.json.CanonicalJson;
import java.util.Comparator;
import java.util.List;

/**
 * The document that closes a run: every artifact with its digest, every input, tool call, model, guardrail verdict and evidence id
 * (docs/schemas/evidence_manifest.schema.json). It carries a digest of itself, taken without that field.
 */
public final class Manifest {

    /** The version of the document's layout. */
    public static final String SCHEMA_VERSION = "1.0";

    static final String OWN_FINGERPRINT = "manifest_fingerprint";

    private Manifest() {}

    /**
     * Makes the document.
     *
     * @param identity the run
     * @param caseJson name, platform and sizes of the case
     * @param journal tool calls and evidence
     * @param artifacts every file of the run apart from the manifest itself and {@code run_log.json}
     */
    public static JsonNode of(RunIdentity identity, JsonNode caseJson, Journal journal, List<Artifact> artifacts) {
        ObjectNode node = CanonicalJson.object();
        node.put("schema_version", SCHEMA_VERSION);
        node.put("spatho_version", identity.spathoVersion());
        node.put("run_id", identity.runId());
        node.put("seed", identity.seed());
        node.set("case", caseJson);
        node.set("inputs", identity.inputsJson());
        node.set("config", identity.config());
        node.set("tool_calls", toolCalls(journal));
        node.set("models", models(journal.evidence()));
        ArrayNode files = node.putArray("artifacts");
        artifacts.stream()
                .sorted(Comparator.comparing(Artifact::path))
                .forEach(artifact -> files.add(artifact.toJson()));
        ObjectNode guardrails = node.putObject("guardrails");
        ArrayNode rules = guardrails.putArray("rules");
        Guardrails.all().forEach(rule -> rules.add(rule.toJson()));
        ArrayNode verdicts = guardrails.putArray("verdicts");
        journal.events().forEach(event -> event.verdicts().forEach(verdict -> verdicts.add(verdict.toJson())));
        ArrayNode ids = node.putArray("evidence_ids");
        journal.evidence().forEach(evidence -> ids.add(evidence.id()));
        node.put(
                "tolerance",
                "Artifacts are byte-identical for equal run_id on one device type; network outputs agree across devices"
                        + " within 1e-5 (float32).");
        SelfFingerprint.put(node, OWN_FINGERPRINT);
        return node;
    }

    private static ArrayNode toolCalls(Journal journal) {
        ArrayNode calls = CanonicalJson.array();
        for (AuditEvent event : journal.events()) {
            ObjectNode call = calls.addObject();
            call.put("sequence", event.sequence()).put("tool", event.tool()).put("key", event.key());
            call.set("parameters", event.parameters());
            ArrayNode paths = call.putArray("artifacts");
            event.artifacts().forEach(artifact -> paths.add(artifact.path()));
            call.put("evidence", event.evidenceIds().size());
        }
        return calls;
    }

    private static ArrayNode models(List<Evidence> evidence) {
        ArrayNode list = CanonicalJson.array();
        evidence.stream()
                .filter(ModelDerived.class::isInstance)
                .map(item -> ((ModelDerived) item).model())
                .distinct()
                .sorted(Comparator.comparing(ModelReference::fingerprint))
                .forEach(model -> list.addObject()
                        .put("name", model.name())
                        .put("version", model.version())
                        .put("fingerprint", model.fingerprint()));
        return list;
    }
}
