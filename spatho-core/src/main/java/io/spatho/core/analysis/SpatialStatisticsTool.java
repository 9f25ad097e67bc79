package io.spatho.core.analysis;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spatho.core.artifact.Artifact;
import io.spatho.core.artifact.Origin;
import io.spatho.core.evidence.QcStatus;
import io.spatho.core.evidence.Uncertainty;
import io.spatho.core.evidence.Unit;
import io.spatho.core.graph.Graph;
import io.spatho.core.json.CanonicalJson;
import io.spatho.core.spatial.Alternative;
import io.spatho.core.spatial.Autocorrelation;
import io.spatho.core.spatial.EstimateInterval;
import io.spatho.core.spatial.NeighbourhoodEnrichment;
import io.spatho.core.spatial.NeighbourhoodEntropy;
import io.spatho.core.spatial.SpatialAutocorrelation;
import io.spatho.core.spatial.SpatialBlocks;
import io.spatho.core.spatial.SpatialWeights;
import io.spatho.core.table.Column;
import io.spatho.core.table.Table;
import io.spatho.core.text.Words;
import io.spatho.core.tool.Tool;
import io.spatho.core.tool.ToolContext;
import io.spatho.core.tool.ToolId;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Measures how genes and clusters are arranged in space; writes {@code spatial_autocorrelation.parquet}, {@code
 * neighborhood_enrichment.parquet} and {@code spatial_entropy.json} under {@code analysis/}.
 */
public final class SpatialStatisticsTool implements Tool<SpatialStatisticsTool.Request, SpatialStatisticsTool.Result> {

    private static final int BLOCKS = 64;
    private static final double LEVEL = 0.95;
    private static final int BOOTSTRAPS = 1000;
    private static final int GENES_STATED = 20;
    private static final int PAIRS_STATED = 20;
    private static final double SIGNIFICANT = 0.05;

    /**
     * What to measure.
     *
     * @param expression expression of the kept observations
     * @param graphs their graphs
     * @param clusters their clusters
     * @param permutations random arrangements for genes and labels; 0 leaves only the closed forms for genes
     */
    public record Request(
            ExpressionTool.Result expression, GraphTool.Result graphs, ClusterTool.Result clusters, int permutations) {}

    /** The statistics. */
    public record Result(
            Autocorrelation moran,
            Autocorrelation geary,
            NeighbourhoodEnrichment enrichment,
            NeighbourhoodEntropy entropy) {}

    @Override
    public ToolId id() {
        return new ToolId("spatial_statistics", "1.0");
    }

    @Override
    public String purpose() {
        return "Measures how genes and clusters are arranged in space.";
    }

    @Override
    public JsonNode parameters(Request request) {
        return CanonicalJson.object()
                .put("weights", "row-standardised spatial graph")
                .put("label_permutations", request.permutations())
                .put("gene_test", "closed form under randomisation, Benjamini-Hochberg")
                .put("interval_level", LEVEL)
                .put("interval_blocks", BLOCKS)
                .put("entropy_bootstraps", BOOTSTRAPS);
    }

    @Override
    public Result run(Request request, ToolContext context) {
        Graph spatial = request.graphs().spatial();
        var kept = request.expression().kept();
        SpatialBlocks blocks = SpatialBlocks.of(kept.xUm(), kept.yUm(), BLOCKS);
        SpatialAutocorrelation.Result autocorrelation = new SpatialAutocorrelation(
                        new SpatialAutocorrelation.Settings(0, context.seed(), Alternative.EITHER, LEVEL),
                        context.workers())
                .of(request.expression().normalized().matrix(), SpatialWeights.rowStandardised(spatial), blocks);
        int[] labels = request.clusters().clusters().labels();
        int clusters = request.clusters().clusters().clusters();
        NeighbourhoodEnrichment enrichment = NeighbourhoodEnrichment.of(
                spatial, labels, clusters, request.permutations(), context.seed(), context.workers());
        NeighbourhoodEntropy entropy = NeighbourhoodEntropy.of(
                spatial,
                labels,
                clusters,
                blocks,
                new NeighbourhoodEntropy.Bootstrap(BOOTSTRAPS, context.seed(), LEVEL));
        Result result = new Result(autocorrelation.moran(), autocorrelation.geary(), enrichment, entropy);
        stateGenes(context, result, kept.panel().featureNames());
        statePairs(context, enrichment, request.clusters().clusterIds());
        stateEntropy(context, entropy, clusters);
        return result;
    }

    private static void stateGenes(ToolContext context, Result result, List<String> genes) {
        Artifact file = context.store()
                .table("analysis/spatial_autocorrelation.parquet", Origin.MEASURED, geneTable(result, genes));
        Autocorrelation moran = result.moran();
        IntStream.range(0, genes.size())
                .filter(gene -> moran.analytic().adjusted()[gene] < SIGNIFICANT && moran.estimate()[gene] > 0)
                .boxed()
                .sorted(Comparator.comparingDouble(gene -> -moran.estimate()[gene]))
                .limit(GENES_STATED)
                .forEach(gene -> stateGene(context, moran, gene, genes.get(gene), file));
    }

    private static void stateGene(ToolContext context, Autocorrelation moran, int gene, String name, Artifact file) {
        double lower = moran.interval().lower()[gene];
        double upper = moran.interval().upper()[gene];
        boolean bounded = lower <= upper;
        var draft = context.evidence(Unit.GENE, name, "spatial_autocorrelation")
                .value(CanonicalJson.object()
                        .put("moran_i", moran.estimate()[gene])
                        .put("p_adjusted", moran.analytic().adjusted()[gene]))
                .summary(name + " is expressed in spatial patches: Moran's I is "
                        + Words.decimal(moran.estimate()[gene], 2)
                        + (bounded
                                ? " (95 % interval " + Words.decimal(lower, 2) + " to " + Words.decimal(upper, 2) + ")."
                                : "."))
                .restsOn(file, "gene = " + name)
                .qc(bounded ? QcStatus.PASS : QcStatus.WARN);
        if (bounded) {
            draft.uncertainty(new Uncertainty(lower, upper, LEVEL, EstimateInterval.METHOD));
        }
        draft.measured();
    }

    private static Table geneTable(Result result, List<String> genes) {
        Autocorrelation moran = result.moran();
        double[] levels = new double[genes.size()];
        double[] expectations = new double[genes.size()];
        Arrays.fill(levels, LEVEL);
        Arrays.fill(expectations, moran.analytic().expectation());
        String[] reasons = new String[genes.size()];
        for (int gene = 0; gene < reasons.length; gene++) {
            reasons[gene] = Double.isNaN(moran.estimate()[gene]) ? moran.status()[gene].id() : "";
        }
        Table table = Table.ofRows(genes.size())
                .with("gene", new Column.Strings(genes.toArray(String[]::new)))
                .with("moran_i", new Column.Doubles(moran.estimate()))
                .with("lower", new Column.Doubles(moran.interval().lower()))
                .with("upper", new Column.Doubles(moran.interval().upper()))
                .with("level", new Column.Doubles(levels))
                .with("expectation", new Column.Doubles(expectations))
                .with("z_score", new Column.Doubles(moran.analytic().zRandomisation()))
                .with("p_value", new Column.Doubles(moran.analytic().pRandomisation()))
                .with("p_adjusted", new Column.Doubles(moran.analytic().adjusted()))
                .with("geary_c", new Column.Doubles(result.geary().estimate()))
                .with("undefined_reason", new Column.Strings(reasons));
        return table.select(IntStream.range(0, genes.size())
                .boxed()
                .sorted(Comparator.comparing(genes::get))
                .mapToInt(Integer::intValue)
                .toArray());
    }

    private static void statePairs(ToolContext context, NeighbourhoodEnrichment enrichment, List<String> names) {
        Table table = enrichment.table(names);
        Artifact file = context.store().table("analysis/neighborhood_enrichment.parquet", Origin.MEASURED, table);
        double[] z = table.doubles("z_score");
        double[] adjusted = table.doubles("p_adjusted");
        String[] a = table.strings("label_a");
        String[] b = table.strings("label_b");
        IntStream.range(0, table.rows())
                .filter(row -> adjusted[row] < SIGNIFICANT && !a[row].equals(b[row]))
                .boxed()
                .sorted(Comparator.comparingDouble(row -> -Math.abs(z[row])))
                .limit(PAIRS_STATED)
                .forEach(row -> context.evidence(Unit.PAIR, a[row] + "|" + b[row], "neighborhood_enrichment")
                        .value(CanonicalJson.object().put("z_score", z[row]).put("p_adjusted", adjusted[row]))
                        .summary("Clusters " + a[row] + " and " + b[row] + " are neighbours "
                                + (z[row] > 0 ? "more" : "less") + " often than chance (z = "
                                + Words.decimal(z[row], 1) + ").")
                        .restsOn(file, "label_a = " + a[row] + " and label_b = " + b[row])
                        .measured());
    }

    private static void stateEntropy(ToolContext context, NeighbourhoodEntropy entropy, int clusters) {
        ObjectNode node = CanonicalJson.object();
        JsonNumbers.put(node, "entropy", entropy.mean());
        JsonNumbers.put(node, "lower", entropy.lower());
        JsonNumbers.put(node, "upper", entropy.upper());
        node.put("level", entropy.level())
                .put("method", NeighbourhoodEntropy.METHOD)
                .put("unit", "nats")
                .put("maximum", Math.log(clusters))
                .put("n_observations", entropy.defined());
        Artifact file = context.store().json("analysis/spatial_entropy.json", Origin.MEASURED, node);
        if (Double.isNaN(entropy.mean())) {
            return;
        }
        var draft = context.evidence(Unit.SLIDE, "slide", "neighbourhood_entropy")
                .value(CanonicalJson.object().put("entropy", entropy.mean()).put("maximum", Math.log(clusters)))
                .summary("Neighbourhoods mix clusters with a mean entropy of " + Words.decimal(entropy.mean(), 2)
                        + " nats, where " + Words.decimal(Math.log(clusters), 2) + " is the most there can be.")
                .restsOn(file, "all");
        if (entropy.lower() <= entropy.upper()) {
            draft.uncertainty(
                    new Uncertainty(entropy.lower(), entropy.upper(), entropy.level(), NeighbourhoodEntropy.METHOD));
        }
        draft.measured();
    }
}
