package io.spatho.core.analysis;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spatho.core.artifact.Artifact;
import io.spatho.core.artifact.Origin;
import io.spatho.core.cluster.ClusterLabels;
import io.spatho.core.cluster.LeidenClustering;
import io.spatho.core.cluster.NeighbourhoodClustering;
import io.spatho.core.evidence.QcStatus;
import io.spatho.core.evidence.Unit;
import io.spatho.core.json.CanonicalJson;
import io.spatho.core.text.Words;
import io.spatho.core.tool.Tool;
import io.spatho.core.tool.ToolContext;
import io.spatho.core.tool.ToolId;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;

/**
 * Clusters observations by expression, and tissue by expression and neighbourhood; writes {@code analysis/clustering.json}. Expression
 * is clustered from several seeds, and how far the results agree is stated.
 */
public final class ClusterTool implements Tool<ClusterTool.Request, ClusterTool.Result> {

    private static final String FILE = "analysis/clustering.json";
    private static final int SEEDS = 3;
    private static final double UNSTABLE = 0.6;

    /**
     * What to cluster.
     *
     * @param expression observations with principal components
     * @param graphs their graphs
     * @param resolution resolution of the expression clusters
     * @param domains how the domains are found
     */
    public record Request(
            ExpressionTool.Result expression,
            GraphTool.Result graphs,
            double resolution,
            NeighbourhoodClustering.Options domains) {}

    /**
     * Labels of the kept observations.
     *
     * @param clusters expression clusters
     * @param domains tissue domains
     */
    public record Result(ClusterLabels clusters, ClusterLabels domains) {

        /** The ids of the clusters: {@code c01}, {@code c02}, … by decreasing size. */
        public List<String> clusterIds() {
            return numbered("c", clusters.clusters());
        }

        /** The ids of the domains: {@code s01}, {@code s02}, … by decreasing size. */
        public List<String> domainIds() {
            return numbered("s", domains.clusters());
        }

        private static List<String> numbered(String prefix, int count) {
            List<String> ids = new ArrayList<>();
            int digits = Math.max(2, Integer.toString(count).length());
            for (int number = 1; number <= count; number++) {
                ids.add(prefix + "0".repeat(digits - Integer.toString(number).length()) + number);
            }
            return List.copyOf(ids);
        }
    }

    @Override
    public ToolId id() {
        return new ToolId("clusters_and_domains", "1.0");
    }

    @Override
    public String purpose() {
        return "Clusters observations by expression, and tissue by expression and neighbourhood.";
    }

    @Override
    public JsonNode parameters(Request request) {
        return CanonicalJson.object()
                .put("resolution", request.resolution())
                .put("seeds", SEEDS)
                .put("domain_neighbour_share", request.domains().neighbourShare())
                .put("domain_neighbors", request.domains().k())
                .put("domain_resolution", request.domains().leiden().resolution())
                .put("domain_components", request.domains().components())
                .put("domain_smoothing_rounds", request.domains().smoothingRounds());
    }

    @Override
    public Result run(Request request, ToolContext context) {
        long[] seeds = LongStream.range(0, SEEDS).map(i -> context.seed() + i).toArray();
        LeidenClustering.Stability stability = LeidenClustering.stability(
                request.graphs().expression(),
                LeidenClustering.Options.defaults(context.seed()).withResolution(request.resolution()),
                seeds,
                context.workers());
        LeidenClustering.Result clusters = stability.results().get(0);
        NeighbourhoodClustering.Result domains = NeighbourhoodClustering.cluster(
                request.expression().pca().scores(), request.graphs().spatial(), request.domains(), context.workers());
        Result result = new Result(clusters.partition(), domains.partition());
        report(context, result, stability, domains);
        return result;
    }

    private static void report(
            ToolContext context,
            Result result,
            LeidenClustering.Stability stability,
            NeighbourhoodClustering.Result domains) {
        ObjectNode node = CanonicalJson.object();
        node.putObject("clusters")
                .put("number", result.clusters().clusters())
                .put("modularity", stability.results().get(0).modularity())
                .put("seeds", stability.results().size())
                .put("mean_adjusted_rand_index", stability.agreement())
                .put("lowest_adjusted_rand_index", stability.lowestAgreement());
        node.putObject("domains")
                .put("number", result.domains().clusters())
                .put("modularity", domains.leiden().modularity())
                .put("smoothed_observations", domains.smoothed());
        Artifact artifact = context.store().json(FILE, Origin.MEASURED, node);
        context.evidence(Unit.SLIDE, "slide", "expression_clusters")
                .value(node.get("clusters"))
                .summary("Expression falls into "
                        + Words.count(result.clusters().clusters(), "cluster")
                        + "; runs from " + stability.results().size()
                        + " seeds agree with a mean adjusted Rand index of " + Words.decimal(stability.agreement(), 2)
                        + ".")
                .restsOn(artifact, "clusters")
                .qc(stability.agreement() >= UNSTABLE ? QcStatus.PASS : QcStatus.WARN)
                .measured();
        context.evidence(Unit.SLIDE, "slide", "tissue_domains")
                .value(node.get("domains"))
                .summary("Expression of observations and their neighbours divides the tissue into "
                        + Words.count(result.domains().clusters(), "structure") + ".")
                .restsOn(artifact, "domains")
                .measured();
    }
}
