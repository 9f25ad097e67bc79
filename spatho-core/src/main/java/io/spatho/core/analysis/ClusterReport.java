package io.spatho.core.analysis;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spatho.core.artifact.Artifact;
import io.spatho.core.artifact.Origin;
import io.spatho.core.cluster.ClusterLabels;
import io.spatho.core.cluster.LabelRefinement;
import io.spatho.core.cluster.NeighbourhoodClustering;
import io.spatho.core.cluster.SeedAgreement;
import io.spatho.core.evidence.QcStatus;
import io.spatho.core.evidence.Unit;
import io.spatho.core.json.CanonicalJson;
import io.spatho.core.text.Words;
import io.spatho.core.tool.ToolContext;
import java.util.List;
import java.util.Optional;

/** Writes {@code analysis/clustering.json} and the evidence that rests on it. */
final class ClusterReport {

    static final String FILE = "analysis/clustering.json";

    private static final double UNSTABLE = 0.6;

    private final ToolContext context;
    private final ClusterTool.Request request;

    ClusterReport(ToolContext context, ClusterTool.Request request) {
        this.context = context;
        this.request = request;
    }

    void write(
            SeedAgreement main,
            List<SeedAgreement> sweep,
            Optional<LabelRefinement.Result> refined,
            DomainFinder.Found domains) {
        ObjectNode node = CanonicalJson.object();
        node.set("clusters", ofResolution(request.clusters().resolution(), main));
        ArrayNode resolutions = node.putArray("resolutions");
        for (int i = 0; i < sweep.size(); i++) {
            resolutions.add(ofResolution(request.clusters().sweep().get(i), sweep.get(i)));
        }
        refined.ifPresentOrElse(
                result -> node.putObject("refinement")
                        .put("rounds", request.clusters().refinementRounds())
                        .put("changed_observations", result.changed()),
                () -> node.putNull("refinement"));
        node.set("domains", ofDomains(domains));
        Artifact artifact = context.store().json(FILE, Origin.MEASURED, node);
        stateClusters(artifact, main, node);
        if (!sweep.isEmpty()) {
            stateSweep(artifact, sweep, node);
        }
        stateDomains(artifact, domains, node);
    }

    private static ObjectNode ofResolution(double resolution, SeedAgreement agreement) {
        ClusterLabels labels = agreement.first().partition();
        return CanonicalJson.object()
                .put("resolution", resolution)
                .put("number", labels.clusters())
                .put("observations", labels.labels().length)
                .put("smallest", ClusterTool.smallest(labels))
                .put("modularity", agreement.first().modularity())
                .put("quality", agreement.first().quality())
                .put("stable", agreement.first().stable())
                .put("seeds", agreement.results().size())
                .put("pairs_of_seeds", agreement.indices().length)
                .put("mean_adjusted_rand_index", agreement.mean())
                .put("lowest_adjusted_rand_index", agreement.lowest())
                .put("highest_adjusted_rand_index", agreement.highest())
                .put("mean_normalized_mutual_information", agreement.information());
    }

    private ObjectNode ofDomains(DomainFinder.Found found) {
        NeighbourhoodClustering.Result domains = found.domains();
        DomainSettings settings = request.domains();
        ObjectNode node = CanonicalJson.object()
                .put("number", domains.partition().clusters())
                .put("observations", domains.partition().labels().length)
                .put("method", settings.method().id())
                .put("neighbour_share", settings.clustering().neighbourShare())
                .put("resolution", settings.clustering().leiden().resolution())
                .put("modularity", domains.leiden().modularity())
                .put("smoothed_observations", domains.smoothed())
                .put("neighbors_exact", domains.search().exact())
                .put("neighbors_recall", domains.search().recall());
        if (settings.method() == DomainSettings.Method.BANKSY) {
            node.put("genes", found.genes());
            node.put("mean_neighbors", settings.meanNeighbours());
            node.put("gradient_neighbors", settings.gradientNeighbours());
            node.put("component_observations", found.sampled());
        }
        return node;
    }

    private void stateClusters(Artifact artifact, SeedAgreement main, ObjectNode node) {
        int seeds = main.results().size();
        String agreement = seeds == 1
                ? "one seed was used"
                : seeds + " seeds agree with a mean adjusted Rand index of " + Words.decimal(main.mean(), 2) + " ("
                        + Words.decimal(main.lowest(), 2) + " to " + Words.decimal(main.highest(), 2) + " over "
                        + Words.count(main.indices().length, "pair") + ")";
        context.evidence(Unit.SLIDE, "slide", "expression_clusters")
                .value(node.get("clusters"))
                .summary("Expression falls into "
                        + Words.count(main.first().partition().clusters(), "cluster") + " (resolution "
                        + request.clusters().resolution() + ", modularity "
                        + Words.decimal(main.first().modularity(), 2) + "); " + agreement + ".")
                .restsOn(artifact, "clusters")
                .qc(main.mean() >= UNSTABLE ? QcStatus.PASS : QcStatus.WARN)
                .measured();
    }

    private void stateSweep(Artifact artifact, List<SeedAgreement> sweep, ObjectNode node) {
        int best = 0;
        for (int i = 1; i < sweep.size(); i++) {
            best = sweep.get(i).mean() > sweep.get(best).mean() ? i : best;
        }
        SeedAgreement most = sweep.get(best);
        context.evidence(Unit.SLIDE, "slide", "resolution_sweep")
                .value(node.get("resolutions"))
                .summary("Of " + sweep.size() + " resolutions "
                        + request.clusters().sweep().get(best) + " is the most stable: "
                        + Words.count(most.first().partition().clusters(), "cluster")
                        + ", mean adjusted Rand index " + Words.decimal(most.mean(), 2) + " over "
                        + most.results().size() + " seeds, modularity "
                        + Words.decimal(most.first().modularity(), 2) + ".")
                .restsOn(artifact, "resolutions")
                .measured();
    }

    private void stateDomains(Artifact artifact, DomainFinder.Found found, ObjectNode node) {
        context.evidence(Unit.SLIDE, "slide", "tissue_domains")
                .value(node.get("domains"))
                .summary("Expression of observations and their neighbours divides the tissue into "
                        + Words.count(found.domains().partition().clusters(), "structure") + ".")
                .restsOn(artifact, "domains")
                .measured();
    }
}
