package io.spatho.report.section;

import com.fasterxml.jackson.databind.JsonNode;
import io.spatho.report.content.ReportData;
import io.spatho.report.html.Html;
import io.spatho.report.text.Numbers;

/** The slide in a few features, and the pattern they are consistent with. */
final class FeaturesBlock {

    private static final String DOCUMENT = "analysis/spatial_features.json";

    private FeaturesBlock() {}

    static Html of(ReportData data) {
        JsonNode features = data.json(DOCUMENT);
        if (features.isMissingNode()) {
            return Blocks.absent(data, "Features of the slide", DOCUMENT);
        }
        JsonNode annotation = features.path("annotation");
        JsonNode spatial = features.path("spatial_heterogeneity");
        JsonNode phenotype = features.path("phenotype");
        boolean named = phenotype.path("name").isTextual();
        String pattern = named
                ? ValueText.words(phenotype.path("name").asText())
                        + (phenotype.path("is_robust").asBoolean() ? "" : " (changes within the intervals)")
                : "not named: " + phenotype.path("undefined_reason").asText();
        int met = 0;
        for (JsonNode sign : features.path("signal").path("signs")) {
            met += sign.path("met").asBoolean() ? 1 : 0;
        }
        return Html.group(
                Html.element("div", "figure-head")
                        .add(Blocks.subheading("The slide in a few features"), Badges.ofArtifacts(data, DOCUMENT)),
                Blocks.facts(
                        new String[] {"Pattern consistent with", pattern},
                        new String[] {
                            "n", data.observations(annotation.path("n_spots").asLong())
                        },
                        new String[] {
                            "Immune share",
                            annotation.path("immune_share").isNumber()
                                    ? Numbers.percent(annotation
                                                    .path("immune_share")
                                                    .asDouble())
                                            + shares(annotation)
                                    : "not defined: no immune compartment could be scored"
                        },
                        new String[] {
                            "Mean Moran's I of the "
                                    + spatial.path("morans_i_genes").asText() + " most variable genes",
                            fixed(spatial.path("morans_i_mean")) + interval(spatial, "morans_i_lower", "morans_i_upper")
                        },
                        new String[] {
                            "Entropy of neighbouring cell types, nats",
                            fixed(spatial.path("entropy_mean")) + interval(spatial, "entropy_lower", "entropy_upper")
                        },
                        new String[] {
                            "Genes with a strong, moderate signal",
                            spatial.path("genes").path("n_strong").asText() + ", "
                                    + spatial.path("genes").path("n_moderate").asText()
                        },
                        new String[] {"Signs of a weak signal", met + " of 4; 2 stop the rule set"},
                        new String[] {"Mean confidence of labels", fixed(annotation.path("mean_confidence"))}),
                Blocks.note("The pattern follows from a rule set with fixed thresholds over these features (version "
                        + phenotype.path("rules").asText()
                        + "). It says what the pattern is consistent with; it is no diagnosis."),
                EvidenceLinks.ofTypes(
                        data, "phenotype", "immune_share", "mean_spatial_autocorrelation", "spatial_signal"));
    }

    private static String fixed(JsonNode number) {
        return number.isNumber() ? Numbers.fixed(number.asDouble(), 2) : Numbers.UNDEFINED;
    }

    private static String shares(JsonNode annotation) {
        JsonNode lower = annotation.path("immune_share_lower");
        JsonNode upper = annotation.path("immune_share_upper");
        return lower.isNumber() && upper.isNumber()
                ? " (" + Numbers.percent(Math.max(0, lower.asDouble())) + " to "
                        + Numbers.percent(Math.min(1, upper.asDouble())) + ")"
                : "";
    }

    private static String interval(JsonNode node, String lower, String upper) {
        return node.path(lower).isNumber() && node.path(upper).isNumber()
                ? " (" + fixed(node.path(lower)) + " to " + fixed(node.path(upper)) + ")"
                : "";
    }
}
