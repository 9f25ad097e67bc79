package io.spatho.report.section;

import com.fasterxml.jackson.databind.JsonNode;
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
        if (data.input().provenance().models().isEmpty()
                && data.artifact(REPORT).isEmpty()) {
            return body.add(Blocks.absent(data, "Embedding by stGPT", "stgpt/"));
        }
        body.add(models(data)).add(coverage(data)).add(training(data)).add(VectorReviewTable.of(data));
        if (data.isModelDerived(EmbeddingMapSection.MAIN)) {
            body.add(EmbeddingMapSection.figure(data, EmbeddingMapSection.BASELINE, "map-baseline"));
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
                table.row(
                        Blocks.name(ValueText.words(key, data.observationWord(false))), Html.ofText(value(key, value)));
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

    private static Html notTrained(ReportData data) {
        return data.artifact(REPORT).isPresent()
                ? Blocks.note("The model was not trained on this case: its weights were given.")
                : Blocks.absent(data, "Training on this case", TRAINING);
    }

    private static Html training(ReportData data) {
        JsonNode document = data.json(TRAINING);
        if (document.isMissingNode()) {
            return notTrained(data);
        }
        Html body = Html.group(
                Blocks.paragraph(
                        "The model was trained on this case alone, to fill in masked genes and to predict "
                                + "the neighbourhood. It knows no other tissue, and its embeddings cannot be compared with those of other runs."));
        body.add(TrainingFigure.of(document));
        return body.add(ValidationTable.of(document.path("validation")))
                .add(Blocks.note("Settings of the training: " + ValueText.of(document.path("config"))));
    }
}
