package io.spatho.core.analysis;

import com.fasterxml.jackson.databind.JsonNode;
import io.spatho.core.annotate.CellTypeModel;
import io.spatho.core.annotate.CellTypePrediction;
import io.spatho.core.annotate.ImmuneRefinement;
import io.spatho.core.annotate.MajorityVote;
import io.spatho.core.artifact.Artifact;
import io.spatho.core.artifact.Origin;
import io.spatho.core.cluster.ClusterLabels;
import io.spatho.core.cluster.LeidenClustering;
import io.spatho.core.evidence.QcStatus;
import io.spatho.core.evidence.Uncertainty;
import io.spatho.core.evidence.Unit;
import io.spatho.core.guardrail.Guardrails;
import io.spatho.core.guardrail.Verdict;
import io.spatho.core.json.CanonicalJson;
import io.spatho.core.matrix.CsrMatrix;
import io.spatho.core.preprocess.Normalization;
import io.spatho.core.statistics.WilsonInterval;
import io.spatho.core.text.Words;
import io.spatho.core.tool.Tool;
import io.spatho.core.tool.ToolContext;
import io.spatho.core.tool.ToolId;
import java.util.List;

/**
 * Asks a trained cell type model about the cells that look immune; writes {@code immune_labels} and {@code immune_clusters.parquet} under
 * {@code analysis/}. A cluster with fewer than ten accepted labels gets no sentence. Everything it says is model-derived and stands beside the measured names, never in their place.
 */
public final class ImmuneRefinementTool implements Tool<ImmuneRefinementTool.Request, ImmuneRefinementTool.Result> {

    /** What the model said of each cell. */
    public static final String CELLS = "analysis/immune_labels.parquet";

    /** What it said of each cluster. */
    public static final String CLUSTERS = "analysis/immune_clusters.parquet";

    private static final double SUM = 10_000;
    private static final int FEWEST_GENES = 20;
    private static final int FEWEST_CELLS = 10;

    /**
     * What to refine.
     *
     * @param expression expression of the kept observations
     * @param graphs their graphs
     * @param clusters their clusters
     * @param model the classifier
     * @param minimumShare a majority with a smaller share is called heterogeneous
     */
    public record Request(
            ExpressionTool.Result expression,
            GraphTool.Result graphs,
            ClusterTool.Result clusters,
            CellTypeModel model,
            double minimumShare) {}

    /**
     * How many cells looked immune, and how many labels were accepted.
     *
     * @param candidates cells that look immune
     * @param accepted labels accepted
     */
    public record Result(int candidates, int accepted) {}

    @Override
    public ToolId id() {
        return new ToolId("immune_refinement", "1.0");
    }

    @Override
    public String purpose() {
        return "Asks a trained cell type model about the cells that look immune.";
    }

    @Override
    public JsonNode parameters(Request request) {
        return CanonicalJson.object()
                .put("model", request.model().reference().name())
                .put("model_fingerprint", request.model().reference().fingerprint())
                .put("minimum_share", request.minimumShare())
                .put("normalization", "10,000 a cell, log1p");
    }

    @Override
    public Result run(Request request, ToolContext context) {
        CsrMatrix values = Normalization.toSum(request.expression().kept().counts(), SUM, context.workers())
                .matrix();
        List<String> genes = request.expression().kept().panel().featureNames();
        ImmuneRefinement.Candidates candidates = ImmuneRefinement.candidates(values, genes);
        CellTypePrediction prediction =
                CellTypePrediction.of(request.model(), values.selectRows(candidates.cells()), genes, context.workers());
        boolean trusted = prediction.genes() >= FEWEST_GENES;
        Verdict verdict = context.judge(verdict(prediction, genes.size(), trusted));
        ClusterLabels fine = fineClusters(request, context.seed());
        ClusterLabels clusters = request.clusters().clusters();
        ImmuneLabels labels = ImmuneLabels.of(
                candidates, prediction, trusted, fine.labels(), fine.clusters(), request.minimumShare());
        Artifact cells = context.store()
                .table(
                        CELLS,
                        Origin.MODEL_DERIVED,
                        labels.table(
                                request.expression().kept().cellIds(),
                                clusters.labels(),
                                request.clusters().clusterIds()));
        List<ImmuneCluster> rows =
                ImmuneCluster.of(labels, clusters.labels(), clusters.clusters(), request.minimumShare());
        Artifact table = context.store()
                .table(
                        CLUSTERS,
                        Origin.MODEL_DERIVED,
                        ImmuneCluster.table(rows, request.clusters().clusterIds()));
        whole(request, context, labels, verdict, trusted, cells);
        rows.stream()
                .filter(row -> row.accepted() >= FEWEST_CELLS)
                .forEach(row -> state(request, context, row, verdict, table));
        return new Result(candidates.cells().length, labels.accepted());
    }

    /** Clusters as fine as the vote asks for, over the graph of the run. */
    private static ClusterLabels fineClusters(Request request, long seed) {
        double resolution =
                MajorityVote.resolution(request.graphs().expression().nodes());
        return LeidenClustering.cluster(
                        request.graphs().expression(),
                        LeidenClustering.Options.defaults(seed).withResolution(resolution))
                .partition();
    }

    private static Verdict verdict(CellTypePrediction prediction, int measured, boolean trusted) {
        double share = (double) prediction.genes() / measured;
        double weight = prediction.weightShare();
        String detail = Words.count(prediction.genes()) + " of " + Words.count(measured)
                + " measured genes are known to the cell type model; they carry " + Words.percent(weight)
                + " of its weight." + (trusted ? "" : " That is too little: no label was accepted.");
        double leastGenes = Guardrails.PANEL_COMPATIBILITY.thresholds().get("minimum_share_of_genes_in_vocabulary");
        double leastWeight = Guardrails.PANEL_COMPATIBILITY.thresholds().get("minimum_share_of_classifier_weight");
        return trusted && share >= leastGenes && weight >= leastWeight
                ? Guardrails.PANEL_COMPATIBILITY.pass("cell type model", detail)
                : Guardrails.PANEL_COMPATIBILITY.fail("cell type model", detail);
    }

    private static QcStatus status(Verdict verdict) {
        return verdict.outcome() == Verdict.Outcome.PASS ? QcStatus.PASS : QcStatus.WARN;
    }

    private static String observations(Request request, int number) {
        return Words.count(
                number, request.expression().kept().metadata().platform().observation());
    }

    private static void whole(
            Request request,
            ToolContext context,
            ImmuneLabels labels,
            Verdict verdict,
            boolean trusted,
            Artifact cells) {
        ImmuneRefinement.Candidates candidates = labels.candidates();
        context.evidence(Unit.SLIDE, "slide", "immune_refinement")
                .value(CanonicalJson.object()
                        .put("observations", candidates.scores().length)
                        .put("looking_immune", candidates.cells().length)
                        .put("accepted", labels.accepted())
                        .put("immune_genes_measured", candidates.genes().size())
                        .put("shared_genes", labels.prediction().genes())
                        .put("weight_share", labels.prediction().weightShare())
                        .put("method", "logistic regression, best match"))
                .summary(observations(request, candidates.cells().length) + " of "
                        + Words.count(candidates.scores().length) + " look immune by "
                        + Words.count(candidates.genes().size(), "gene") + "; "
                        + request.model().reference().name() + " gives "
                        + Words.count(labels.accepted()) + " of them an immune label.")
                .restsOn(cells, "all")
                .qc(trusted ? status(verdict) : QcStatus.FAIL)
                .verdict(verdict)
                .modelDerived(request.model().reference());
    }

    private static void state(
            Request request, ToolContext context, ImmuneCluster row, Verdict verdict, Artifact table) {
        String id = request.clusters().clusterIds().get(row.cluster());
        WilsonInterval interval = row.interval();
        context.evidence(Unit.STRUCTURE, id, "immune_label")
                .value(CanonicalJson.object()
                        .put("cluster_id", id)
                        .put("label", row.label())
                        .put("probability", row.probability())
                        .put("share", row.share())
                        .put("n_accepted", row.accepted())
                        .put("n_immune", row.immune())
                        .put("n_cells", row.cells()))
                .uncertainty(new Uncertainty(
                        interval.lower(), interval.upper(), WilsonInterval.LEVEL, "Wilson interval of the share"))
                .summary("Of the " + observations(request, row.accepted()) + " of cluster " + id
                        + " with an accepted immune label, " + Words.percent(row.share()) + " are "
                        + (row.label().equals(MajorityVote.HETEROGENEOUS) ? "of the commonest type" : row.label())
                        + " to " + request.model().reference().name() + " (mean probability "
                        + Words.decimal(row.probability(), 2) + ").")
                .restsOn(table, "cluster_id = " + id)
                .qc(status(verdict))
                .verdict(verdict)
                .modelDerived(request.model().reference());
    }
}
