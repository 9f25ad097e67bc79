package io.spatho.core.analysis;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spatho.core.artifact.Artifact;
import io.spatho.core.artifact.Origin;
import io.spatho.core.dataset.SpatialDataset;
import io.spatho.core.evidence.Unit;
import io.spatho.core.json.CanonicalJson;
import io.spatho.core.matrix.CsrMatrix;
import io.spatho.core.preprocess.GeneChoice;
import io.spatho.core.preprocess.GeneVariability;
import io.spatho.core.preprocess.HighlyVariableGenes;
import io.spatho.core.preprocess.Normalization;
import io.spatho.core.preprocess.NormalizedCounts;
import io.spatho.core.preprocess.Pca;
import io.spatho.core.preprocess.PrincipalComponents;
import io.spatho.core.preprocess.StandardisedExpression;
import io.spatho.core.qc.GeneMetrics;
import io.spatho.core.table.Column;
import io.spatho.core.table.Table;
import io.spatho.core.text.Words;
import io.spatho.core.tool.Tool;
import io.spatho.core.tool.ToolContext;
import io.spatho.core.tool.ToolId;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalDouble;

/** Normalises counts, chooses variable genes and finds principal components; writes {@code analysis/genes.parquet}. */
public final class ExpressionTool implements Tool<ExpressionTool.Request, ExpressionTool.Result> {

    private static final String FILE = "analysis/genes.parquet";

    /**
     * What to compute.
     *
     * @param quality judged observations
     * @param genes how genes are chosen
     * @param components the number of components wanted
     * @param method how components are found, or by the number of genes
     * @param scaling the largest magnitude of a gene scaled to unit variance, for components; absent: genes are not scaled
     */
    public record Request(
            QualityTool.Result quality,
            GeneChoice genes,
            int components,
            Optional<Pca.Method> method,
            OptionalDouble scaling) {}

    /**
     * Expression of the kept observations.
     *
     * @param kept the observations
     * @param normalized log-normalised counts, kept observations x all genes
     * @param variability the genes that vary
     * @param pca principal components over the variable genes
     */
    public record Result(SpatialDataset kept, NormalizedCounts normalized, GeneVariability variability, Pca pca) {}

    @Override
    public ToolId id() {
        return new ToolId("expression_components", "2.0");
    }

    @Override
    public String purpose() {
        return "Normalises counts, chooses variable genes and finds principal components.";
    }

    @Override
    public JsonNode parameters(Request request) {
        GeneChoice genes = request.genes();
        ObjectNode node = CanonicalJson.object()
                .put("components", request.components())
                .put("normalization", "median total, log1p")
                .put("variable_genes_flavor", genes.flavour().id())
                .put(
                        "variable_genes",
                        genes.top().isPresent()
                                ? Integer.toString(genes.top().getAsInt())
                                : "all expressed below " + HighlyVariableGenes.SMALL_PANEL + " genes, else "
                                        + HighlyVariableGenes.DEFAULT_TOP);
        request.method().ifPresent(method -> node.put("pca", method.id()));
        request.scaling().ifPresent(limit -> node.put("scale_max", limit));
        return node;
    }

    @Override
    public Result run(Request request, ToolContext context) {
        SpatialDataset kept = request.quality().kept();
        NormalizedCounts normalized = Normalization.toMedian(kept.counts(), context.workers());
        GeneVariability variability = request.genes().of(kept.counts(), normalized.matrix(), context.workers());
        CsrMatrix chosen = variability.selected().length == kept.panel().size()
                ? normalized.matrix()
                : normalized.matrix().selectColumns(variability.selected());
        if (request.scaling().isPresent()) {
            chosen = StandardisedExpression.clipped(chosen, request.scaling().getAsDouble(), context.workers());
        }
        PrincipalComponents.Options options =
                new PrincipalComponents.Options(request.components(), false, context.seed());
        Pca pca = request.method().isPresent()
                ? PrincipalComponents.fit(chosen, options, request.method().get(), context.workers())
                : PrincipalComponents.fit(chosen, options, context.workers());
        Artifact artifact = context.store().table(FILE, Origin.MEASURED, table(request, variability));
        double explained = Arrays.stream(pca.varianceRatios()).sum();
        context.evidence(Unit.SLIDE, "slide", "expression_components")
                .value(CanonicalJson.object()
                        .put("components", pca.components())
                        .put("variable_genes", variability.selected().length)
                        .put("flavor", request.genes().flavour().id())
                        .put("explained_variance", explained)
                        .put("method", pca.method().id())
                        .put("residual", pca.residual()))
                .summary(pca.components() + " principal components of " + Words.count(variability.selected().length)
                        + " genes hold " + Words.percent(explained) + " of the variance of expression.")
                .restsOn(artifact, "highly_variable = true")
                .measured();
        return new Result(kept, normalized, variability, pca);
    }

    private static Table table(Request request, GeneVariability variability) {
        SpatialDataset kept = request.quality().kept();
        GeneMetrics metrics = request.quality().qc().genes();
        boolean[] chosen = new boolean[kept.panel().size()];
        for (int gene : variability.selected()) {
            chosen[gene] = true;
        }
        return Table.ofRows(kept.panel().size())
                .with("gene", new Column.Strings(kept.panel().featureNames().toArray(String[]::new)))
                .with("feature_id", new Column.Strings(kept.panel().featureIds().toArray(String[]::new)))
                .with("n_cells", new Column.Ints(metrics.cells()))
                .with("mean_counts", new Column.Doubles(metrics.meanCounts()))
                .with("normalized_dispersion", new Column.Doubles(variability.normalizedDispersions()))
                .with("highly_variable", new Column.Booleans(chosen));
    }
}
