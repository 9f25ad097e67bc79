package io.spatho.report.section;

import com.fasterxml.jackson.databind.JsonNode;
import io.spatho.core.artifact.Origin;
import io.spatho.report.chart.LineChart;
import io.spatho.report.content.ModelUse;
import io.spatho.report.content.ReportData;
import io.spatho.report.html.DataTable;
import io.spatho.report.html.Html;
import io.spatho.report.text.Numbers;
import java.util.LinkedHashMap;
import java.util.Map;

/** The models that had a part, how they were trained and how they compare with simpler ways. */
final class StgptSection implements Section {

    private static final String REPORT = "stgpt/qc_report.json";
    private static final String TRAINING = "stgpt/training.json";

    @Override
    public String id() {
        return "stgpt";
    }

    @Override
    public String title() {
        return "Model embedding (stGPT)";
    }

    @Override
    public Html body(ReportData data) {
        Html body = Html.group(Blocks.paragraph(
                "stGPT is a neural network that turns the expression of a " + data.observationWord(false)
                        + " into an embedding; regions get the weighted mean of their members. What rests on it is marked "
                        + "model-derived throughout. The principal components of expression, which need no training, stand beside "
                        + "it as a baseline."));
        body.add(models(data)).add(coverage(data)).add(training(data));
        if (data.artifact(EmbeddingMapSection.MODEL).isPresent()) {
            body.add(EmbeddingMapSection.figure(
                    data,
                    EmbeddingMapSection.BASELINE,
                    "map-baseline",
                    "Baseline: principal components of expression"));
        }
        return body;
    }

    private static Html models(ReportData data) {
        if (data.input().provenance().models().isEmpty()) {
            return Blocks.absent(data, "Model", "stgpt/");
        }
        DataTable table = new DataTable("model-table", "Models")
                .column("Model")
                .column("Version")
                .column("Fingerprint of weights and configuration")
                .column("Its part in this run");
        for (ModelUse use : data.input().provenance().models()) {
            table.row(
                    Blocks.name(use.model().name()),
                    Blocks.name(use.model().version()),
                    Html.element("code", "wrap").text(use.model().fingerprint()),
                    Html.ofText(use.description()));
        }
        return table.build();
    }

    private static Html coverage(ReportData data) {
        JsonNode report = data.json(REPORT);
        if (report.isMissingNode()) {
            return Blocks.absent(data, "Report of the embedding step", REPORT);
        }
        Map<String, JsonNode> facts = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> field : report.properties()) {
            if (field.getValue().isObject()) {
                field.getValue().properties().forEach(inner -> facts.put(inner.getKey(), inner.getValue()));
            } else {
                facts.put(field.getKey(), field.getValue());
            }
        }
        DataTable table = new DataTable("stgpt-report", "How the panel fits the model, and what was embedded")
                .column("Quantity")
                .column("Value");
        facts.forEach((key, value) -> {
            if (table.size() < data.detail().tableRows()) {
                table.row(Blocks.name(ValueText.words(key)), Html.ofText(value(key, value)));
            }
        });
        return table.size() == 0 ? Html.group() : table.build();
    }

    private static String value(String key, JsonNode value) {
        boolean isShare = (key.contains("share") || key.contains("overlap") || key.contains("coverage"))
                && value.isFloatingPointNumber()
                && value.asDouble() >= 0
                && value.asDouble() <= 1;
        return isShare ? Numbers.percent(value.asDouble()) : ValueText.of(value);
    }

    private static Html training(ReportData data) {
        JsonNode document = data.json(TRAINING);
        if (document.isMissingNode()) {
            return Blocks.absent(data, "Training on this case", TRAINING);
        }
        double[] loss = new double[document.path("loss").size()];
        for (int i = 0; i < loss.length; i++) {
            loss[i] = document.path("loss").get(i).asDouble(Double.NaN);
        }
        Html body = Html.group(
                Blocks.paragraph(
                        "The model was trained on this case alone, to fill in masked genes and to predict "
                                + "the neighbourhood. It knows no other tissue, and its embeddings cannot be compared with those of other runs."));
        if (loss.length > 0) {
            String description = "Line chart of the training loss, from " + Numbers.significant(loss[0], 3) + " to "
                    + Numbers.significant(loss[loss.length - 1], 3) + " over " + loss.length + " values.";
            body.add(Blocks.figure(
                    "Training loss",
                    Badges.of(Origin.MODEL_DERIVED),
                    Blocks.scrolling(
                            description,
                            LineChart.draw("training-loss", description, loss, "record during training", "loss")),
                    "The loss is what training makes small; n = " + Numbers.count(loss.length) + " recorded values."));
        }
        return body.add(ValidationTable.of(document.path("validation")))
                .add(Blocks.note("Settings of the training: " + ValueText.of(document.path("config"))));
    }
}
