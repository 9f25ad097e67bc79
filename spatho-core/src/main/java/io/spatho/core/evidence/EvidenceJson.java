package io.spatho.core.evidence;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spatho.core.fingerprint.Fingerprint;
import io.spatho.core.guardrail.Verdict;
import io.spatho.core.json.CanonicalJson;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The JSON form of evidence (docs/schemas/evidence.schema.json) and the id that follows from it. */
public final class EvidenceJson {

    private static final int ID_DIGITS = 32;

    private EvidenceJson() {}

    static String id(Evidence evidence) {
        String text = CanonicalJson.line(withoutId(evidence));
        return "ev_" + Fingerprint.ofText(text).sha256().substring(0, ID_DIGITS);
    }

    static JsonNode write(Evidence evidence) {
        ObjectNode node = withoutId(evidence);
        node.put("evidence_id", id(evidence));
        return node;
    }

    private static ObjectNode withoutId(Evidence evidence) {
        Statement statement = evidence.statement();
        ObjectNode node = CanonicalJson.object();
        node.put("unit", statement.unit().id());
        node.put("unit_id", statement.unitId());
        node.put("source", statement.source());
        node.put("evidence_type", statement.type());
        node.put("measured", evidence instanceof Measured);
        node.put("model_derived", evidence instanceof ModelDerived);
        node.set("model", model(evidence));
        node.put("qc_status", statement.qcStatus().id());
        node.set("value", statement.value());
        node.set("uncertainty", uncertainty(statement));
        node.put("summary", statement.summary());
        var artifacts = node.putArray("supporting_artifacts");
        for (SupportingArtifact artifact : statement.artifacts()) {
            artifacts
                    .addObject()
                    .put("path", artifact.path())
                    .put("rows", artifact.rows())
                    .put("sha256", artifact.sha256());
        }
        var inputs = node.putArray("inputs");
        statement.inputs().forEach(inputs::add);
        var guardrails = node.putArray("guardrails");
        statement.verdicts().forEach(verdict -> guardrails.add(verdict.toJson()));
        return node;
    }

    private static JsonNode model(Evidence evidence) {
        if (evidence instanceof ModelDerived derived) {
            ModelReference model = derived.model();
            return CanonicalJson.object()
                    .put("name", model.name())
                    .put("version", model.version())
                    .put("fingerprint", model.fingerprint());
        }
        return CanonicalJson.object().nullNode();
    }

    private static JsonNode uncertainty(Statement statement) {
        if (statement.uncertainty().isEmpty()) {
            return CanonicalJson.object().nullNode();
        }
        Uncertainty uncertainty = statement.uncertainty().get();
        return CanonicalJson.object()
                .put("lower", uncertainty.lower())
                .put("upper", uncertainty.upper())
                .put("level", uncertainty.level())
                .put("method", uncertainty.method());
    }

    /** Reads one object of {@code evidence.jsonl}; an id that does not follow from the content is refused. */
    public static Evidence read(JsonNode node) {
        Statement statement = new Statement(
                Unit.of(text(node, "unit")),
                text(node, "unit_id"),
                text(node, "source"),
                text(node, "evidence_type"),
                QcStatus.of(text(node, "qc_status")),
                node.path("value"),
                readUncertainty(node.path("uncertainty")),
                text(node, "summary"),
                readArtifacts(node.path("supporting_artifacts")),
                readTexts(node.path("inputs")),
                readVerdicts(node.path("guardrails")));
        Evidence evidence = node.path("measured").asBoolean()
                ? new Measured(statement)
                : new ModelDerived(statement, readModel(node.path("model")));
        if (!evidence.id().equals(text(node, "evidence_id"))) {
            throw new IllegalArgumentException("evidence id " + text(node, "evidence_id")
                    + " does not follow from the content, which gives " + evidence.id());
        }
        return evidence;
    }

    private static String text(JsonNode node, String field) {
        return node.path(field).asText();
    }

    private static ModelReference readModel(JsonNode node) {
        return new ModelReference(text(node, "name"), text(node, "version"), text(node, "fingerprint"));
    }

    private static Optional<Uncertainty> readUncertainty(JsonNode node) {
        return node.isObject()
                ? Optional.of(new Uncertainty(
                        node.path("lower").asDouble(),
                        node.path("upper").asDouble(),
                        node.path("level").asDouble(),
                        text(node, "method")))
                : Optional.empty();
    }

    private static List<SupportingArtifact> readArtifacts(JsonNode node) {
        List<SupportingArtifact> artifacts = new ArrayList<>();
        node.forEach(item ->
                artifacts.add(new SupportingArtifact(text(item, "path"), text(item, "rows"), text(item, "sha256"))));
        return artifacts;
    }

    private static List<String> readTexts(JsonNode node) {
        List<String> texts = new ArrayList<>();
        node.forEach(item -> texts.add(item.asText()));
        return texts;
    }

    private static List<Verdict> readVerdicts(JsonNode node) {
        List<Verdict> verdicts = new ArrayList<>();
        node.forEach(item -> verdicts.add(Verdict.read(item)));
        return verdicts;
    }
}
