package io.spatho.stgpt.evaluation;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spatho.core.evidence.Uncertainty;
import io.spatho.core.json.CanonicalJson;
import io.spatho.stgpt.region.Standing;
import io.spatho.stgpt.region.TrainingReport;
import java.util.Arrays;
import java.util.Optional;

/** The benchmark of hidden genes as JSON: for each method errors and correlations with intervals, and what beats what. */
final class HiddenGenesReport {

    private static final String ERROR = "squared error in units of the gene's variance in training cells";

    private final HiddenGenes.Outcome outcome;
    private final GroupBootstrap bootstrap;

    HiddenGenesReport(HiddenGenes.Outcome outcome, long seed) {
        this.outcome = outcome;
        this.bootstrap = GroupBootstrap.of(outcome.groups().size(), seed);
    }

    int cells() {
        return outcome.cells().length;
    }

    /** The mean error of a method over all hidden values. */
    double error(String method) {
        PairTally tally = outcome.tallies().get(method);
        return tally.error(tally.once());
    }

    Optional<Uncertainty> interval(String method) {
        return bootstrap.interval(outcome.tallies().get(method)::error);
    }

    ObjectNode document() {
        ObjectNode node = CanonicalJson.object();
        node.put(
                "task",
                "genes taken out of held-out cells, zeros included, predicted from the other genes of the cell");
        node.put("cells", cells()).put("groups", outcome.groups().size());
        node.put("genes", outcome.means().length);
        ObjectNode methods = node.putObject("methods");
        for (String method : HiddenGenes.METHODS) {
            PairTally tally = outcome.tallies().get(method);
            ObjectNode scores = methods.putObject(method);
            Scores.put(scores, "mse", error(method), interval(method), ERROR);
            Scores.put(
                    scores,
                    "pearson",
                    tally.meanPearson(tally.once()),
                    bootstrap.interval(tally::meanPearson),
                    "mean over genes, a constant prediction counting as 0");
            double spearman = Arrays.stream(outcome.spearman().get(method))
                    .map(r -> Double.isFinite(r) ? r : 0)
                    .average()
                    .orElse(Double.NaN);
            Scores.put(
                    scores,
                    "spearman",
                    spearman,
                    Optional.empty(),
                    "mean over genes, a constant prediction counting as 0");
        }
        ObjectNode beats = node.putObject("model_beats");
        for (String method : HiddenGenes.METHODS) {
            if (!method.equals("model") && !method.equals("network_alone")) {
                beats.set(method, against(method));
            }
        }
        return node;
    }

    /** The difference of errors, baseline minus model, in the same resamples: above 0 the model is better. */
    private ObjectNode against(String method) {
        Optional<Uncertainty> interval = advantage(method);
        ObjectNode node = CanonicalJson.object();
        Scores.put(
                node,
                "difference",
                error(method) - error("model"),
                interval,
                "error of the baseline minus the model's");
        return node.put("verdict", verdict(interval));
    }

    private Optional<Uncertainty> advantage(String method) {
        PairTally model = outcome.tallies().get("model");
        PairTally other = outcome.tallies().get(method);
        return bootstrap.interval(times -> other.error(times) - model.error(times));
    }

    private static String verdict(Optional<Uncertainty> interval) {
        return interval.map(range -> range.lower() > 0 ? "yes" : range.upper() < 0 ? "no" : "not distinguishable")
                .orElse("not assessed");
    }

    /** What a sentence may say of the model and a baseline: the verb between them. */
    String verb(String method) {
        return switch (verdict(advantage(method))) {
            case "yes" -> "beats";
            case "no" -> "is beaten by";
            case "not distinguishable" -> "cannot be told from";
            default -> error("model") < error(method) ? "is nearer than" : "is no nearer than";
        };
    }

    /** Neighbourhoods as the training judged them on the held-out cells. */
    static ObjectNode neighbourhoods(TrainingReport.HeldOut heldOut) {
        ObjectNode node = CanonicalJson.object();
        node.put("task", "mean expression of the spatial neighbours of held-out cells, predicted from the cell alone");
        node.put("cells", heldOut.cells());
        Scores.number(node, "model", heldOut.nearby());
        Scores.number(node, "network_alone", heldOut.nearbyNetwork());
        Scores.number(node, "gene_mean", heldOut.nearbyGeneMean());
        Scores.number(node, "linear_regression", heldOut.nearbyLinear());
        node.put(
                "model_and_gene_mean",
                Standing.of(heldOut.nearby(), heldOut.nearbyGeneMean()).words());
        return node.put(
                "model_and_linear_regression",
                Standing.of(heldOut.nearby(), heldOut.nearbyLinear()).words());
    }
}
