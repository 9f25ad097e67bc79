package io.spatho.core.analysis;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spatho.core.artifact.Artifact;
import io.spatho.core.artifact.Origin;
import io.spatho.core.dataset.SpatialDataset;
import io.spatho.core.embedding.AttentionPooling;
import io.spatho.core.embedding.BlockBootstrap;
import io.spatho.core.embedding.SimilarRegions;
import io.spatho.core.evidence.ModelReference;
import io.spatho.core.evidence.QcStatus;
import io.spatho.core.evidence.Uncertainty;
import io.spatho.core.evidence.Unit;
import io.spatho.core.graph.Graph;
import io.spatho.core.json.CanonicalJson;
import io.spatho.core.text.Words;
import io.spatho.core.tool.EvidenceDraft;
import io.spatho.core.tool.Tool;
import io.spatho.core.tool.ToolContext;
import io.spatho.core.tool.ToolId;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Says what the vectors of a run are worth as evidence: how coherent clusters, regions and structures are by them, which boundary
 * observations look like another structure, which regions are alike across structures, and whether neighbours in space are alike,
 * each beside the principal components. Writes pooled vectors (mean and attention; members, boundary and context rings;
 * structures) and the tables behind these statements under {@code regions/}.
 *
 * <p>Determinism: depends on vectors, labels, positions and seed. Cost: observations x dimensions x structures, and regions squared.
 */
public final class EmbeddingReviewTool implements Tool<EmbeddingReviewTool.Request, JsonNode> {

    /** The document. */
    public static final String FILE = "regions/embedding_review.json";

    private static final double FEWEST_COHERENT = 0.05;

    /**
     * What to judge.
     *
     * @param kept the observations
     * @param spatial their spatial graph
     * @param regions regions with members
     * @param clusterOf the expression cluster of each observation, by id
     * @param structureOf the structure of each observation, by label
     * @param embedding the main vectors
     * @param baseline the principal components
     */
    public record Request(
            SpatialDataset kept,
            Graph spatial,
            RegionTool.Result regions,
            String[] clusterOf,
            String[] structureOf,
            CellEmbedding embedding,
            CellEmbedding baseline) {}

    @Override
    public ToolId id() {
        return new ToolId("embedding_review", "1.0");
    }

    @Override
    public String purpose() {
        return "Says how coherent regions and structures are by their vectors, and where these are ambiguous.";
    }

    @Override
    public JsonNode parameters(Request request) {
        ObjectNode node = CanonicalJson.object();
        node.put("embedding", request.embedding().name())
                .put("baseline", request.baseline().name())
                .put("pooling", AttentionPooling.METHOD);
        request.embedding().model().ifPresent(model -> node.put("model_fingerprint", model.fingerprint()));
        return node;
    }

    @Override
    public JsonNode run(Request request, ToolContext context) {
        Optional<ModelReference> model = request.embedding().model();
        Origin origin = model.isPresent() ? Origin.MODEL_DERIVED : Origin.MEASURED;
        EmbeddingFindings findings = EmbeddingFindings.of(request, request.embedding(), context.seed());
        EmbeddingFindings baseline = EmbeddingFindings.of(request, request.baseline(), context.seed());
        EmbeddingReviewTables tables = new EmbeddingReviewTables(request, context.store(), origin);
        tables.pooled();
        tables.structures();
        Artifact coherence = tables.coherence(findings);
        Artifact ambiguous = tables.ambiguous(findings);
        Artifact similar = tables.similar(findings);
        ObjectNode node = CanonicalJson.object();
        node.put("embedding", request.embedding().name());
        node.put("baseline", request.baseline().name());
        node.put("origin", origin.id());
        node.put("pooling", AttentionPooling.METHOD);
        node.set("main", findings.document());
        node.set("of_baseline", baseline.document());
        Artifact file = context.store().json(FILE, origin, node);
        new Statements(context, model, file).all(findings, baseline, coherence, ambiguous, similar);
        return node;
    }

    /** Puts the findings into evidence. */
    private record Statements(ToolContext context, Optional<ModelReference> model, Artifact file) {

        void all(
                EmbeddingFindings findings,
                EmbeddingFindings baseline,
                Artifact coherence,
                Artifact ambiguous,
                Artifact similar) {
            for (Map.Entry<String, BlockBootstrap.Mean> structure :
                    findings.coherence().get("structure").entrySet()) {
                coherence(structure.getKey(), structure.getValue(), coherence);
            }
            BlockBootstrap.Mean clusters = findings.overall().get("cluster");
            complete(
                    draft("cluster_coherence", clusters, coherence, "unit = cluster")
                            .summary(
                                    "By their vectors observations agree with the rest of their expression cluster by a mean"
                                            + " cosine of " + number(clusters) + " (principal components: "
                                            + number(baseline.overall().get("cluster")) + ")."),
                    clusters);
            BlockBootstrap.Mean boundary = findings.ambiguousShare();
            complete(
                    draft("ambiguous_boundary_observations", boundary, ambiguous, "all")
                            .qc(QcStatus.WARN)
                            .summary(Words.percent(boundary.value()) + " of " + Words.count(boundary.n())
                                    + " boundary observations look more like another structure than like their own (inner"
                                    + " observations: "
                                    + Words.percent(findings.innerShare().value()) + ")."),
                    boundary);
            List<SimilarRegions.Pair> pairs = findings.similar();
            if (!pairs.isEmpty()) {
                BlockBootstrap.Mean across = findings.acrossStructures();
                complete(
                        draft("neighbours_across_structures", across, similar, "rank = 1")
                                .summary("The region most alike in vectors belongs to another structure for "
                                        + Words.percent(across.value()) + " of "
                                        + Words.count(across.n(), "region") + "."),
                        across);
            }
            BlockBootstrap.Mean near = findings.agreement();
            complete(
                    draft("spatial_neighbourhood_agreement", near, file, "main.spatial_agreement")
                            .summary("Vectors of spatial neighbours agree by a mean cosine of " + number(near)
                                    + ", of random observations by " + number(findings.chance())
                                    + "; principal components: " + number(baseline.agreement()) + "."),
                    near);
        }

        private void coherence(String structure, BlockBootstrap.Mean mean, Artifact artifact) {
            boolean coherent = mean.value() >= FEWEST_COHERENT;
            EvidenceDraft draft = context.evidence(
                            Unit.STRUCTURE, structure.isEmpty() ? "none" : structure, "coherence")
                    .value(value(mean))
                    .summary("Observations of " + (structure.isEmpty() ? "no structure" : structure)
                            + " agree with the rest of it by a mean cosine of " + number(mean) + " (n = "
                            + Words.count(mean.n()) + ").")
                    .restsOn(artifact, "unit = structure and unit_id = " + structure)
                    .qc(coherent ? QcStatus.PASS : QcStatus.WARN);
            complete(draft, mean);
        }

        private EvidenceDraft draft(String type, BlockBootstrap.Mean mean, Artifact artifact, String rows) {
            return context.evidence(Unit.SLIDE, "slide", type)
                    .value(value(mean))
                    .restsOn(artifact, rows)
                    .qc(QcStatus.PASS);
        }

        private static ObjectNode value(BlockBootstrap.Mean mean) {
            ObjectNode node = CanonicalJson.object();
            node.put("n", mean.n());
            JsonNumbers.put(node, "value", mean.value());
            return node;
        }

        private static String number(BlockBootstrap.Mean mean) {
            return Double.isNaN(mean.value()) ? "not known" : Words.decimal(mean.value(), 2);
        }

        private void complete(EvidenceDraft draft, BlockBootstrap.Mean mean) {
            Optional<Uncertainty> interval = mean.interval();
            interval.ifPresent(draft::uncertainty);
            RegionEmbeddingTool.complete(draft, model);
        }
    }
}
