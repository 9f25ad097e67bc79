package io.spatho.core.guardrail;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spatho.core.json.CanonicalJson;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * A versioned rule that a result must satisfy before anybody relies on it.
 *
 * @param name such as {@code QC_BEFORE_ANNOTATION}
 * @param version changes whenever rule or thresholds change
 * @param rationale why it exists
 * @param thresholds its numbers, by name
 * @param onFailure what happens when it fails
 */
public record Guardrail(
        String name, String version, String rationale, Map<String, Double> thresholds, FailureBehaviour onFailure) {

    /** What a failed guardrail does. */
    public enum FailureBehaviour {
        /** The run ends with exit code 4. */
        BLOCK,
        /** The result is marked. */
        WARN,
        /** The result is marked and put before a person. */
        ESCALATE
    }

    public Guardrail {
        thresholds = new TreeMap<>(thresholds);
    }

    /** The verdict that the rule was satisfied. */
    public Verdict pass(String subject, String detail) {
        return new Verdict(name, version, subject, Verdict.Outcome.PASS, detail);
    }

    /** The verdict of a rule that was not satisfied. */
    public Verdict fail(String subject, String detail) {
        return new Verdict(name, version, subject, Verdict.Outcome.of(onFailure), detail);
    }

    /** The rule as it stands in the evidence manifest. */
    public JsonNode toJson() {
        ObjectNode node = CanonicalJson.object();
        node.put("name", name).put("version", version).put("rationale", rationale);
        ObjectNode numbers = node.putObject("thresholds");
        thresholds.forEach(numbers::put);
        node.put("on_failure", onFailure.name().toLowerCase(Locale.ROOT));
        return node;
    }
}
