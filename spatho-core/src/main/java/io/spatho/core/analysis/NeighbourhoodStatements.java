package io.spatho.core.analysis;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spatho.core.artifact.Artifact;
import io.spatho.core.artifact.Origin;
import io.spatho.core.evidence.QcStatus;
import io.spatho.core.evidence.Uncertainty;
import io.spatho.core.evidence.Unit;
import io.spatho.core.graph.GroupCentrality;
import io.spatho.core.json.CanonicalJson;
import io.spatho.core.pattern.CoOccurrence;
import io.spatho.core.spatial.BlockInterval;
import io.spatho.core.spatial.CentralityIntervals;
import io.spatho.core.spatial.NeighbourhoodEntropy;
import io.spatho.core.table.Table;
import io.spatho.core.text.Words;
import io.spatho.core.tool.ToolContext;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/** The evidence about neighbourhoods. */
final class NeighbourhoodStatements {

    private static final int PAIRS_STATED = 20;
    private static final int LABELS_STATED = 10;

    private final ToolContext context;
    private final List<String> names;
    private final int observations;

    NeighbourhoodStatements(ToolContext context, List<String> names, int observations) {
        this.context = context;
        this.names = names;
        this.observations = observations;
    }

    /** Pairs of different labels beside each other more or less often than chance, the clearest first. */
    void pairs(Artifact file, RadiusEnrichment within, Artifact radiiFile, NeighbourhoodTool.Result result) {
        Table table = result.enrichment().table(names);
        double[] z = table.doubles("z_score");
        double[] adjusted = table.doubles("p_adjusted");
        String[] a = table.strings("label_a");
        String[] b = table.strings("label_b");
        IntStream.range(0, table.rows())
                .filter(row -> adjusted[row] < AutocorrelationTool.SIGNIFICANT && !a[row].equals(b[row]))
                .boxed()
                .sorted(Comparator.comparingDouble(row -> -Math.abs(z[row])))
                .limit(PAIRS_STATED)
                .forEach(row -> pair(a[row], b[row], z[row], adjusted[row], file, within, radiiFile, result));
    }

    private void pair(
            String a,
            String b,
            double z,
            double adjusted,
            Artifact file,
            RadiusEnrichment within,
            Artifact radiiFile,
            NeighbourhoodTool.Result result) {
        int first = names.indexOf(a);
        int second = names.indexOf(b);
        String rows = "label_a = " + a + " and label_b = " + b;
        ObjectNode value = CanonicalJson.object()
                .put("z_score", z)
                .put("p_adjusted", adjusted)
                .put("permutations", result.enrichment().permutations())
                .put("n_observations", observations);
        var draft = context.evidence(Unit.PAIR, a + "|" + b, "neighborhood_enrichment")
                .restsOn(file, rows);
        String more = "";
        boolean bounded = false;
        boolean apart = false;
        if (!within.rings().isEmpty()) {
            RadiusEnrichment.Ring ring =
                    within.rings().get(Math.min(1, within.rings().size() - 1));
            int at = ring.at(first, second);
            RadiusEnrichment.Stability stability = within.stability(first, second);
            JsonNumbers.put(value, "ratio", ring.ratios().ratio()[at]);
            value.put("ratio_radius_um", ring.radiusUm()).put("stability", stability.id());
            draft.restsOn(radiiFile, rows);
            double lower = ring.ratios().lower()[at];
            double upper = ring.ratios().upper()[at];
            bounded = lower <= upper;
            apart = lower > 1 || upper < 1;
            if (bounded) {
                draft.uncertainty(new Uncertainty(lower, upper, AutocorrelationTool.LEVEL, CoOccurrence.METHOD));
                more = "; within " + Words.decimal(ring.radiusUm(), 0) + " µm "
                        + Words.decimal(ring.ratios().ratio()[at], 2) + " times as often as beside any";
            }
            more += stability == RadiusEnrichment.Stability.CHANGES ? "; not the same at every radius" : "";
        }
        draft.value(value)
                .summary("Clusters " + a + " and " + b + " are neighbours " + (z > 0 ? "more" : "less")
                        + " often than chance (z = " + Words.decimal(z, 1) + more + ").")
                .qc(bounded && apart ? QcStatus.PASS : QcStatus.WARN)
                .measured();
    }

    /** Which radii were looked at, and how many pairs keep their sign. */
    void radii(SpatialRadii radii, RadiusEnrichment within, NeighbourhoodTool.Result result, Artifact document) {
        long pairs = (long) names.size() * (names.size() - 1) / 2;
        int left = within.skipped().size();
        String skipped = left == 0 ? "" : " " + left + (left == 1 ? " radius was" : " radii were") + " left out.";
        context.evidence(Unit.SLIDE, "slide", "neighbourhood_stability")
                .value(CanonicalJson.object()
                        .put("n_pairs", pairs)
                        .put("n_stable_pairs", result.stablePairs())
                        .put("n_enriched_pairs", result.enrichedPairs())
                        .put("n_radii", within.rings().size())
                        .put("n_skipped_radii", within.skipped().size())
                        .put("nearest_neighbour_um", radii.spacingUm())
                        .put("n_observations", observations))
                .summary(Words.count(result.stablePairs()) + " of " + Words.count(pairs, "pair")
                        + " of clusters are neighbours more, or less, often than chance at each of "
                        + within.rings().size() + " radii." + skipped)
                .restsOn(document, "all")
                .qc(within.skipped().isEmpty() ? QcStatus.PASS : QcStatus.WARN)
                .measured();
    }

    /** How mixed neighbourhoods are. */
    void entropy(NeighbourhoodEntropy entropy, int clusters) {
        ObjectNode node = CanonicalJson.object();
        JsonNumbers.put(node, "entropy", entropy.mean());
        JsonNumbers.put(node, "lower", entropy.lower());
        JsonNumbers.put(node, "upper", entropy.upper());
        node.put("level", entropy.level())
                .put("method", NeighbourhoodEntropy.METHOD)
                .put("unit", "nats")
                .put("maximum", Math.log(clusters))
                .put("n_observations", entropy.defined())
                .put("n_isolated", observations - entropy.defined());
        if (Double.isNaN(entropy.mean())) {
            node.put("undefined_reason", "no observation has a neighbour");
        }
        Artifact file = context.store().json(NeighbourhoodTool.ENTROPY_FILE, Origin.MEASURED, node);
        if (Double.isNaN(entropy.mean())) {
            return;
        }
        var draft = context.evidence(Unit.SLIDE, "slide", "neighbourhood_entropy")
                .value(CanonicalJson.object()
                        .put("entropy", entropy.mean())
                        .put("maximum", Math.log(clusters))
                        .put("n_observations", entropy.defined()))
                .summary("Neighbourhoods mix clusters with a mean entropy of " + Words.decimal(entropy.mean(), 2)
                        + " nats, where " + Words.decimal(Math.log(clusters), 2) + " is the most there can be.")
                .restsOn(file, "all");
        if (entropy.lower() <= entropy.upper()) {
            draft.uncertainty(
                    new Uncertainty(entropy.lower(), entropy.upper(), entropy.level(), NeighbourhoodEntropy.METHOD));
        }
        draft.measured();
    }

    /** How central the largest labels lie; the interval is that of the degree. */
    void centrality(CentralityIntervals found, Artifact file) {
        GroupCentrality centrality = found.estimate();
        for (int label = 0; label < Math.min(LABELS_STATED, names.size()); label++) {
            if (Double.isNaN(centrality.degree()[label])) {
                continue;
            }
            String name = names.get(label);
            BlockInterval degree = found.degree()[label];
            ObjectNode value = CanonicalJson.object()
                    .put("degree", centrality.degree()[label])
                    .put("closeness", centrality.closeness()[label])
                    .put("clustering", centrality.clustering()[label])
                    .put("n_observations", observations);
            JsonNumbers.put(value, "closeness_lower", found.closeness()[label].lower());
            JsonNumbers.put(value, "closeness_upper", found.closeness()[label].upper());
            JsonNumbers.put(value, "clustering_lower", found.clustering()[label].lower());
            JsonNumbers.put(value, "clustering_upper", found.clustering()[label].upper());
            var draft = context.evidence(Unit.STRUCTURE, name, "group_centrality")
                    .value(value)
                    .summary("Cluster " + name + " touches "
                            + Words.percent(centrality.degree()[label])
                            + " of all other observations (closeness "
                            + Words.decimal(centrality.closeness()[label], 3)
                            + ").")
                    .restsOn(file, "label = " + name);
            if (degree.isDefined()) {
                draft.uncertainty(new Uncertainty(
                        degree.lower(), degree.upper(), AutocorrelationTool.LEVEL, CentralityIntervals.METHOD));
            }
            draft.measured();
        }
    }
}
