package io.spatho.report.workbench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spatho.core.evidence.Evidence;
import io.spatho.core.evidence.ModelDerived;
import io.spatho.core.evidence.ModelReference;
import io.spatho.core.evidence.QcStatus;
import io.spatho.core.evidence.Statement;
import io.spatho.core.evidence.SupportingArtifact;
import io.spatho.core.evidence.Unit;
import io.spatho.core.json.CanonicalJson;
import io.spatho.core.review.ReviewDecision;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * One piece of evidence as an EvidenceBundle of the Python spatho (schema 0.2.1), every field written.
 *
 * <p>What that form cannot say: genes, pairs and the slide are evidence about the case, which gene or pair it is stands in the summary;
 * value, interval, rows and guardrails are left out. The id is the evidence's own, so that {@code spatho explain} leads to all of it.
 */
final class EvidenceBundle {

    /** Version of the form. */
    static final String SCHEMA_VERSION = "0.2.1";

    /** Tools that read an embedding of cells or regions; with a model behind them they are the channel that is called stgpt. */
    private static final Set<String> EMBEDDING_TOOLS = Set.of(
            "embed_cells",
            "embedding_review",
            "evaluate_checkpoint",
            "explain_region",
            "export_spatho_artifacts",
            "impute_region_panel",
            "compare_regions",
            "region_embeddings",
            "region_review",
            "retrieve_regions",
            "score_niche",
            "summarize_structures");

    private EvidenceBundle() {}

    /** What is known of a piece of evidence beside itself. */
    record Context(
            String caseName,
            String timestamp,
            Optional<ToolRun> call,
            boolean isForReview,
            Optional<ReviewDecision> decision,
            List<String> conflicts) {}

    static ObjectNode of(Evidence evidence, Context context) {
        Statement statement = evidence.statement();
        ObjectNode node = empty(evidence.id(), context);
        boolean isOfCase = isOfCase(statement.unit());
        node.put("unit", isOfCase ? "case" : statement.unit().id())
                .put("unit_id", isOfCase ? context.caseName() : statement.unitId())
                .put("source", source(evidence))
                .put("evidence_type", statement.type())
                .put("measured", !(evidence instanceof ModelDerived))
                .put("model_derived", evidence instanceof ModelDerived)
                .put("qc_status", status(statement.qcStatus()))
                .put("summary", statement.summary())
                .put("tool_name", statement.source());
        ArrayNode paths = node.putArray("supporting_artifacts");
        ArrayNode ids = node.putArray("artifact_ids");
        ObjectNode digests = node.putObject("artifact_hashes");
        for (SupportingArtifact artifact : statement.artifacts()) {
            if (!digests.has(artifact.path())) {
                paths.add(artifact.path());
                ids.add("artifact." + artifact.path().replaceFirst(".*/", ""));
                digests.put(artifact.path(), artifact.sha256());
            }
        }
        if (evidence instanceof ModelDerived derived) {
            ModelReference model = derived.model();
            node.put("model_version", model.name() + " " + model.version()).put("checkpoint_hash", model.fingerprint());
        }
        return node;
    }

    /** The bundle that says that the run ended. */
    static ObjectNode ofRun(Context context, String overall) {
        ObjectNode node = empty("workflow.run." + context.caseName(), context);
        node.put("unit", "case")
                .put("unit_id", context.caseName())
                .put("source", "spatho")
                .put("evidence_type", "workflow_run")
                .put("measured", false)
                .put("model_derived", false)
                .put("qc_status", overall)
                .put("summary", "The run ended and its manifest was written.")
                .put("tool_name", "spatho");
        node.putArray("supporting_artifacts");
        node.putArray("artifact_ids");
        node.putObject("artifact_hashes");
        return node;
    }

    private static ObjectNode empty(String id, Context context) {
        ObjectNode node = CanonicalJson.object();
        node.put("schema_version", SCHEMA_VERSION)
                .put("evidence_id", id)
                .put("model_version", "")
                .put("checkpoint_hash", "")
                .put("input_hash", context.call().map(ToolRun::inputHash).orElse(""))
                .put("elapsed_seconds", context.call().map(ToolRun::seconds).orElse(null))
                .put("timestamp", context.timestamp())
                .put("requires_human_review", context.isForReview())
                .put("human_review_state", state(context))
                .put("conflict_note", String.join(" ", context.conflicts()));
        return node;
    }

    private static boolean isOfCase(Unit unit) {
        return switch (unit) {
            case GENE, PAIR, SLIDE -> true;
            case CELL, REGION, STRUCTURE -> false;
        };
    }

    private static String source(Evidence evidence) {
        String tool = evidence.statement().source().replaceFirst("@.*", "");
        return evidence instanceof ModelDerived && EMBEDDING_TOOLS.contains(tool) ? "stgpt" : "spatho";
    }

    static String status(QcStatus status) {
        return switch (status) {
            case PASS -> "ok";
            case WARN -> "warning";
            case FAIL -> "fail";
            case NOT_ASSESSED -> "unknown";
        };
    }

    /** A corrected label is an approval under another label; the correction stands in a document of its own. */
    private static String state(Context context) {
        return context.decision()
                .map(decision -> decision.kind() == ReviewDecision.Kind.REJECT ? "rejected" : "approved")
                .orElse(context.isForReview() ? "pending" : "not_required");
    }

    /** The record beside a bundle's file that says how it came about. */
    static JsonNode meta(ObjectNode bundle, String spathoVersion, String file) {
        ObjectNode node = CanonicalJson.object();
        for (String field :
                List.of("schema_version", "tool_name", "input_hash", "model_version", "timestamp", "elapsed_seconds")) {
            node.set(field, bundle.get(field));
        }
        return node.put("spatho_version", spathoVersion).put("output_artifact", file);
    }
}
