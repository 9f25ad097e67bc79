package io.spatho.cli;

import io.spatho.core.analysis.AnnotationTool;
import io.spatho.core.analysis.AutocorrelationTool;
import io.spatho.core.analysis.BivariateTool;
import io.spatho.core.analysis.ClusterTool;
import io.spatho.core.analysis.CommunicationTool;
import io.spatho.core.analysis.ExpressionTool;
import io.spatho.core.analysis.GeneMapTool;
import io.spatho.core.analysis.GraphTool;
import io.spatho.core.analysis.LocalStatisticsTool;
import io.spatho.core.analysis.NeighbourhoodTool;
import io.spatho.core.analysis.PatternTool;
import io.spatho.core.analysis.SpatialFeaturesTool;
import io.spatho.core.tool.RunPlan;
import io.spatho.core.tool.RunPlan.Step;
import io.spatho.core.tool.ToolRegistry;
import java.util.List;

/** The spatial statistics of a plan. */
final class SpatialSteps {

    private final RunPlan plan;
    private final ToolRegistry tools;
    private final SpatialOptions options;
    private final SpatialOptions.Pairs pairs;

    SpatialSteps(RunPlan plan, ToolRegistry tools, SpatialOptions options, SpatialOptions.Pairs pairs) {
        this.plan = plan;
        this.tools = tools;
        this.options = options;
        this.pairs = pairs;
    }

    void add(
            Step<ExpressionTool.Result> expression,
            Step<GraphTool.Result> graphs,
            Step<ClusterTool.Result> clusters,
            Step<AnnotationTool.Result> annotation) {
        Step<AutocorrelationTool.Result> autocorrelation = genes(expression, graphs);
        Step<NeighbourhoodTool.Result> neighbourhoods = plan.add(
                "neighbourhoods",
                tools.get(NeighbourhoodTool.class),
                List.of(expression, graphs, clusters),
                results -> new NeighbourhoodTool.Request(
                        results.of(expression),
                        results.of(graphs),
                        results.of(clusters),
                        options.radii,
                        options.permutations));
        plan.add(
                "spatial patterns",
                tools.get(PatternTool.class),
                List.of(expression, graphs, clusters),
                results -> new PatternTool.Request(results.of(expression), results.of(graphs), results.of(clusters)));
        plan.add(
                "ligands and receptors",
                tools.get(CommunicationTool.class),
                List.of(expression, graphs, clusters),
                results -> new CommunicationTool.Request(
                        results.of(expression),
                        results.of(graphs),
                        results.of(clusters),
                        pairs.signals(),
                        options.permutations));
        plan.add(
                "spatial features",
                tools.get(SpatialFeaturesTool.class),
                List.of(expression, graphs, clusters, annotation, autocorrelation, neighbourhoods),
                results -> new SpatialFeaturesTool.Request(
                        results.of(expression),
                        results.of(graphs),
                        results.of(clusters),
                        results.of(annotation),
                        results.of(autocorrelation),
                        results.of(neighbourhoods)));
    }

    private Step<AutocorrelationTool.Result> genes(
            Step<ExpressionTool.Result> expression, Step<GraphTool.Result> graphs) {
        Step<AutocorrelationTool.Result> autocorrelation = plan.add(
                "spatial autocorrelation",
                tools.get(AutocorrelationTool.class),
                List.of(expression, graphs),
                results -> new AutocorrelationTool.Request(
                        results.of(expression), results.of(graphs), options.arrangements()));
        plan.add(
                "pairs of genes",
                tools.get(BivariateTool.class),
                List.of(expression, graphs),
                results -> new BivariateTool.Request(
                        results.of(expression), results.of(graphs), pairs.genes(), pairs.chosen()));
        plan.add(
                "hot spots",
                tools.get(LocalStatisticsTool.class),
                List.of(expression, graphs, autocorrelation),
                results -> new LocalStatisticsTool.Request(
                        results.of(expression), results.of(graphs), results.of(autocorrelation)));
        plan.add(
                "gene maps",
                tools.get(GeneMapTool.class),
                List.of(expression, graphs, autocorrelation),
                results -> new GeneMapTool.Request(
                        results.of(expression), results.of(graphs), results.of(autocorrelation)));
        return autocorrelation;
    }
}
