package io.spatho.report.section;

import com.fasterxml.jackson.databind.JsonNode;
import io.spatho.report.html.DataTable;
import io.spatho.report.html.Html;
import java.util.LinkedHashMap;
import java.util.Map;

/** What a model reached on data held back from training, next to what simpler ways reach. */
final class ValidationTable {

    private static final String BASELINES = "baselines";

    private ValidationTable() {}

    /** A table of quantities x (model, baselines); quantities without a baseline stand alone. */
    static Html of(JsonNode validation) {
        Map<String, JsonNode> baselines = new LinkedHashMap<>();
        validation.path(BASELINES).properties().forEach(field -> baselines.put(field.getKey(), field.getValue()));
        DataTable table = new DataTable(
                        "validation-table", "On data held back from training: the model beside its baselines")
                .column("Quantity")
                .number("Model");
        baselines.keySet().forEach(name -> table.number(ValueText.words(name)));
        validation.properties().forEach(field -> {
            if (!field.getKey().equals(BASELINES)) {
                Html[] cells = new Html[baselines.size() + 2];
                cells[0] = Blocks.name(ValueText.words(field.getKey()));
                cells[1] = Html.ofText(ValueText.of(field.getValue()));
                int next = 2;
                for (JsonNode baseline : baselines.values()) {
                    cells[next++] = Html.ofText(ValueText.of(baseline.path(field.getKey())));
                }
                table.row(cells);
            }
        });
        baselines.forEach((name, value) -> {
            if (!value.isObject()) {
                Html[] cells = new Html[baselines.size() + 2];
                java.util.Arrays.setAll(cells, i -> Html.ofText("–"));
                cells[0] = Blocks.name(ValueText.words(name));
                cells[2 + java.util.List.copyOf(baselines.keySet()).indexOf(name)] = Html.ofText(ValueText.of(value));
                table.row(cells);
            }
        });
        return table.size() == 0 ? Blocks.note("The run holds no validation of the training.") : table.build();
    }
}
