package io.spatho.core.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spatho.core.artifact.Artifact;
import io.spatho.core.guardrail.Verdict;
import io.spatho.core.json.CanonicalJson;
import java.util.ArrayList;
import java.util.List;

/**
 * One tool call of a run, as it stands on one line of {@code audit.jsonl}.
 *
 * @param sequence position in the plan, from 0
 * @param title what people read
 * @param tool {@code name@version}
 * @param key digest over tool, parameters, run identity and the keys of the steps it depends on
 * @param parameters what of the request decided the result
 * @param after sequence numbers of the steps it depends on
 * @param artifacts the files it wrote
 * @param evidenceIds the evidence it found
 * @param verdicts what guardrails said during the call
 */
public record AuditEvent(
        int sequence,
        String title,
        String tool,
        String key,
        JsonNode parameters,
        List<Integer> after,
        List<Artifact> artifacts,
        List<String> evidenceIds,
        List<Verdict> verdicts) {

    public AuditEvent {
        after = List.copyOf(after);
        artifacts = List.copyOf(artifacts);
        evidenceIds = List.copyOf(evidenceIds);
        verdicts = List.copyOf(verdicts);
    }

    /** The event as JSON. */
    public ObjectNode toJson() {
        ObjectNode node = CanonicalJson.object();
        node.put("sequence", sequence).put("title", title).put("tool", tool).put("key", key);
        node.set("parameters", parameters);
        ArrayNode earlier = node.putArray("after");
        after.forEach(earlier::add);
        ArrayNode files = node.putArray("artifacts");
        artifacts.forEach(artifact -> files.add(artifact.toJson()));
        ArrayNode ids = node.putArray("evidence");
        evidenceIds.forEach(ids::add);
        ArrayNode judged = node.putArray("guardrails");
        verdicts.forEach(verdict -> judged.add(verdict.toJson()));
        return node;
    }

    /** Reads what {@link #toJson} wrote. */
    public static AuditEvent read(JsonNode node) {
        List<Integer> after = new ArrayList<>();
        node.path("after").forEach(item -> after.add(item.asInt()));
        List<Artifact> artifacts = new ArrayList<>();
        node.path("artifacts").forEach(item -> artifacts.add(Artifact.read(item)));
        List<String> ids = new ArrayList<>();
        node.path("evidence").forEach(item -> ids.add(item.asText()));
        List<Verdict> verdicts = new ArrayList<>();
        node.path("guardrails").forEach(item -> verdicts.add(Verdict.read(item)));
        return new AuditEvent(
                node.path("sequence").asInt(),
                node.path("title").asText(),
                node.path("tool").asText(),
                node.path("key").asText(),
                node.path("parameters"),
                after,
                artifacts,
                ids,
                verdicts);
    }
}
