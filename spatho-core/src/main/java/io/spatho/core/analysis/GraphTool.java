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
import io.spatho.core.graph.LaidOut;
import io.spatho.core.graph.Libraries;
import io.spatho.core.graph.SpatialGraphSettings;
import io.spatho.core.json.CanonicalJson;
import io.spatho.core.matrix.DenseMatrix;
import io.spatho.core.spatial.SpatialBlocks;
import io.spatho.core.statistics.WilsonInterval;
import io.spatho.core.table.Column;
import io.spatho.core.text.Words;
import io.spatho.core.tool.Tool;
import io.spatho.core.tool.ToolContext;
import io.spatho.core.tool.ToolId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
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
        /** Exact up to {@value ExpressionNeighbours#EXACT_LIMIT} observations, on lists beyond. */
        AUTO,
        /** All pairs are compared. */
        EXACT,
        /** Lists around centres are looked through; the recall is measured. */
        LISTS;

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
     * @param expressionWithinLibraries whether neighbours in expression are of the same library too. By default they may be of any, so that
     *     a kind of cell is one cluster on all slides; within libraries, what differs between slides is not mixed, and clusters of
     *     different slides are not joined
     */
    public record Request(
            ExpressionTool.Result expression,
            int expressionNeighbours,
            NeighbourSearch search,
            SpatialGraphSettings spatial,
            Optional<String> libraryKey,
            boolean expressionWithinLibraries) {}

    /** The graph of neighbours in expression, and how they were found. */
    private record Found(Graph graph, int neighbours, boolean exact, double recall, int recallSample) {}

    /**
     * The graphs of the kept observations.
     *
     * @param spatial neighbours in space within a library, weights are micrometres
     * @param spatialKind how they were found
     * @param expression neighbours in expression, weights are memberships between 0 and 1
     * @param spacingUm median distance of adjacent observations
     * @param libraries the library of each observation
     */
    public record Result(Graph spatial, String spatialKind, Graph expression, double spacingUm, Libraries libraries) {

        /** The positions of the kept observations, libraries beside each other. */
        LaidOut laidOut(SpatialDataset kept) {
            return LaidOut.of(kept.xUm(), kept.yUm(), libraries);
        }

        /** Blocks of tissue, none of which spans two libraries' places, that intervals leave out or draw. */
        SpatialBlocks blocks(SpatialDataset kept, int most) {
            LaidOut positions = laidOut(kept);
            return SpatialBlocks.of(positions.x(), positions.y(), most);
        }
    }

    @Override
    public ToolId id() {
        return new ToolId("neighbour_graphs", "2.1");
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
                .put("expression_within_libraries", request.expressionWithinLibraries())
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
        Found found = expression(request, libraries, context);
        Result result = new Result(spatial.graph(), spatial.kind(), found.graph(), spatial.spacingUm(), libraries);
        report(context, result, found, request.expressionWithinLibraries());
        return result;
    }

    /** One graph over all observations, or one for each library; the recall of several searches is that of their samples together. */
    private static Found expression(Request request, Libraries libraries, ToolContext context) {
        DenseMatrix scores = request.expression().pca().scores();
        List<ExpressionNeighbours.Search> searches = new ArrayList<>();
        Libraries groups = request.expressionWithinLibraries() ? libraries : Libraries.single(scores.rows());
        Graph graph = groups.joined(rows -> {
            DenseMatrix points = rows.length == scores.rows() ? scores : scores.selectRows(rows);
            ExpressionNeighbours.Search search = search(request, points, context);
            searches.add(search);
            return FuzzyGraph.of(search.neighbours(), context.workers());
        });
        int sample = searches.stream()
                .mapToInt(ExpressionNeighbours.Search::recallSample)
                .sum();
        double hits = searches.stream()
                .mapToDouble(search -> search.recall() * search.recallSample())
                .sum();
        int most = searches.stream()
                .mapToInt(search -> search.neighbours().k())
                .max()
                .orElse(0);
        return new Found(graph, most, sample == 0, sample == 0 ? 1 : hits / sample, sample);
    }

    private static ExpressionNeighbours.Search search(Request request, DenseMatrix points, ToolContext context) {
        int k = request.expressionNeighbours();
        return switch (request.search()) {
            case AUTO -> ExpressionNeighbours.nearest(points, k, context.seed(), context.workers());
            case EXACT ->
                new ExpressionNeighbours.Search(ExpressionNeighbours.exact(points, k, context.workers()), true, 1, 0);
            case LISTS -> ExpressionNeighbours.approximate(points, k, context.seed(), context.workers());
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

    private static void report(ToolContext context, Result graphs, Found search, boolean withinLibraries) {
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
                .put("neighbors", search.neighbours())
                .put("within_libraries", withinLibraries)
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
    private static void reportRecall(ToolContext context, Artifact artifact, Found search) {
        WilsonInterval interval = WilsonInterval.of(search.recall() * search.recallSample(), search.recallSample());
        context.evidence(Unit.SLIDE, "slide", "neighbour_search_recall")
                .value(CanonicalJson.object()
                        .put("recall", search.recall())
                        .put("n", search.recallSample())
                        .put("unit", "observations searched exactly as well")
                        .put("neighbors", search.neighbours())
                        .put("method", "lists around centres (inverted file)"))
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
