package io.spatho.core.review;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spatho.core.error.Problem;
import io.spatho.core.error.UsageException;
import io.spatho.core.evidence.Evidence;
import io.spatho.core.fingerprint.Fingerprint;
import io.spatho.core.json.CanonicalJson;
import java.util.Locale;
import java.util.Optional;

/**
 * What a person decided about one piece of evidence.
 *
 * @param kind the decision
 * @param evidenceId the evidence
 * @param claim digest of what the evidence states, without the run it was found in, so that a later run that states the same finds
 *     the decision
 * @param unit what the evidence is about
 * @param unitId which one
 * @param type the kind of evidence
 * @param original the label that the evidence gives, or empty
 * @param label the label that a person gives instead, for relabelling only
 * @param reviewer who decided
 * @param note why
 * @param runId the run that was looked at
 */
public record ReviewDecision(
        Kind kind,
        String evidenceId,
        String claim,
        String unit,
        String unitId,
        String type,
        String original,
        Optional<String> label,
        String reviewer,
        String note,
        String runId) {

    private static final int LONGEST_NAME = 200;
    private static final int LONGEST_NOTE = 4000;
    private static final int ID_DIGITS = 32;

    /** What can be decided. */
    public enum Kind {
        /** The evidence stands. */
        APPROVE,
        /** The evidence is not to be relied on. */
        REJECT,
        /** The evidence stands under another label. */
        RELABEL;

        /** The name used in files. */
        public String id() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public ReviewDecision {
        reviewer = text("--reviewer", reviewer, LONGEST_NAME);
        note = text("--note", note, LONGEST_NOTE);
        label = label.map(value -> text("--label", value, LONGEST_NAME));
        if (label.isPresent() != (kind == Kind.RELABEL)) {
            throw new UsageException(
                    Problem.of("only relabel takes a label, and it needs one").fix("Give --label with relabel"));
        }
    }

    /** A decision about a piece of evidence of a run. */
    public static ReviewDecision about(
            Evidence evidence, String runId, Kind kind, Optional<String> label, String reviewer, String note) {
        var statement = evidence.statement();
        JsonNode value = statement.value();
        String original =
                value.path("label").asText(value.path("structure_label").asText());
        return new ReviewDecision(
                kind,
                evidence.id(),
                claim(evidence),
                statement.unit().id(),
                statement.unitId(),
                statement.type(),
                original,
                label,
                reviewer,
                note,
                runId);
    }

    /** Digest of what a piece of evidence states: all of it but the files, inputs and verdicts of its run. */
    public static String claim(Evidence evidence) {
        ObjectNode node = (ObjectNode) evidence.toJson();
        node.remove(java.util.List.of("evidence_id", "supporting_artifacts", "inputs", "guardrails"));
        return Fingerprint.ofText(CanonicalJson.line(node)).sha256();
    }

    private static String text(String option, String value, int longest) {
        String plain = value.strip();
        boolean unsafe = plain.codePoints().anyMatch(c -> {
            int type = Character.getType(c);
            return type == Character.CONTROL
                    || type == Character.FORMAT
                    || type == Character.SURROGATE
                    || type == Character.LINE_SEPARATOR
                    || type == Character.PARAGRAPH_SEPARATOR;
        });
        if (plain.isEmpty() || plain.length() > longest || unsafe) {
            throw new UsageException(Problem.of("not a line of text that can be kept")
                    .at(option)
                    .expected("1 to " + longest + " visible characters on one line", plain.length() + " characters"));
        }
        return plain;
    }

    /** {@code dec_} and 32 hexadecimal digits over all of it: equal decisions have equal ids. */
    public String id() {
        return "dec_"
                + Fingerprint.ofText(CanonicalJson.line(toJson())).sha256().substring(0, ID_DIGITS);
    }

    ObjectNode toJson() {
        ObjectNode node = CanonicalJson.object();
        node.put("decision", kind.id())
                .put("evidence_id", evidenceId)
                .put("claim", claim)
                .put("unit", unit)
                .put("unit_id", unitId)
                .put("evidence_type", type)
                .put("original_label", original)
                .put("label", label.orElse(null))
                .put("reviewer", reviewer)
                .put("note", note)
                .put("run_id", runId);
        return node;
    }

    static ReviewDecision read(JsonNode node) {
        return new ReviewDecision(
                Kind.valueOf(node.path("decision").asText().toUpperCase(Locale.ROOT)),
                node.path("evidence_id").asText(),
                node.path("claim").asText(),
                node.path("unit").asText(),
                node.path("unit_id").asText(),
                node.path("evidence_type").asText(),
                node.path("original_label").asText(),
                node.path("label").isTextual() ? Optional.of(node.path("label").asText()) : Optional.empty(),
                node.path("reviewer").asText(),
                node.path("note").asText(),
                node.path("run_id").asText());
    }
}
