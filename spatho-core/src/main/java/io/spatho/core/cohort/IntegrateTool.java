package io.spatho.core.cohort;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spatho.core.analysis.CellEmbedding;
import io.spatho.core.artifact.Artifact;
import io.spatho.core.artifact.Origin;
import io.spatho.core.embedding.BlockBootstrap;
import io.spatho.core.evidence.QcStatus;
import io.spatho.core.evidence.Uncertainty;
import io.spatho.core.evidence.Unit;
import io.spatho.core.guardrail.Guardrails;
import io.spatho.core.guardrail.Verdict;
import io.spatho.core.integration.Correction;
import io.spatho.core.integration.IntegrationReview;
import io.spatho.core.integration.IntegrationScores;
import io.spatho.core.integration.MissingLabelControl;
import io.spatho.core.json.CanonicalJson;
import io.spatho.core.matrix.DenseMatrix;
import io.spatho.core.text.Words;
import io.spatho.core.tool.EvidenceDraft;
import io.spatho.core.tool.Tool;
import io.spatho.core.tool.ToolContext;
import io.spatho.core.tool.ToolId;
import java.util.Map;

/**
 * Brings the vectors of the cases onto each other and says what that gained and what it cost. Writes
 * {@code cohort/cell_embeddings.parquet} and {@code cohort/integration.json}.
 */
public final class IntegrateTool implements Tool<IntegrateTool.Request, CellEmbedding> {

    /** The document. */
    public static final String FILE = "cohort/integration.json";

    /** The corrected vectors. */
    public static final String VECTORS = "cohort/cell_embeddings.parquet";

    private static final int ROWS_PER_BATCH = 8192;

    private static final Map<String, String> SUMMARIES = Map.of(
            "mixing_change",
            "Observations meet other cases among their neighbours",
            "separation_change",
            "Neighbours carry one label",
            "control_foreign_change",
            "With a label taken out of one case, its observations elsewhere meet other labels");

    /** Observations, vectors, and how to correct them. */
    public record Request(CohortCells cells, CellEmbedding embedding, Correction correction) {}

    @Override
    public ToolId id() {
        return new ToolId("integrate_cohort", "1.0");
    }

    @Override
    public String purpose() {
        return "Brings the vectors of several cases onto each other and measures gain and cost.";
    }

    @Override
    public JsonNode parameters(Request request) {
        return CanonicalJson.object()
                .put("correction", request.correction().id())
                .put("vectors", request.embedding().name());
    }

    @Override
    public CellEmbedding run(Request request, ToolContext context) {
        CohortCells cells = request.cells();
        DenseMatrix vectors = request.embedding().vectors();
        DenseMatrix corrected = request.correction()
                .apply(vectors, cells.caseOf(), cells.protocolOf(), context.seed(), context.workers());
        CohortLabels labels = CohortLabels.of(cells, corrected, context.seed(), context.workers());
        IntegrationReview review = IntegrationReview.of(
                new IntegrationReview.Subject(
                        vectors, corrected, cells.caseOf(), cells.protocolOf(), labels.labelOf(), cells.blocks()),
                request.correction(),
                context.seed(),
                context.workers());
        Origin origin = request.embedding().model().isPresent() ? Origin.MODEL_DERIVED : Origin.MEASURED;
        Artifact rows = context.store().table(VECTORS, origin, CohortTables.vectors(cells, corrected, 0, 0), sink -> {
            for (int from = 0; from < cells.size(); from += ROWS_PER_BATCH) {
                sink.append(
                        CohortTables.vectors(cells, corrected, from, Math.min(cells.size(), from + ROWS_PER_BATCH)));
            }
        });
        Artifact file = context.store().json(FILE, origin, document(request, labels, review));
        state(request, labels, review, file, rows, context);
        return new CellEmbedding(
                request.embedding().name(), corrected, request.embedding().model(), false);
    }

    private static ObjectNode document(Request request, CohortLabels labels, IntegrationReview review) {
        ObjectNode node = CanonicalJson.object();
        node.put("correction", request.correction().id());
        node.put("vectors", request.embedding().name());
        node.put("dimensions", request.embedding().vectors().columns());
        node.put("labels", labels.source());
        node.put("labels_independent_of_correction", labels.independent());
        node.put("outcome", review.outcome().words());
        node.put("verdict", review.sentence());
        ObjectNode means = node.putObject("means");
        review.means().forEach((name, mean) -> put(means, name, mean));
        put(node.putObject("before"), review.before());
        put(node.putObject("after"), review.after());
        if (review.control().isPresent()) {
            MissingLabelControl control = review.control().get();
            node.putObject("control")
                    .put("removed_from", request.cells().names().get(control.removedFrom()))
                    .put("label", labels.names().get(control.label()))
                    .put("removed", control.removed())
                    .put("left_in_other_cases", control.rows().length);
        } else {
            node.putNull("control");
        }
        return node;
    }

    private static void put(ObjectNode parent, String name, BlockBootstrap.Mean mean) {
        ObjectNode node = parent.putObject(name);
        node.put("n", mean.n());
        number(node, "value", mean.value());
        number(node, "lower", mean.interval().map(Uncertainty::lower).orElse(Double.NaN));
        number(node, "upper", mean.interval().map(Uncertainty::upper).orElse(Double.NaN));
        node.put("method", mean.interval().map(Uncertainty::method).orElse("none: fewer than three blocks"));
    }

    private static void put(ObjectNode node, IntegrationScores scores) {
        number(node, "batch_acceptance_kbet", scores.acceptance());
        number(node, "batch_silhouette", scores.batchSilhouette());
        number(node, "label_silhouette", scores.labelSilhouette());
        number(node, "graph_connectivity", scores.connectivity());
    }

    private static void number(ObjectNode node, String name, double value) {
        if (Double.isFinite(value)) {
            node.put(name, value);
        } else {
            node.putNull(name);
        }
    }

    private static void state(
            Request request,
            CohortLabels labels,
            IntegrationReview review,
            Artifact file,
            Artifact rows,
            ToolContext context) {
        Verdict verdict = context.judge(
                review.outcome() == IntegrationReview.Outcome.OVER_CORRECTED
                        ? Guardrails.INTEGRATION_CONSERVATION.fail("cohort", review.sentence())
                        : Guardrails.INTEGRATION_CONSERVATION.pass("cohort", review.sentence()));
        boolean sound = verdict.outcome() == Verdict.Outcome.PASS;
        EvidenceDraft outcome = context.evidence(Unit.SLIDE, "cohort", "integration")
                .value(CanonicalJson.object()
                        .put("correction", request.correction().id())
                        .put("outcome", review.outcome().words())
                        .put("labels", labels.source()))
                .summary("Correction " + request.correction().id() + ". " + review.sentence())
                .restsOn(file, "verdict")
                .restsOn(rows, "all")
                .qc(sound && labels.independent() ? QcStatus.PASS : QcStatus.WARN)
                .verdict(verdict);
        CohortEvidence.complete(outcome, request.embedding().model());
        review.means().forEach((name, mean) -> {
            if (SUMMARIES.containsKey(name)) {
                String stem = name.substring(0, name.length() - "_change".length());
                EvidenceDraft draft = context.evidence(Unit.SLIDE, "cohort", "integration_" + stem)
                        .value(CanonicalJson.object()
                                .put(
                                        "before",
                                        review.means().get(stem + "_before").value())
                                .put(
                                        "after",
                                        review.means().get(stem + "_after").value())
                                .put("change", mean.value())
                                .put("n", mean.n()))
                        .summary(SUMMARIES.get(name) + ": "
                                + Words.decimal(
                                        review.means().get(stem + "_before").value(), 2) + " before, "
                                + Words.decimal(
                                        review.means().get(stem + "_after").value(), 2)
                                + " after the correction (n = " + Words.count(mean.n()) + ").")
                        .restsOn(file, "means." + name);
                mean.interval().ifPresent(draft::uncertainty);
                CohortEvidence.complete(draft, request.embedding().model());
            }
        });
    }
}
