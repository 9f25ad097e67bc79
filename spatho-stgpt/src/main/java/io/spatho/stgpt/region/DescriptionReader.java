package io.spatho.stgpt.region;

import com.fasterxml.jackson.databind.JsonNode;
import io.spatho.core.error.InputException;
import io.spatho.core.error.Problem;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Takes checked values out of the description of a region model. */
record DescriptionReader(Path file) {

    private static final int MOST_GENES = 1_000_000;

    RegionSettings settings(JsonNode json) {
        try {
            return new RegionSettings(
                    whole(json, "width", 4096),
                    whole(json, "heads", 4096),
                    whole(json, "layers", 64),
                    whole(json, "hidden", 1 << 16),
                    whole(json, "most_genes", MOST_GENES),
                    whole(json, "longest", 1 << 20),
                    number(json, "masked_share"),
                    whole(json, "batch", 1 << 20),
                    whole(json, "epochs", 1 << 20),
                    whole(json, "most_steps", 1 << 24),
                    number(json, "learning_rate"),
                    number(json, "held_out_share"),
                    json.path("seed").asLong());
        } catch (IllegalArgumentException e) {
            throw new InputException(Problem.of(e.getMessage()).at(file), e);
        }
    }

    TrainingReport report(JsonNode json, int genes) {
        List<TrainingReport.CurvePoint> curve = new ArrayList<>();
        for (JsonNode point : json.path("curve")) {
            curve.add(new TrainingReport.CurvePoint(
                    whole(point, "step", 1 << 24),
                    number(point, "training"),
                    number(point, "validation_masked"),
                    number(point, "validation_nearby")));
        }
        JsonNode scores = json.path("held_out");
        TrainingReport.HeldOut heldOut = new TrainingReport.HeldOut(
                whole(scores, "cells", Integer.MAX_VALUE),
                scores.path("hidden_values").asLong(),
                number(scores, "masked"),
                number(scores, "masked_gene_mean"),
                number(scores, "masked_cell_mean"),
                number(scores, "panel"),
                number(scores, "panel_network"),
                number(scores, "panel_linear"),
                number(scores, "panel_gene_mean"),
                number(scores, "nearby"),
                number(scores, "nearby_network"),
                number(scores, "nearby_gene_mean"),
                number(scores, "nearby_linear"));
        return new TrainingReport(
                whole(json, "training_cells", Integer.MAX_VALUE),
                whole(json, "validation_cells", Integer.MAX_VALUE),
                whole(json, "held_out_cells", Integer.MAX_VALUE),
                whole(json, "cells_without_genes", Integer.MAX_VALUE),
                genes,
                whole(json, "steps", 1 << 24),
                whole(json, "best_step", 1 << 24),
                curve,
                heldOut);
    }

    float[] column(JsonNode genes, String key) {
        float[] values = new float[genes.size()];
        for (int gene = 0; gene < values.length; gene++) {
            values[gene] = (float) number(genes.get(gene), key);
        }
        return values;
    }

    int whole(JsonNode json, String key, int largest) {
        JsonNode value = json.path(key);
        if (!value.isIntegralNumber()
                || !value.canConvertToInt()
                || value.intValue() < 0
                || value.intValue() > largest) {
            throw fault(key, "a whole number of at most " + largest, value);
        }
        return value.intValue();
    }

    /** A list of different texts, empty where there is none. */
    List<String> texts(JsonNode json, String key) {
        List<String> texts = new ArrayList<>();
        JsonNode list = json.path(key);
        for (JsonNode text : list) {
            texts.add(text.asText());
        }
        if (texts.size() > MOST_GENES || texts.stream().distinct().count() != texts.size()) {
            throw fault(key, "at most " + MOST_GENES + " different names", texts.size());
        }
        return texts;
    }

    double number(JsonNode json, String key) {
        JsonNode value = json.path(key);
        if (!value.isNumber() || !Double.isFinite(value.doubleValue())) {
            throw fault(key, "a number", value);
        }
        return value.doubleValue();
    }

    InputException fault(String key, Object expected, Object found) {
        return new InputException(Problem.of("the description of the region model is broken")
                .at(file + ", key " + key)
                .expected(expected, found)
                .fix("Train the model again, or copy the folder again."));
    }
}
