package io.spatho.core.analysis;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spatho.core.artifact.Artifact;
import io.spatho.core.artifact.Origin;
import io.spatho.core.dataset.SpatialDataset;
import io.spatho.core.graph.Graph;
import io.spatho.core.graph.LaidOut;
import io.spatho.core.json.CanonicalJson;
import io.spatho.core.spatial.CentralityIntervals;
import io.spatho.core.spatial.NeighbourhoodEnrichment;
import io.spatho.core.spatial.NeighbourhoodEntropy;
import io.spatho.core.spatial.SpatialBlocks;
import io.spatho.core.tool.Tool;
import io.spatho.core.tool.ToolContext;
import io.spatho.core.tool.ToolId;
import java.util.List;

/**
 * Measures which clusters lie beside each other, on the graph of neighbours and within several radii, how mixed neighbourhoods are
 * and how central each cluster lies; writes {@code neighborhood_enrichment.parquet}, {@code
 * neighborhood_enrichment_radii.parquet}, {@code neighborhood_radii.json}, {@code spatial_entropy.json} and {@code
 * group_centrality.parquet} under {@code analysis/}.
 */
public final class NeighbourhoodTool implements Tool<NeighbourhoodTool.Request, NeighbourhoodTool.Result> {

    /** Enrichment on the graph of neighbours. */
    public static final String GRAPH_FILE = "analysis/neighborhood_enrichment.parquet";

    /** Enrichment within radii. */
    public static final String RADII_FILE = "analysis/neighborhood_enrichment_radii.parquet";

    /** Which radii were looked at. */
    public static final String RADII_DOCUMENT = "analysis/neighborhood_radii.json";

    /** Entropy of neighbourhoods. */
    public static final String ENTROPY_FILE = "analysis/spatial_entropy.json";

    /** Centrality of clusters. */
    public static final String CENTRALITY_FILE = "analysis/group_centrality.parquet";

    static final int BOOTSTRAPS = 1000;

    /**
     * What to measure.
     *
     * @param expression expression of the kept observations
     * @param graphs their graphs
     * @param clusters their clusters
     * @param radiiUm radii in micrometres; empty for those of the platform
     * @param permutations random labellings
     */
    public record Request(
            ExpressionTool.Result expression,
            GraphTool.Result graphs,
            ClusterTool.Result clusters,
            List<Double> radiiUm,
            int permutations) {
        public Request {
            radiiUm = List.copyOf(radiiUm);
        }
    }

    /**
     * The statistics.
     *
     * @param enrichment on the graph of neighbours
     * @param entropy of the clusters of neighbours
     * @param centrality of each cluster, with intervals
     * @param stablePairs pairs of clusters that keep their sign over all radii
     */
    public record Result(
            NeighbourhoodEnrichment enrichment,
            NeighbourhoodEntropy entropy,
            CentralityIntervals centrality,
            int stablePairs) {

        /** Pairs of different clusters that are neighbours more often than chance, adjusted p below 0.05. */
        public int enrichedPairs() {
            int pairs = 0;
            int labels = enrichment.categories();
            for (int a = 0; a < labels; a++) {
                for (int b = a + 1; b < labels; b++) {
                    int at = a * labels + b;
                    boolean stands = enrichment.adjusted()[at] < AutocorrelationTool.SIGNIFICANT;
                    pairs += stands && enrichment.z()[at] > 0 ? 1 : 0;
                }
            }
            return pairs;
        }

        /** Pairs of clusters, a cluster with itself among them, whose number of neighbours chance does not explain. */
        public int arrangedPairs() {
            int pairs = 0;
            int labels = enrichment.categories();
            for (int a = 0; a < labels; a++) {
                for (int b = a; b < labels; b++) {
                    pairs += enrichment.adjusted()[a * labels + b] < AutocorrelationTool.SIGNIFICANT ? 1 : 0;
                }
            }
            return pairs;
        }
    }

    @Override
    public ToolId id() {
        return new ToolId("neighbourhoods", "1.2");
    }

    @Override
    public String purpose() {
        return "Measures which clusters lie beside each other, how mixed neighbourhoods are and how central clusters lie.";
    }

    @Override
    public JsonNode parameters(Request request) {
        ObjectNode node = CanonicalJson.object()
                .put("permutations", request.permutations())
                .put("interval_level", AutocorrelationTool.LEVEL)
                .put("entropy_bootstraps", BOOTSTRAPS);
        ArrayNode radii = node.putArray("radii_um");
        request.radiiUm().forEach(radii::add);
        return node;
    }

    @Override
    public Result run(Request request, ToolContext context) {
        Graph spatial = request.graphs().spatial();
        SpatialDataset kept = request.expression().kept();
        int[] labels = request.clusters().clusters().labels();
        int clusters = request.clusters().clusters().clusters();
        List<String> names = request.clusters().clusterIds();
        NeighbourhoodEnrichment enrichment = NeighbourhoodEnrichment.of(
                spatial,
                request.graphs().libraries(),
                labels,
                clusters,
                request.permutations(),
                context.seed(),
                context.workers());
        LaidOut positions = request.graphs().laidOut(kept);
        SpatialBlocks blocks = SpatialBlocks.of(positions.x(), positions.y(), AutocorrelationTool.BLOCKS);
        NeighbourhoodEntropy entropy = NeighbourhoodEntropy.of(
                spatial,
                labels,
                clusters,
                blocks,
                new NeighbourhoodEntropy.Bootstrap(BOOTSTRAPS, context.seed(), AutocorrelationTool.LEVEL));
        CentralityIntervals centrality =
                CentralityIntervals.of(spatial, labels, clusters, blocks, AutocorrelationTool.LEVEL);
        SpatialRadii radii =
                SpatialRadii.of(kept.metadata().platform(), positions, request.radiiUm(), context.workers());
        RadiusEnrichment within = RadiusEnrichment.of(
                positions, request.graphs().libraries(), labels, clusters, radii, request.permutations(), context);
        Result result = new Result(enrichment, entropy, centrality, within.stablePairs(clusters));
        NeighbourhoodStatements statements = new NeighbourhoodStatements(context, names, kept.size());
        statements.pairs(
                write(context, GRAPH_FILE, enrichment, names), within, writeRadii(context, within, names), result);
        statements.radii(
                radii,
                within,
                result,
                context.store().json(RADII_DOCUMENT, Origin.MEASURED, document(radii, within, request.permutations())));
        statements.entropy(entropy, clusters);
        statements.centrality(
                centrality,
                context.store()
                        .table(
                                CENTRALITY_FILE,
                                Origin.MEASURED,
                                NeighbourhoodTables.centrality(centrality, names, sizes(labels, clusters))));
        return result;
    }

    private static Artifact write(
            ToolContext context, String path, NeighbourhoodEnrichment enrichment, List<String> names) {
        return context.store().table(path, Origin.MEASURED, enrichment.table(names));
    }

    private static Artifact writeRadii(ToolContext context, RadiusEnrichment within, List<String> names) {
        return context.store().table(RADII_FILE, Origin.MEASURED, NeighbourhoodTables.radii(within, names));
    }

    private static int[] sizes(int[] labels, int clusters) {
        int[] sizes = new int[clusters];
        for (int label : labels) {
            if (label >= 0) {
                sizes[label]++;
            }
        }
        return sizes;
    }

    private static ObjectNode document(SpatialRadii radii, RadiusEnrichment within, int permutations) {
        ObjectNode node = CanonicalJson.object()
                .put("nearest_neighbour_um", radii.spacingUm())
                .put("source", radii.source())
                .put("permutations_asked", permutations);
        ArrayNode used = node.putArray("radii");
        for (RadiusEnrichment.Ring ring : within.rings()) {
            used.addObject()
                    .put("radius_um", ring.radiusUm())
                    .put("mean_neighbours", ring.meanNeighbours())
                    .put("permutations", ring.enrichment().permutations());
        }
        ArrayNode skipped = node.putArray("skipped");
        for (RadiusEnrichment.Skipped one : within.skipped()) {
            skipped.addObject()
                    .put("radius_um", one.radiusUm())
                    .put("mean_neighbours", one.meanNeighbours())
                    .put("reason", one.reason());
        }
        return node;
    }
}
