package io.spatho.report.section;

import com.fasterxml.jackson.databind.JsonNode;
import io.spatho.core.artifact.Origin;
import io.spatho.report.chart.Key;
import io.spatho.report.chart.LineChart;
import io.spatho.report.color.Palette;
import io.spatho.report.html.Html;
import io.spatho.report.text.Numbers;
import java.util.ArrayList;
import java.util.List;

/** How the loss fell during training, beside the errors on data held back from it where they were recorded. */
final class TrainingFigure {

    private static final String[][] HELD_OUT = {
        {"validation_masked", "held back: hidden genes"}, {"validation_nearby", "held back: neighbourhood"}
    };

    private TrainingFigure() {}

    static Html of(JsonNode document) {
        List<double[]> series = new ArrayList<>();
        List<String> names = new ArrayList<>();
        JsonNode loss = document.path("loss");
        if (loss.isEmpty()) {
            return Blocks.note("The run holds no record of the training.");
        }
        add(series, names, "training loss", loss);
        JsonNode curve = document.path("curve");
        double[] positions = positions(curve, loss.size());
        for (String[] kind : HELD_OUT) {
            if (curve.size() == loss.size() && curve.path(0).has(kind[0])) {
                List<JsonNode> values = new ArrayList<>();
                curve.forEach(point -> values.add(point.path(kind[0])));
                add(series, names, kind[1], values);
            }
        }
        double[] first = series.get(0);
        String description = "Line chart of the training loss, from " + Numbers.significant(first[0], 3) + " to "
                + Numbers.significant(first[first.length - 1], 3) + " over " + first.length + " records.";
        String axis = curve.size() == loss.size() ? "training step" : "record during training";
        Html legend = Html.element("ul", "legend flat");
        for (int i = 0; i < names.size(); i++) {
            legend.add(Html.element("li").add(Key.of(Palette.category(i))).text(" " + names.get(i)));
        }
        return Blocks.figure(
                "Training",
                Badges.of(Origin.MODEL_DERIVED),
                Html.group(
                        Blocks.scrolling(
                                description,
                                LineChart.draw("training-loss", description, positions, series, axis, "loss")),
                        legend),
                "The loss is what training makes small; n = " + Numbers.count(first.length)
                        + " records. Data held back were not used for training.");
    }

    private static void add(List<double[]> series, List<String> names, String name, Iterable<JsonNode> values) {
        List<Double> numbers = new ArrayList<>();
        values.forEach(value -> numbers.add(value.asDouble(Double.NaN)));
        series.add(numbers.stream().mapToDouble(Double::doubleValue).toArray());
        names.add(name);
    }

    private static double[] positions(JsonNode curve, int count) {
        double[] positions = new double[count];
        for (int i = 0; i < count; i++) {
            positions[i] = curve.size() == count ? curve.get(i).path("step").asDouble(i + 1.0) : i + 1;
        }
        return positions;
    }
}
