package io.spatho.cli;

import io.spatho.core.analysis.AnnotationTool;
import io.spatho.core.analysis.CaseTool;
import io.spatho.core.analysis.CellEmbedding;
import io.spatho.core.analysis.ClusterTool;
import io.spatho.core.analysis.ExpressionTool;
import io.spatho.core.analysis.GraphTool;
import io.spatho.core.analysis.ImmuneRefinementTool;
import io.spatho.core.analysis.QualityTool;
import io.spatho.core.analysis.RegionTool;
import io.spatho.core.dataset.SpatialDataset;
import io.spatho.core.plan.PlanReasons;
import io.spatho.core.region.DrawnRegions;
import io.spatho.core.tool.RunPlan;
import io.spatho.core.tool.RunPlan.Results;
import io.spatho.core.tool.RunPlan.Step;
import io.spatho.core.tool.ToolRegistry;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The measured steps that runs, analyses and studies of models share, from the case to its regions. A stage adds its steps to the
 * plan, in this order; the handles of a stage that was not added are absent.
 */
final class MeasuredSteps {

    private final RunPlan plan;
    private final PreparedCase prepared;
    private final RunOptions options;
    private final ToolRegistry tools;
    private final Step<QualityTool.Result> quality;
    private Optional<Step<ExpressionTool.Result>> expression = Optional.empty();
    private Optional<Step<GraphTool.Result>> graphs = Optional.empty();
    private Optional<Step<ClusterTool.Result>> clusters = Optional.empty();
    private Optional<Step<AnnotationTool.Result>> annotation = Optional.empty();
    private Optional<Step<RegionTool.Result>> regions = Optional.empty();
    private final PlanReasons reasons = new PlanReasons();

    /** Adds reading and quality control. */
    MeasuredSteps(RunPlan plan, PreparedCase prepared, ToolRegistry tools) {
        this.plan = plan;
        this.prepared = prepared;
        this.options = prepared.settings().options();
        this.tools = tools;
        Step<SpatialDataset> read = plan.add(
                "read case",
                tools.get(CaseTool.class),
                List.of(),
                results -> new CaseTool.Request(
                        prepared.dataset(), prepared.drawn().map(DrawnRegions::regions)));
        this.quality = plan.add(
                "quality control",
                tools.get(QualityTool.class),
                List.of(read),
                results -> new QualityTool.Request(
                        results.of(read), prepared.settings().thresholds(results.of(read))));
    }

    /** Adds everything that regions rest on, and the regions. */
    MeasuredSteps all() {
        cluster();
        annotate();
        findRegions();
        return this;
    }

    /** Adds components, neighbours, clusters and structures. */
    void cluster() {
        AnalysisSettings settings = prepared.settings().analysis();
        Step<ExpressionTool.Result> found = plan.add(
                "normalise and find components",
                tools.get(ExpressionTool.class),
                List.of(quality),
                results -> settings.expression(results.of(quality), options.components));
        Step<GraphTool.Result> joined = plan.add(
                "join neighbours",
                tools.get(GraphTool.class),
                List.of(found),
                results -> settings.graphs(results.of(found), options.neighbors, options.spatialNeighbors));
        expression = Optional.of(found);
        graphs = Optional.of(joined);
        clusters = Optional.of(plan.add(
                "cluster",
                tools.get(ClusterTool.class),
                List.of(found, joined),
                results -> new ClusterTool.Request(
                        results.of(found),
                        results.of(joined),
                        settings.clusters(options.resolution),
                        prepared.settings().domains(prepared.dataset()))));
    }

    /** Adds markers and names of the clusters, and a model's names for immune cells where one was given. */
    void annotate() {
        annotation = Optional.of(plan.add(
                "markers and names",
                tools.get(AnnotationTool.class),
                List.of(quality, expression(), clusters()),
                results -> new AnnotationTool.Request(
                        results.of(quality),
                        results.of(expression()),
                        results.of(clusters()),
                        prepared.panel(),
                        options.annotation.test())));
        if (prepared.cellTypes().isEmpty()) {
            reasons.leaveOut(
                    tools.get(ImmuneRefinementTool.class), "No cell type model was given.", "--celltypist FILE");
        }
        prepared.cellTypes()
                .ifPresent(model -> plan.add(
                        "immune cell types",
                        tools.get(ImmuneRefinementTool.class),
                        List.of(expression(), graphs(), clusters()),
                        results -> new ImmuneRefinementTool.Request(
                                results.of(expression()),
                                results.of(graphs()),
                                results.of(clusters()),
                                model,
                                options.annotation.minimumShare)));
    }

    /** Adds the regions. */
    void findRegions() {
        regions = Optional.of(plan.add(
                "regions",
                tools.get(RegionTool.class),
                List.of(quality, graphs(), clusters(), annotation()),
                results -> new RegionTool.Request(
                        kept(results),
                        results.of(graphs()),
                        results.of(clusters()),
                        results.of(annotation()),
                        prepared.drawn(),
                        options.minRegionCells)));
    }

    /** Why tools are not among the steps. */
    PlanReasons reasons() {
        return reasons;
    }

    /** The plan, to which others add their steps. */
    RunPlan plan() {
        return plan;
    }

    Step<QualityTool.Result> quality() {
        return quality;
    }

    Step<ExpressionTool.Result> expression() {
        return expression.orElseThrow();
    }

    Step<GraphTool.Result> graphs() {
        return graphs.orElseThrow();
    }

    Step<ClusterTool.Result> clusters() {
        return clusters.orElseThrow();
    }

    Step<AnnotationTool.Result> annotation() {
        return annotation.orElseThrow();
    }

    Step<RegionTool.Result> regions() {
        return regions.orElseThrow();
    }

    Optional<Step<ExpressionTool.Result>> expressionIfAny() {
        return expression;
    }

    Optional<Step<GraphTool.Result>> graphsIfAny() {
        return graphs;
    }

    Optional<Step<ClusterTool.Result>> clustersIfAny() {
        return clusters;
    }

    Optional<Step<AnnotationTool.Result>> annotationIfAny() {
        return annotation;
    }

    Optional<Step<RegionTool.Result>> regionsIfAny() {
        return regions;
    }

    /** The steps so far whose results others read. */
    List<Step<?>> steps() {
        List<Step<?>> steps = new ArrayList<>(List.of(quality));
        Stream.of(expression, graphs, clusters, annotation, regions)
                .flatMap(Optional::stream)
                .forEach(steps::add);
        return steps;
    }

    /** The observations that passed quality control. */
    SpatialDataset kept(Results results) {
        return results.of(quality).kept();
    }

    /** The cluster of each kept observation. */
    String[] clusterIds(Results results) {
        List<String> ids = results.of(clusters()).clusterIds();
        return Arrays.stream(results.of(clusters()).clusters().labels())
                .mapToObj(ids::get)
                .toArray(String[]::new);
    }

    /** The structure of each kept observation. */
    String[] structures(Results results) {
        return Arrays.stream(results.of(clusters()).domains().labels())
                .mapToObj(domain ->
                        results.of(annotation()).structures().get(domain).label())
                .toArray(String[]::new);
    }

    /** The principal components as vectors of the kept observations. */
    CellEmbedding components(Results results) {
        return new CellEmbedding("pca", results.of(expression()).pca().scores(), Optional.empty(), false);
    }
}
