package io.spatho.cli;

import io.spatho.core.analysis.AnnotationTool;
import io.spatho.core.analysis.CaseTool;
import io.spatho.core.analysis.ClusterTool;
import io.spatho.core.analysis.ExpressionTool;
import io.spatho.core.analysis.GraphTool;
import io.spatho.core.analysis.QualityTool;
import io.spatho.core.analysis.RegionTool;
import io.spatho.core.dataset.SpatialDataset;
import io.spatho.core.region.DrawnRegions;
import io.spatho.core.tool.RunPlan;
import io.spatho.core.tool.RunPlan.Results;
import io.spatho.core.tool.RunPlan.Step;
import io.spatho.core.tool.ToolRegistry;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The measured steps that every study of a model stands on, as in a run: quality control to regions. */
final class StudyPlan {

    private final PreparedCase prepared;
    private final RunOptions options;
    private final ToolRegistry tools;
    private final RunPlan plan = new RunPlan();
    private final Step<QualityTool.Result> quality;
    private final Step<ExpressionTool.Result> expression;
    private final Step<GraphTool.Result> graphs;
    private final Step<ClusterTool.Result> clusters;
    private final Step<AnnotationTool.Result> annotation;
    private final Step<RegionTool.Result> regions;

    StudyPlan(PreparedCase prepared, ToolRegistry tools) {
        this.prepared = prepared;
        this.options = prepared.settings().options();
        this.tools = tools;
        this.quality = quality();
        this.expression = plan.add(
                "normalise and find components",
                tools.get(ExpressionTool.class),
                List.of(quality),
                results -> new ExpressionTool.Request(results.of(quality), options.components));
        this.graphs = plan.add(
                "join neighbours",
                tools.get(GraphTool.class),
                List.of(expression),
                results -> new GraphTool.Request(results.of(expression), options.neighbors, options.spatialNeighbors));
        this.clusters = clusters();
        this.annotation = plan.add(
                "markers and names",
                tools.get(AnnotationTool.class),
                List.of(quality, expression, clusters),
                results -> new AnnotationTool.Request(
                        results.of(quality),
                        results.of(expression),
                        results.of(clusters),
                        prepared.panel(),
                        options.annotation.test()));
        this.regions = regions();
    }

    private Step<QualityTool.Result> quality() {
        Step<SpatialDataset> read = plan.add(
                "read case",
                tools.get(CaseTool.class),
                List.of(),
                results -> new CaseTool.Request(
                        prepared.dataset(), prepared.drawn().map(DrawnRegions::regions)));
        return plan.add(
                "quality control",
                tools.get(QualityTool.class),
                List.of(read),
                results -> new QualityTool.Request(
                        results.of(read), prepared.settings().thresholds(results.of(read))));
    }

    private Step<ClusterTool.Result> clusters() {
        return plan.add(
                "cluster",
                tools.get(ClusterTool.class),
                List.of(expression, graphs),
                results -> new ClusterTool.Request(
                        results.of(expression),
                        results.of(graphs),
                        options.resolution,
                        prepared.settings().domains(prepared.dataset())));
    }

    private Step<RegionTool.Result> regions() {
        return plan.add(
                "regions",
                tools.get(RegionTool.class),
                List.of(quality, graphs, clusters, annotation),
                results -> new RegionTool.Request(
                        kept(results),
                        results.of(graphs),
                        results.of(clusters),
                        results.of(annotation),
                        prepared.drawn(),
                        options.minRegionCells));
    }

    /** The plan, to which a study adds its step. */
    RunPlan plan() {
        return plan;
    }

    /** All measured steps. */
    List<Step<?>> measured() {
        return new ArrayList<>(List.of(quality, expression, graphs, clusters, annotation, regions));
    }

    SpatialDataset kept(Results results) {
        return results.of(quality).kept();
    }

    ExpressionTool.Result expression(Results results) {
        return results.of(expression);
    }

    GraphTool.Result graphs(Results results) {
        return results.of(graphs);
    }

    RegionTool.Result regions(Results results) {
        return results.of(regions);
    }

    /** The expression cluster of each observation. */
    String[] clusterIds(Results results) {
        List<String> ids = results.of(clusters).clusterIds();
        return Arrays.stream(results.of(clusters).clusters().labels())
                .mapToObj(ids::get)
                .toArray(String[]::new);
    }

    /** The structure of each observation. */
    String[] structures(Results results) {
        return Arrays.stream(results.of(clusters).domains().labels())
                .mapToObj(domain ->
                        results.of(annotation).structures().get(domain).label())
                .toArray(String[]::new);
    }
}
