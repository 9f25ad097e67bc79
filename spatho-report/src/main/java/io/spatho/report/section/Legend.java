package io.spatho.report.section;

import io.spatho.report.chart.Key;
import io.spatho.report.color.Palette;
import io.spatho.report.content.Labels;
import io.spatho.report.html.Html;
import io.spatho.report.text.Numbers;
import io.spatho.report.text.PlainText;
import java.util.function.UnaryOperator;

/** What the colours of a map mean, with counts. */
final class Legend {

    private static final int LONGEST = 60;

    private Legend() {}

    /** A legend of labels; {@code map} is the map whose colours the script can bring out. */
    static Html of(Labels labels, UnaryOperator<String> names, String map, int removed, int unlabelled) {
        Html list = Html.element("ul", "legend").attribute("data-map", map);
        int coloured = Math.min(Palette.CATEGORIES, labels.names().size());
        for (int i = 0; i < coloured; i++) {
            list.add(item(Palette.category(i), names.apply(labels.names().get(i)), labels.counts()[i]));
        }
        long rest = unlabelled;
        for (int i = coloured; i < labels.counts().length; i++) {
            rest += labels.counts()[i];
        }
        if (labels.names().size() > coloured) {
            list.add(item(Palette.OTHER, labels.names().size() - coloured + " smaller ones, and none", rest));
        } else if (rest > 0) {
            list.add(item(Palette.OTHER, "none", rest));
        }
        if (removed > 0) {
            list.add(item(Palette.REMOVED, "removed by quality control", removed));
        }
        return list;
    }

    private static Html item(int color, String name, long count) {
        return Html.element("li")
                .attribute("data-color", Palette.hex(color))
                .add(Key.of(color))
                .add(Html.element("span", "name").text(PlainText.shorten(name, LONGEST)))
                .add(Html.element("span", "count").text(Numbers.count(count)));
    }
}
