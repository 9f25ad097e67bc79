package io.spatho.core.analysis;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spatho.core.artifact.Artifact;
import io.spatho.core.artifact.Origin;
import io.spatho.core.dataset.SpatialDataset;
import io.spatho.core.evidence.QcStatus;
import io.spatho.core.evidence.Uncertainty;
import io.spatho.core.evidence.Unit;
import io.spatho.core.guardrail.Verdict;
import io.spatho.core.json.CanonicalJson;
import io.spatho.core.spatial.BlockInterval;
import io.spatho.core.spatial.NeighbourhoodEntropy;
import io.spatho.core.spatial.SpatialBlocks;
import io.spatho.core.text.Words;
import io.spatho.core.tool.Tool;
import io.spatho.core.tool.ToolContext;
import io.spatho.core.tool.ToolId;

/**
 * Sums the slide up in a few features, judges whether its signal is strong enough to speak of the whole, and names the pattern that
 * they are consistent with; writes {@code analysis/spatial_features.json}.
 */
public final class SpatialFeaturesTool implements Tool<SpatialFeaturesTool.Request, SpatialFeaturesTool.Result> {

    /** The document that this tool writes. */
    public static final String FILE = "analysis/spatial_features.json";

    /**
     * What to sum up.
     *
     * @param expression expression of the kept observations
     * @param graphs their graphs
     * @param clusters their clusters
     * @param annotation names of the clusters
     * @param autocorrelation Moran's I of the genes
     * @param neighbourhoods which clusters lie beside each other
     */
    public record Request(
            ExpressionTool.Result expression,
            GraphTool.Result graphs,
            ClusterTool.Result clusters,
            AnnotationTool.Result annotation,
            AutocorrelationTool.Result autocorrelation,
            NeighbourhoodTool.Result neighbourhoods) {}

    /**
     * The summary.
     *
     * @param features the document
     * @param phenotype id of the pattern; empty when it is not named
     * @param isWeak whether the stop rule for weak signals holds
     */
    public record Result(JsonNode features, String phenotype, boolean isWeak) {}

    @Override
    public ToolId id() {
        return new ToolId("spatial_features", "1.0");
    }

    @Override
    public String purpose() {
        return "Sums the slide up in a few features and names the pattern they are consistent with.";
    }

    @Override
    public JsonNode parameters(Request request) {
        return CanonicalJson.object()
                .put("rules", PhenotypeRules.VERSION)
                .put("most_variable_genes", MeanMoran.GENES)
                .put("entropy_bootstraps", NeighbourhoodTool.BOOTSTRAPS)
                .put("interval_level", AutocorrelationTool.LEVEL);
    }

    @Override
    public Result run(Request request, ToolContext context) {
        SpatialDataset kept = request.expression().kept();
        SpatialBlocks blocks = request.graphs().blocks(kept, AutocorrelationTool.BLOCKS);
        Composition composition = Composition.of(
                request.clusters().clusters().labels(),
                request.annotation().labels(),
                blocks,
                AutocorrelationTool.LEVEL);
        NeighbourhoodEntropy entropy = NeighbourhoodEntropy.of(
                request.graphs().spatial(),
                composition.typeOf(),
                Math.max(1, composition.types().size()),
                blocks,
                new NeighbourhoodEntropy.Bootstrap(
                        NeighbourhoodTool.BOOTSTRAPS, context.seed(), AutocorrelationTool.LEVEL));
        MeanMoran moran = MeanMoran.of(
                request.autocorrelation().moran(), request.expression().variability());
        LowSignal signal = new LowSignal(
                composition.meanConfidence(),
                composition.lowConfidenceShare(),
                SpatialSignal.of(request.autocorrelation().moran()),
                request.neighbourhoods().arrangedPairs());
        PhenotypeRules rules = new PhenotypeRules(
                composition.unknownShare(),
                composition.immuneShare(),
                moran.mean(),
                moran.lower(),
                moran.upper(),
                entropy.mean(),
                entropy.lower(),
                entropy.upper(),
                composition.stromaShare());
        Verdict verdict = context.judge(signal.verdict());
        String withheld = signal.isWeak() ? signal.reason() : rules.undefinedReason();
        ObjectNode document = document(request, composition, entropy, moran, signal);
        ObjectNode phenotype = document.putObject("phenotype").put("rules", PhenotypeRules.VERSION);
        if (withheld.isEmpty()) {
            phenotype
                    .put("name", rules.phenotype().id())
                    .put("is_robust", rules.isRobust())
                    .put("undefined_reason", "");
        } else {
            phenotype.putNull("name").putNull("is_robust").put("undefined_reason", withheld);
        }
        Artifact file = context.store().json(FILE, Origin.MEASURED, document);
        state(context, kept, composition, moran, rules, withheld, verdict, file);
        return new Result(document, withheld.isEmpty() ? rules.phenotype().id() : "", signal.isWeak());
    }

    private static ObjectNode document(
            Request request, Composition composition, NeighbourhoodEntropy entropy, MeanMoran moran, LowSignal signal) {
        ObjectNode node = CanonicalJson.object();
        node.set("annotation", annotation(request, composition));
        ObjectNode spatial = node.putObject("spatial_heterogeneity");
        JsonNumbers.put(spatial, "morans_i_mean", moran.mean());
        JsonNumbers.put(spatial, "morans_i_lower", moran.lower());
        JsonNumbers.put(spatial, "morans_i_upper", moran.upper());
        spatial.put("morans_i_genes", moran.genes());
        JsonNumbers.put(spatial, "entropy_mean", entropy.mean());
        JsonNumbers.put(spatial, "entropy_lower", entropy.lower());
        JsonNumbers.put(spatial, "entropy_upper", entropy.upper());
        spatial.put("entropy_labels", "cell types of neighbours, unknown left out")
                .put("entropy_unit", "nats")
                .put("entropy_observations", entropy.defined());
        JsonNumbers.put(
                spatial,
                "cluster_entropy_mean",
                request.neighbourhoods().entropy().mean());
        spatial.put("n_enriched_pairs", request.neighbourhoods().enrichedPairs())
                .put("n_stable_pairs", request.neighbourhoods().stablePairs())
                .put("n_arranged_pairs", request.neighbourhoods().arrangedPairs())
                .put("interval_level", AutocorrelationTool.LEVEL);
        spatial.set("genes", signal.signal().toJson());
        node.putObject("uncertainty")
                .putNull("mean_prediction_entropy")
                .put(
                        "mean_prediction_entropy_reason",
                        "labels carry a calibrated confidence, not a probability for each type");
        node.set("signal", signal.toJson());
        return node;
    }

    private static ObjectNode annotation(Request request, Composition composition) {
        SpatialDataset kept = request.expression().kept();
        ObjectNode node = CanonicalJson.object()
                .put("n_spots", kept.size())
                .put("observation", kept.metadata().platform().observation())
                .put("n_clusters", request.clusters().clusters().clusters())
                .put("n_cell_types", composition.types().size());
        JsonNumbers.put(node, "mean_confidence", composition.meanConfidence());
        JsonNumbers.put(node, "low_confidence_share", composition.lowConfidenceShare());
        JsonNumbers.put(node, "unknown_share", composition.unknownShare());
        JsonNumbers.put(node, "immune_share", composition.immuneShare());
        JsonNumbers.put(node, "immune_share_lower", composition.immuneInterval().lower());
        JsonNumbers.put(node, "immune_share_upper", composition.immuneInterval().upper());
        JsonNumbers.put(node, "largest_stroma_share", composition.stromaShare());
        ObjectNode counts = node.putObject("cell_type_counts");
        composition.counts().forEach(counts::put);
        ArrayNode major = node.putArray("major_cell_types");
        composition.major().forEach(major::add);
        ArrayNode scorable = node.putArray("scorable_immune_compartments");
        composition.scorable().forEach(scorable::add);
        return node;
    }

    private static void state(
            ToolContext context,
            SpatialDataset kept,
            Composition composition,
            MeanMoran moran,
            PhenotypeRules rules,
            String withheld,
            Verdict verdict,
            Artifact file) {
        String observations =
                Words.count(kept.size(), kept.metadata().platform().observation());
        if (!Double.isNaN(composition.immuneShare())) {
            var share = context.evidence(Unit.SLIDE, "slide", "immune_share")
                    .value(CanonicalJson.object()
                            .put("share", composition.immuneShare())
                            .put("n_observations", kept.size()))
                    .summary(Words.percent(composition.immuneShare()) + " of " + observations
                            + " lie in clusters named after an immune compartment.")
                    .restsOn(file, "annotation")
                    .verdict(verdict);
            if (composition.immuneInterval().isDefined()) {
                share.uncertainty(new Uncertainty(
                        Math.max(0, composition.immuneInterval().lower()),
                        Math.min(1, composition.immuneInterval().upper()),
                        AutocorrelationTool.LEVEL,
                        BlockInterval.METHOD));
            }
            share.measured();
        }
        if (moran.lower() <= moran.upper()) {
            context.evidence(Unit.SLIDE, "slide", "mean_spatial_autocorrelation")
                    .value(CanonicalJson.object()
                            .put("moran_i_mean", moran.mean())
                            .put("n_genes", moran.genes())
                            .put("n_observations", kept.size()))
                    .summary("The " + moran.genes() + " most variable genes have a mean Moran's I of "
                            + Words.decimal(moran.mean(), 2) + ".")
                    .uncertainty(
                            new Uncertainty(moran.lower(), moran.upper(), AutocorrelationTool.LEVEL, MeanMoran.METHOD))
                    .restsOn(file, "spatial_heterogeneity")
                    .measured();
        }
        boolean named = withheld.isEmpty();
        boolean robust = named && rules.isRobust();
        ObjectNode value = CanonicalJson.object()
                .put("rules", PhenotypeRules.VERSION)
                .put("n_observations", kept.size())
                .put("undefined_reason", withheld);
        if (named) {
            value.put("phenotype", rules.phenotype().id()).put("is_robust", robust);
        } else {
            value.putNull("phenotype").putNull("is_robust");
        }
        context.evidence(Unit.SLIDE, "slide", "phenotype")
                .value(value)
                .summary(
                        named
                                ? "The pattern is consistent with "
                                        + rules.phenotype().words() + " by rule set "
                                        + PhenotypeRules.VERSION
                                        + (robust ? "." : ", but changes within the intervals of its features.")
                                : "No pattern of the whole slide is named: " + withheld + ".")
                .restsOn(file, "phenotype")
                .verdict(verdict)
                .qc(robust ? QcStatus.PASS : QcStatus.WARN)
                .measured();
    }
}
