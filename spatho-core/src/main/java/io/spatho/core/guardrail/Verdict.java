package io.spatho.core.guardrail;

import com.fasterxml.jackson.databind.JsonNode;
import io.spatho.core.json.CanonicalJson;
import java.util.Locale;

/**
 * What a guardrail said of one subject.
 *
 * @param guardrail the rule's name
 * @param version the rule's version
 * @param subject what was judged: a unit id, an artifact, the run
 * @param outcome the judgement
 * @param detail the numbers behind it, in one sentence
 */
public record Verdict(String guardrail, String version, String subject, Outcome outcome, String detail) {

    /** A judgement. */
    public enum Outcome {
        /** Satisfied. */
        PASS,
        /** Not satisfied; the result is marked. */
        WARN,
        /** Not satisfied; the result goes before a person. */
        ESCALATE,
        /** Not satisfied; the run ends. */
        BLOCK;

        static Outcome of(Guardrail.FailureBehaviour behaviour) {
            return switch (behaviour) {
                case WARN -> WARN;
                case ESCALATE -> ESCALATE;
                case BLOCK -> BLOCK;
            };
        }
    }

    /** The verdict as it stands in evidence and manifest. */
    public JsonNode toJson() {
        return CanonicalJson.object()
                .put("name", guardrail)
                .put("version", version)
                .put("subject", subject)
                .put("verdict", outcome.name().toLowerCase(Locale.ROOT))
                .put("detail", detail);
    }

    /** Reads what {@link #toJson} wrote. */
    public static Verdict read(JsonNode node) {
        return new Verdict(
                node.path("name").asText(),
                node.path("version").asText(),
                node.path("subject").asText(),
                Outcome.valueOf(node.path("verdict").asText().toUpperCase(Locale.ROOT)),
                node.path("detail").asText());
    }
}
