package io.spatho.core.analysis;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spatho.core.guardrail.Guardrails;
import io.spatho.core.guardrail.Verdict;
import io.spatho.core.json.CanonicalJson;
import java.util.ArrayList;
import java.util.List;

/**
 * The stop rule for weak signals: with two of four signs or more, patterns of the whole slide are not named.
 *
 * @param meanConfidence mean confidence of labels over observations; NaN without labels
 * @param lowConfidenceShare share of observations in clusters whose label is unknown or ambiguous
 * @param signal spatial autocorrelation of genes
 * @param arrangedPairs pairs of clusters whose number of neighbours random labels do not explain
 */
record LowSignal(double meanConfidence, double lowConfidenceShare, SpatialSignal signal, int arrangedPairs) {

    static final double LEAST_CONFIDENCE = 0.4;
    static final double MOST_LOW_CONFIDENCE = 0.5;
    static final int FEWEST_MODERATE = 3;
    static final int SIGNS = 2;

    /** The first signs are about names, the others about arrangement in space. */
    private static final int LABEL_SIGNS = 2;

    /** A sign of a weak signal. */
    private record Sign(String name, double value, double threshold, boolean met) {}

    private List<Sign> signs() {
        List<Sign> signs = new ArrayList<>();
        signs.add(new Sign(
                "mean_confidence_below", meanConfidence, LEAST_CONFIDENCE, !(meanConfidence >= LEAST_CONFIDENCE)));
        signs.add(new Sign(
                "low_confidence_share_above",
                lowConfidenceShare,
                MOST_LOW_CONFIDENCE,
                !(lowConfidenceShare <= MOST_LOW_CONFIDENCE)));
        signs.add(new Sign(
                "no_strong_gene_and_moderate_genes_below",
                signal.moderate(),
                FEWEST_MODERATE,
                signal.strong() == 0 && signal.moderate() < FEWEST_MODERATE));
        signs.add(new Sign("arranged_cluster_pairs_below", arrangedPairs, 1, arrangedPairs < 1));
        return signs;
    }

    boolean isWeak() {
        return signs().stream().filter(Sign::met).count() >= SIGNS;
    }

    /** Why nothing is said of the whole slide: names may be unsure although genes are well arranged, as with a panel of another species. */
    String reason() {
        boolean isArranged =
                signs().subList(LABEL_SIGNS, signs().size()).stream().noneMatch(Sign::met);
        return isArranged ? "too few observations have a sure name" : "the signal of the slide is weak";
    }

    Verdict verdict() {
        List<String> met = signs().stream().filter(Sign::met).map(Sign::name).toList();
        String detail = met.isEmpty()
                ? "No sign of a weak signal."
                : met.size() + " of 4 signs of a weak signal: "
                        + String.join(", ", met).replace('_', ' ') + ".";
        return isWeak()
                ? Guardrails.SPATIAL_SIGNAL.fail("slide", detail)
                : Guardrails.SPATIAL_SIGNAL.pass("slide", detail);
    }

    ObjectNode toJson() {
        ObjectNode node = CanonicalJson.object().put("is_weak", isWeak()).put("signs_needed", SIGNS);
        ArrayNode list = node.putArray("signs");
        for (Sign sign : signs()) {
            ObjectNode item = list.addObject().put("name", sign.name()).put("met", sign.met());
            JsonNumbers.put(item, "value", sign.value()).put("threshold", sign.threshold());
        }
        return node;
    }
}
