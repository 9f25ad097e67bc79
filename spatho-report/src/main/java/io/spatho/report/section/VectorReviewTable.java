package io.spatho.report.section;

import com.fasterxml.jackson.databind.JsonNode;
import io.spatho.report.content.ReportData;
import io.spatho.report.html.DataTable;
import io.spatho.report.html.Html;
import io.spatho.report.text.Numbers;
import java.util.LinkedHashMap;
import java.util.Map;

/** What the run's vectors say of clusters, regions and structures, beside the principal components. */
final class VectorReviewTable {

    private static final String REVIEW = "regions/embedding_review.json";

    private VectorReviewTable() {}

    static Html of(ReportData data) {
        JsonNode document = data.json(REVIEW);
        if (document.isMissingNode()) {
            return Html.group();
        }
        DataTable table = new DataTable(
                        "vector-review",
                        "What the vectors say: mean with 95 % interval over spatial blocks, the baseline beside it")
                .column("Quantity")
                .number("n")
                .number("Main vectors")
                .number("Principal components");
        quantities(document.path("main"))
                .forEach((name, main) -> table.row(
                        Blocks.name(name),
                        Html.ofText(Numbers.count(main.path("n").asInt())),
                        Html.ofText(estimate(main)),
                        Html.ofText(estimate(
                                quantities(document.path("of_baseline")).getOrDefault(name, main.path("none"))))));
        return table.size() == 0 ? Html.group() : table.build();
    }

    private static Map<String, JsonNode> quantities(JsonNode findings) {
        Map<String, JsonNode> all = new LinkedHashMap<>();
        findings.path("coherence")
                .properties()
                .forEach(unit -> all.put("coherence within a " + unit.getKey(), unit.getValue()));
        findings.path("structure_coherence")
                .properties()
                .forEach(unit -> all.put("coherence of " + unit.getKey(), unit.getValue()));
        findings.properties().forEach(field -> {
            if (field.getValue().has("value")) {
                all.put(ValueText.words(field.getKey()), field.getValue());
            }
        });
        return all;
    }

    private static String estimate(JsonNode mean) {
        if (!mean.path("value").isNumber()) {
            return "–";
        }
        String value = Numbers.significant(mean.path("value").asDouble(), 2);
        return mean.path("lower").isNumber()
                ? value + " (" + Numbers.significant(mean.path("lower").asDouble(), 2) + " to "
                        + Numbers.significant(mean.path("upper").asDouble(), 2) + ")"
                : value;
    }
}
