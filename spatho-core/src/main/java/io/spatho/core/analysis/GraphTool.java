package io.spatho.core.analysis;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spatho.core.artifact.Artifact;
import io.spatho.core.artifact.Origin;
import io.spatho.core.dataset.Platform;
import io.spatho.core.dataset.SpatialDataset;
import io.spatho.core.evidence.Unit;
import io.spatho.core.graph.ExpressionNeighbours;
import io.spatho.core.graph.FuzzyGraph;
import io.spatho.core.graph.Graph;
import io.spatho.core.graph.SpatialNeighbours;
import io.spatho.core.json.CanonicalJson;
import io.spatho.core.region.RegionSettings;
import io.spatho.core.table.Column;
import io.spatho.core.text.Words;
import io.spatho.core.tool.Tool;
import io.spatho.core.tool.ToolContext;
import io.spatho.core.tool.ToolId;

/** Joins observations that are neighbours in space and in expression; writes {@code analysis/graphs.json}. */
public final class GraphTool implements Tool<GraphTool.Request, GraphTool.Result> {

    private static final String FILE = "analysis/graphs.json";

    /**
     * What to join.
     *
     * @param expression observations with principal components
     * @param expressionNeighbours nearest neighbours in expression
     * @param spatialNeighbours nearest neighbours in space, for cells; spots and bins take their grid
     */
    public record Request(ExpressionTool.Result expression, int expressionNeighbours, int spatialNeighbours) {}

    /**
     * The graphs of the kept observations.
     *
     * @param spatial neighbours in space, weights are micrometres
     * @param spatialKind how they were found
     * @param expression neighbours in expression, weights are memberships between 0 and 1
     * @param spacingUm median length of spatial edges
     */
    public record Result(Graph spatial, String spatialKind, Graph expression, double spacingUm) {}

    @Override
    public ToolId id() {
        return new ToolId("neighbour_graphs", "1.0");
    }

    @Override
    public String purpose() {
        return "Joins observations that are neighbours in space and in expression.";
    }

    @Override
    public JsonNode parameters(Request request) {
        return CanonicalJson.object()
                .put("expression_neighbors", request.expressionNeighbours())
                .put("spatial_neighbors", request.spatialNeighbours());
    }

    @Override
    public Result run(Request request, ToolContext context) {
        SpatialDataset kept = request.expression().kept();
        Platform platform = kept.metadata().platform();
        boolean grid = kept.obs().has("array_row") && kept.obs().has("array_col");
        Graph spatial;
        String kind;
        if (grid && platform == Platform.VISIUM) {
            spatial = SpatialNeighbours.hexagonal(
                    integers(kept, "array_row"), integers(kept, "array_col"), kept.xUm(), kept.yUm());
            kind = "hexagonal grid";
        } else if (grid && platform == Platform.VISIUM_HD) {
            spatial = SpatialNeighbours.square(
                    integers(kept, "array_row"), integers(kept, "array_col"), kept.xUm(), kept.yUm(), true);
            kind = "square grid with corners";
        } else {
            spatial = SpatialNeighbours.nearestGraph(
                    kept.xUm(), kept.yUm(), request.spatialNeighbours(), context.workers());
            kind = request.spatialNeighbours() + " nearest neighbours";
        }
        ExpressionNeighbours.Search search = ExpressionNeighbours.nearest(
                request.expression().pca().scores(), request.expressionNeighbours(), context.seed(), context.workers());
        Graph expression = FuzzyGraph.of(search.neighbours(), context.workers());
        double spacing = RegionSettings.medianEdgeUm(spatial);
        report(context, new Result(spatial, kind, expression, spacing), search);
        return new Result(spatial, kind, expression, spacing);
    }

    private static int[] integers(SpatialDataset kept, String column) {
        if (kept.obs().column(column) instanceof Column.Ints ints) {
            return ints.values();
        }
        double[] values = kept.obs().doubles(column);
        int[] rounded = new int[values.length];
        for (int row = 0; row < values.length; row++) {
            rounded[row] = (int) Math.round(values[row]);
        }
        return rounded;
    }

    private static void report(ToolContext context, Result graphs, ExpressionNeighbours.Search search) {
        ObjectNode node = CanonicalJson.object();
        node.putObject("spatial")
                .put("kind", graphs.spatialKind())
                .put("nodes", graphs.spatial().nodes())
                .put("edges", graphs.spatial().edges())
                .put("median_edge_um", graphs.spacingUm());
        node.putObject("expression")
                .put("edges", graphs.expression().edges())
                .put("exact", search.exact())
                .put("recall", search.recall())
                .put("recall_sample", search.recallSample());
        Artifact artifact = context.store().json(FILE, Origin.MEASURED, node);
        context.evidence(Unit.SLIDE, "slide", "neighbour_graphs")
                .value(node)
                .summary("Neighbouring observations lie " + Words.decimal(graphs.spacingUm(), 1)
                        + " µm apart (median of " + Words.count(graphs.spatial().edges()) + " spatial edges).")
                .restsOn(artifact, "all")
                .measured();
    }
}
