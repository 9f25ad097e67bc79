package io.spatho.core.analysis;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spatho.core.artifact.Artifact;
import io.spatho.core.artifact.Origin;
import io.spatho.core.dataset.SpatialDataset;
import io.spatho.core.error.InputException;
import io.spatho.core.error.Problem;
import io.spatho.core.evidence.QcStatus;
import io.spatho.core.evidence.Uncertainty;
import io.spatho.core.evidence.Unit;
import io.spatho.core.graph.ExpressionNeighbours;
import io.spatho.core.graph.FuzzyGraph;
import io.spatho.core.graph.Graph;
import io.spatho.core.graph.Libraries;
import io.spatho.core.graph.SpatialGraphSettings;
import io.spatho.core.json.CanonicalJson;
import io.spatho.core.matrix.DenseMatrix;
import io.spatho.core.statistics.WilsonInterval;
import io.spatho.core.table.Column;
import io.spatho.core.text.Words;
import io.spatho.core.tool.Tool;
import io.spatho.core.tool.ToolContext;
import io.spatho.core.tool.ToolId;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** Joins observations that are neighbours in space and in expression; writes {@code analysis/graphs.json}. */
public final class GraphTool implements Tool<GraphTool.Request, GraphTool.Result> {

    private static final String FILE = "analysis/graphs.json";

    /** The column that is the library key when none is named. */
    private static final String DEFAULT_KEY = "library_id";

    private static final double LOW_RECALL = 0.9;

    /** How neighbours in expression are searched for. */
    public enum NeighbourSearch {
        /** Exact up to {@value ExpressionNeighbours#EXACT_LIMIT} observations, by small-world graph beyond. */
        AUTO,
        /** All pairs are compared. */
        EXACT,
        /** A hierarchical navigable small-world graph is asked; its recall is measured. */
        HNSW;

        /** The name used in options and files. */
        public String id() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * What to join.
     *
     * @param expression observations with principal components
     * @param expressionNeighbours nearest neighbours in expression
     * @param search how they are searched for
     * @param spatial how observations are joined in space
     * @param libraryKey the column that names the library (slide) of an observation; when absent, {@code library_id} where there is one
     */
    public record Request(
            ExpressionTool.Result expression,
            int expressionNeighbours,
            NeighbourSearch search,
            SpatialGraphSettings spatial,
            Optional<String> libraryKey) {}

    /**
     * The graphs of the kept observations.
     *
     * @param spatial neighbours in space within a library, weights are micrometres
     * @param spatialKind how they were found
     * @param expression neighbours in expression, weights are memberships between 0 and 1
     * @param spacingUm median distance of adjacent observations
     * @param libraries the library of each observation
     */
    public record Result(Graph spatial, String spatialKind, Graph expression, double spacingUm, Libraries libraries) {}

    @Override
    public ToolId id() {
        return new ToolId("neighbour_graphs", "2.0");
    }

    @Override
    public String purpose() {
        return "Joins observations that are neighbours in space and in expression.";
    }

    @Override
    public JsonNode parameters(Request request) {
        ObjectNode node = CanonicalJson.object()
                .put("expression_neighbors", request.expressionNeighbours())
                .put("neighbor_search", request.search().id())
                .put("spatial_graph", request.spatial().kind().id())
                .put("spatial_neighbors", request.spatial().neighbours())
                .put("rings", request.spatial().rings())
                .put("grid_corners", request.spatial().corners());
        request.spatial().radiusUm().ifPresent(radius -> node.put("radius_um", radius));
        request.libraryKey().ifPresent(key -> node.put("library_key", key));
        return node;
    }

    @Override
    public Result run(Request request, ToolContext context) {
        SpatialDataset kept = request.expression().kept();
        Libraries libraries = libraries(kept, request.libraryKey());
        SpatialGraph spatial = SpatialGraph.of(kept, libraries, request.spatial(), context.workers());
        ExpressionNeighbours.Search search = search(request, context);
        Graph expression = FuzzyGraph.of(search.neighbours(), context.workers());
        Result result = new Result(spatial.graph(), spatial.kind(), expression, spatial.spacingUm(), libraries);
        report(context, result, search);
        return result;
    }

    private static ExpressionNeighbours.Search search(Request request, ToolContext context) {
        DenseMatrix points = request.expression().pca().scores();
        int k = request.expressionNeighbours();
        return switch (request.search()) {
            case AUTO -> ExpressionNeighbours.nearest(points, k, context.seed(), context.workers());
            case EXACT ->
                new ExpressionNeighbours.Search(ExpressionNeighbours.exact(points, k, context.workers()), true, 1, 0);
            case HNSW -> ExpressionNeighbours.approximate(points, k, context.seed(), context.workers());
        };
    }

    private static Libraries libraries(SpatialDataset kept, Optional<String> key) {
        String column = key.orElse(DEFAULT_KEY);
        if (!kept.obs().has(column)) {
            if (key.isPresent()) {
                throw new InputException(Problem.of("there is no such column of observations")
                        .at("library key " + column)
                        .expected("one of " + String.join(", ", kept.obs().names()), column));
            }
            return Libraries.single(kept.size());
        }
        return Libraries.of(texts(kept.obs().column(column), kept.size()));
    }

    private static String[] texts(Column column, int rows) {
        String[] texts = new String[rows];
        Arrays.setAll(texts, row -> column.text(row));
        return texts;
    }

    private static void report(ToolContext context, Result graphs, ExpressionNeighbours.Search search) {
        ObjectNode node = CanonicalJson.object();
        node.putObject("spatial")
                .put("kind", graphs.spatialKind())
                .put("nodes", graphs.spatial().nodes())
                .put("edges", graphs.spatial().edges())
                .put("isolated", isolated(graphs.spatial()))
                .put("libraries", graphs.libraries().size())
                .put("median_edge_um", graphs.spacingUm());
        node.putObject("expression")
                .put("edges", graphs.expression().edges())
                .put("neighbors", search.neighbours().k())
                .put("exact", search.exact())
                .put("recall", search.recall())
                .put("recall_sample", search.recallSample());
        Artifact artifact = context.store().json(FILE, Origin.MEASURED, node);
        context.evidence(Unit.SLIDE, "slide", "neighbour_graphs")
                .value(node)
                .summary("Neighbouring observations lie " + Words.decimal(graphs.spacingUm(), 1)
                        + " µm apart (median); the spatial graph (" + graphs.spatialKind() + ") has "
                        + Words.count(graphs.spatial().edges()) + " edges.")
                .restsOn(artifact, "all")
                .measured();
        if (!search.exact()) {
            reportRecall(context, artifact, search);
        }
    }

    /** One searched point is one trial, whose share of found neighbours counts as success: wider than the truth. */
    private static void reportRecall(ToolContext context, Artifact artifact, ExpressionNeighbours.Search search) {
        WilsonInterval interval = WilsonInterval.of(search.recall() * search.recallSample(), search.recallSample());
        context.evidence(Unit.SLIDE, "slide", "neighbour_search_recall")
                .value(CanonicalJson.object()
                        .put("recall", search.recall())
                        .put("n", search.recallSample())
                        .put("unit", "observations searched exactly as well")
                        .put("neighbors", search.neighbours().k())
                        .put("method", "hierarchical navigable small-world graph"))
                .uncertainty(new Uncertainty(
                        interval.lower(), interval.upper(), WilsonInterval.LEVEL, "Wilson score over observations"))
                .summary("The approximate search found " + Words.percent(search.recall())
                        + " of the true nearest neighbours in expression (n = " + Words.count(search.recallSample())
                        + ").")
                .restsOn(artifact, "expression")
                .qc(search.recall() >= LOW_RECALL ? QcStatus.PASS : QcStatus.WARN)
                .measured();
    }

    private static int isolated(Graph graph) {
        int found = 0;
        for (int node = 0; node < graph.nodes(); node++) {
            found += graph.degree(node) == 0 ? 1 : 0;
        }
        return found;
    }
}
