package io.spatho.core.cohort;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spatho.core.analysis.CellEmbedding;
import io.spatho.core.artifact.Artifact;
import io.spatho.core.artifact.Origin;
import io.spatho.core.dataset.SpatialDataset;
import io.spatho.core.evidence.ModelReference;
import io.spatho.core.evidence.Unit;
import io.spatho.core.guardrail.Guardrails;
import io.spatho.core.guardrail.Verdict;
import io.spatho.core.json.CanonicalJson;
import io.spatho.core.matrix.CsrMatrix;
import io.spatho.core.matrix.DenseMatrix;
import io.spatho.core.preprocess.Normalization;
import io.spatho.core.preprocess.PooledComponents;
import io.spatho.core.text.Words;
import io.spatho.core.tool.Tool;
import io.spatho.core.tool.ToolContext;
import io.spatho.core.tool.ToolId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Reads the cases of a cohort one after the other and gives every observation a vector that means the same in all of them: the vector
 * of one and the same model, or its scores on the principal components of the shared genes. Writes {@code cohort/cases.parquet}.
 *
 * <p>Memory: one case, and vectors and labels of all; for components the covariance of at most 2,000 genes. Cost: for components each
 * case is read three times.
 */
public final class ReadCohortTool implements Tool<ReadCohortTool.Request, ReadCohortTool.Result> {

    /** The table of cases. */
    public static final String FILE = "cohort/cases.parquet";

    /** The name of the model's vectors in a case. */
    public static final String MODEL_VECTORS = "X_stgpt";

    /**
     * What to read.
     *
     * @param members the cases
     * @param panel their shared genes
     * @param model the model whose vectors all cases hold and that are to be used; empty for principal components
     * @param components principal components at most
     */
    public record Request(
            List<CohortMember> members, SharedPanel panel, Optional<ModelReference> model, int components) {

        public Request {
            members = List.copyOf(members);
        }
    }

    /**
     * Observations and vectors.
     *
     * @param cells the observations that take part
     * @param embedding their vectors
     */
    public record Result(CohortCells cells, CellEmbedding embedding) {}

    @Override
    public ToolId id() {
        return new ToolId("read_cohort", "1.0");
    }

    @Override
    public String purpose() {
        return "Reads several cases and gives their observations vectors that can be compared.";
    }

    @Override
    public JsonNode parameters(Request request) {
        ObjectNode node = CanonicalJson.object();
        node.put(
                        "cases",
                        String.join(
                                ",",
                                request.members().stream()
                                        .map(CohortMember::name)
                                        .toList()))
                .put(
                        "protocols",
                        String.join(
                                ",",
                                request.members().stream()
                                        .map(CohortMember::protocol)
                                        .toList()))
                .put("shared_genes", request.panel().genes().size())
                .put("matched_by", request.panel().byIds() ? "ids" : "names")
                .put("vectors", request.model().isPresent() ? "stgpt" : "pca")
                .put("components", request.components());
        request.model().ifPresent(model -> node.put("model_fingerprint", model.fingerprint()));
        return node;
    }

    @Override
    public Result run(Request request, ToolContext context) {
        List<CohortMember> members = request.members();
        CohortBuilder builder = new CohortBuilder();
        SharedGenes genes = new SharedGenes(request.panel().genes().size(), members.size());
        List<int[]> kept = new ArrayList<>();
        List<DenseMatrix> vectors = new ArrayList<>();
        for (int number = 0; number < members.size(); number++) {
            CohortMember member = members.get(number);
            context.progress().note("reading case " + (number + 1) + " of " + members.size());
            SpatialDataset dataset = member.reader().apply(context.workers());
            int[] rows = CaseRows.kept(member.name(), dataset, request.model().isPresent(), context.workers());
            SpatialDataset chosen = dataset.select(rows);
            CsrMatrix counts = request.panel().select(number, chosen.counts());
            builder.add(facts(member, dataset, counts), chosen, context.workers());
            genes.add(counts, context.workers());
            kept.add(rows);
            if (request.model().isPresent()) {
                vectors.add(chosen.obsm().get(MODEL_VECTORS));
            }
        }
        CohortCells cells = builder.build();
        String basis = "stgpt";
        if (request.model().isEmpty()) {
            basis = "pca";
            vectors = components(request, kept, genes, context);
        }
        Result result =
                new Result(cells, new CellEmbedding(basis, DenseMatrix.stacked(vectors), request.model(), false));
        state(request, result, context);
        return result;
    }

    private static CohortCells.CaseFacts facts(CohortMember member, SpatialDataset dataset, CsrMatrix counts) {
        double[] totals = new double[counts.rows()];
        double[] detected = new double[counts.rows()];
        for (int row = 0; row < totals.length; row++) {
            totals[row] = counts.rowSum(row);
            detected[row] = counts.end(row) - counts.start(row);
        }
        return new CohortCells.CaseFacts(
                member.name(),
                member.protocol(),
                dataset.metadata().platform().id(),
                dataset.size(),
                counts.rows(),
                member.panel().size(),
                median(totals),
                median(detected));
    }

    private static double median(double[] values) {
        Arrays.sort(values);
        return (values[(values.length - 1) / 2] + values[values.length / 2]) / 2;
    }

    /** Scores on the components of all cases: a second reading for the covariance, a third for the scores. */
    private static List<DenseMatrix> components(
            Request request, List<int[]> kept, SharedGenes genes, ToolContext context) {
        int[] selected = genes.selected();
        PooledComponents pool = new PooledComponents(selected.length);
        for (int number = 0; number < kept.size(); number++) {
            pool.add(expression(request, number, kept, genes, context), context.workers());
        }
        PooledComponents.Axes axes = pool.axes(request.components(), context.seed(), context.workers());
        List<DenseMatrix> scores = new ArrayList<>();
        for (int number = 0; number < kept.size(); number++) {
            CsrMatrix expression = expression(request, number, kept, genes, context);
            scores.add(axes.project(expression, context.workers()));
        }
        return scores;
    }

    private static CsrMatrix expression(
            Request request, int number, List<int[]> kept, SharedGenes genes, ToolContext context) {
        CsrMatrix all =
                request.members().get(number).reader().apply(context.workers()).counts();
        CsrMatrix counts = request.panel().select(number, all.selectRows(kept.get(number)));
        return Normalization.toSum(counts, genes.targetSum(), context.workers())
                .matrix()
                .selectColumns(genes.selected());
    }

    private static void state(Request request, Result result, ToolContext context) {
        CohortCells cells = result.cells();
        SharedPanel panel = request.panel();
        Artifact table = context.store().table(FILE, Origin.MEASURED, CohortTables.cases(cells));
        String detail = Words.count(panel.genes().size()) + " genes are shared: " + Words.percent(panel.overlap())
                + " of the smallest panel, " + Words.count(panel.union()) + " in all (matched by "
                + (panel.byIds() ? "ids" : "names") + ").";
        double usual = Guardrails.PANEL_COMPATIBILITY.thresholds().get("minimum_share_of_genes_in_vocabulary");
        Verdict verdict = context.judge(
                panel.overlap() >= usual
                        ? Guardrails.PANEL_COMPATIBILITY.pass("cohort", detail)
                        : Guardrails.PANEL_COMPATIBILITY.fail("cohort", detail));
        ObjectNode value = CanonicalJson.object();
        value.put("cases", cells.cases().size())
                .put("observations", cells.size())
                .put("shared_genes", panel.genes().size())
                .put("smallest_panel", panel.smallest())
                .put("vectors", result.embedding().name())
                .put("dimensions", result.embedding().vectors().columns());
        context.evidence(Unit.SLIDE, "cohort", "cohort")
                .value(value)
                .summary(Words.count(cells.cases().size(), "case") + " with " + Words.count(cells.size(), "observation")
                        + " that passed quality control. " + detail)
                .restsOn(table, "all")
                .verdict(verdict)
                .measured();
        for (CohortCells.CaseFacts facts : cells.cases()) {
            context.evidence(Unit.SLIDE, facts.name(), "cohort_case")
                    .value(CanonicalJson.object()
                            .put("observations", facts.observations())
                            .put("kept", facts.kept())
                            .put("median_counts_in_shared_genes", facts.medianCounts()))
                    .summary(facts.name() + ": " + Words.count(facts.kept()) + " of "
                            + Words.count(facts.observations()) + " observations take part ("
                            + facts.platform() + (facts.protocol().isEmpty() ? "" : ", " + facts.protocol()) + ").")
                    .restsOn(table, "case = " + facts.name())
                    .measured();
        }
    }
}
