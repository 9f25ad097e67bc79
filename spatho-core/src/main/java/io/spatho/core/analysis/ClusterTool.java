package io.spatho.core.analysis;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spatho.core.cluster.ClusterLabels;
import io.spatho.core.cluster.LabelRefinement;
import io.spatho.core.cluster.LeidenClustering;
import io.spatho.core.cluster.NeighbourhoodClustering;
import io.spatho.core.cluster.SeedAgreement;
import io.spatho.core.json.CanonicalJson;
import io.spatho.core.tool.Tool;
import io.spatho.core.tool.ToolContext;
import io.spatho.core.tool.ToolId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Clusters observations by expression, and tissue by expression and neighbourhood; writes {@code analysis/clustering.json}. Expression
 * is clustered from several seeds at each resolution, and how far the results agree is stated.
 */
public final class ClusterTool implements Tool<ClusterTool.Request, ClusterTool.Result> {

    /**
     * What to cluster.
     *
     * @param expression observations with principal components
     * @param graphs their graphs
     * @param clusters how expression is clustered
     * @param domains how the domains are found
     */
    public record Request(
            ExpressionTool.Result expression,
            GraphTool.Result graphs,
            ClusterSettings clusters,
            DomainSettings domains) {}

    /**
     * The clusters of one resolution.
     *
     * @param resolution the resolution
     * @param labels the clusters from the first seed
     */
    public record AtResolution(double resolution, ClusterLabels labels) {}

    /**
     * Labels of the kept observations.
     *
     * @param clusters expression clusters
     * @param domains tissue domains
     * @param refined cluster of each observation after refinement, under the numbers of {@code clusters}, where it was asked for
     * @param sweep clusters of further resolutions, ascending
     */
    public record Result(
            ClusterLabels clusters, ClusterLabels domains, Optional<int[]> refined, List<AtResolution> sweep) {

        /** Clusters and domains alone. */
        public Result(ClusterLabels clusters, ClusterLabels domains) {
            this(clusters, domains, Optional.empty(), List.of());
        }

        /** The ids of the clusters: {@code c01}, {@code c02}, … by decreasing size. */
        public List<String> clusterIds() {
            return numbered("c", clusters.clusters());
        }

        /** The ids of the domains: {@code s01}, {@code s02}, … by decreasing size. */
        public List<String> domainIds() {
            return numbered("s", domains.clusters());
        }

        static List<String> numbered(String prefix, int count) {
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
        return new ToolId("clusters_and_domains", "2.0");
    }

    @Override
    public String purpose() {
        return "Clusters observations by expression, and tissue by expression and neighbourhood.";
    }

    @Override
    public JsonNode parameters(Request request) {
        ClusterSettings clusters = request.clusters();
        DomainSettings domains = request.domains();
        NeighbourhoodClustering.Options options = domains.clustering();
        ObjectNode node = CanonicalJson.object()
                .put("resolution", clusters.resolution())
                .put("seeds", clusters.seeds())
                .put("refinement_rounds", clusters.refinementRounds())
                .put("domain_method", domains.method().id())
                .put("domain_neighbour_share", options.neighbourShare())
                .put("domain_neighbors", options.k())
                .put("domain_resolution", options.leiden().resolution())
                .put("domain_components", options.components())
                .put("domain_smoothing_rounds", options.smoothingRounds());
        if (domains.method() == DomainSettings.Method.BANKSY) {
            node.put("domain_mean_neighbors", domains.meanNeighbours());
            node.put("domain_gradient_neighbors", domains.gradientNeighbours());
        }
        ArrayNode sweep = node.putArray("resolution_sweep");
        clusters.sweep().forEach(sweep::add);
        return node;
    }

    @Override
    public Result run(Request request, ToolContext context) {
        ClusterSettings settings = request.clusters();
        List<SeedAgreement> sweep = new ArrayList<>();
        for (double resolution : settings.sweep()) {
            sweep.add(agreement(request, resolution, context));
        }
        int again = settings.sweep().indexOf(settings.resolution());
        SeedAgreement main = again >= 0 ? sweep.get(again) : agreement(request, settings.resolution(), context);
        ClusterLabels clusters = main.first().partition();
        Optional<LabelRefinement.Result> refined = settings.refinementRounds() == 0
                ? Optional.empty()
                : Optional.of(LabelRefinement.of(clusters, request.graphs().spatial(), settings.refinementRounds()));
        DomainFinder.Found domains = DomainFinder.find(request, context);
        List<AtResolution> labels = new ArrayList<>();
        for (int i = 0; i < sweep.size(); i++) {
            labels.add(new AtResolution(
                    settings.sweep().get(i), sweep.get(i).first().partition()));
        }
        Result result = new Result(
                clusters, domains.domains().partition(), refined.map(LabelRefinement.Result::labels), labels);
        new ClusterReport(context, request).write(main, sweep, refined, domains);
        return result;
    }

    private static SeedAgreement agreement(Request request, double resolution, ToolContext context) {
        return SeedAgreement.of(
                request.graphs().expression(),
                LeidenClustering.Options.defaults(context.seed()).withResolution(resolution),
                request.clusters().seeds(),
                context.workers());
    }

    /** The number of members of the smallest cluster; 0 without clusters. */
    static int smallest(ClusterLabels labels) {
        return Arrays.stream(labels.sizes()).min().orElse(0);
    }
}
