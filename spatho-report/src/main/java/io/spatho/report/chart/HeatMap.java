package io.spatho.report.chart;

import io.spatho.report.color.Palette;
import io.spatho.report.html.Html;
import io.spatho.report.text.Numbers;
import io.spatho.report.text.PlainText;
import java.util.List;

/** A square table of deviations as coloured fields with their numbers; fields without a number are hatched. */
public final class HeatMap {

    private static final double CELL = 40;
    private static final double HEIGHT = 26;
    private static final double LEFT = 150;
    private static final double TOP = 96;

    private final List<String> names;
    private final double[][] values;
    private final double scale;

    /** Values are names x names; NaN is undefined. Colours are saturated at {@code scale}. */
    public HeatMap(List<String> names, double[][] values, double scale) {
        this.names = names;
        this.values = values;
        this.scale = scale;
    }

    /** The drawing. */
    public Html draw(String id, String description) {
        int n = names.size();
        double bottom = TOP + HEIGHT * n;
        Drawing drawing = new Drawing(id, description, Math.max(LEFT + CELL * n + 70, 470), bottom + 56);
        drawing.add(hatching(id));
        for (int i = 0; i < n; i++) {
            drawing.slanted(LEFT + CELL * (i + 0.5) + 2, TOP - 8, PlainText.shorten(names.get(i), 16))
                    .text("end", LEFT - 10, TOP + HEIGHT * (i + 0.5) + 4, PlainText.shorten(names.get(i), 20));
            for (int j = 0; j < n; j++) {
                field(drawing, id, i, j);
            }
        }
        legend(drawing, id, bottom + 20);
        return drawing.build();
    }

    private void field(Drawing drawing, String id, int i, int j) {
        double value = values[i][j];
        double x = LEFT + CELL * j;
        double y = TOP + HEIGHT * i;
        String pair = names.get(i) + " beside " + names.get(j) + ": ";
        if (!Double.isFinite(value)) {
            drawing.add(hatched(id, x, y, CELL - 1, pair + "undefined"));
            return;
        }
        int rgb = Palette.diverging(value / scale);
        drawing.filled(rgb, x, y, CELL - 1, HEIGHT - 1, pair + "z = " + Numbers.fixed(value, 1));
        drawing.add(Html.element("text", "middle value")
                .attribute("x", Drawing.n(x + (CELL - 1) / 2))
                .attribute("y", Drawing.n(y + HEIGHT / 2 + 4))
                .attribute("fill", Palette.inkOn(rgb))
                .text(Numbers.fixed(value, Math.abs(value) < 9.95 ? 1 : 0)));
    }

    private void legend(Drawing drawing, String id, double y) {
        for (int step = 0; step < 30; step++) {
            drawing.filled(Palette.diverging(step / 14.5 - 1), LEFT + 5 * step, y, 5.5, 12, "");
        }
        String end = Numbers.significant(scale, 2);
        drawing.text("start tick", LEFT, y + 28, "−" + end)
                .text("middle tick", LEFT + 75, y + 28, "z")
                .text("end tick", LEFT + 150, y + 28, "+" + end)
                .add(hatched(id, LEFT + 184, y - 2, 22, ""))
                .text("start tick", LEFT + 214, y + 11, "undefined");
    }

    private static Html hatched(String id, double x, double y, double width, String hint) {
        Html field = Html.element("rect")
                .attribute("x", Drawing.n(x))
                .attribute("y", Drawing.n(y))
                .attribute("width", Drawing.n(width))
                .attribute("height", Drawing.n(HEIGHT - 1 - (hint.isEmpty() ? 8 : 0)))
                .attribute("fill", "url(#" + id + "-hatch)");
        return hint.isEmpty() ? field : field.add(Html.element("title").text(hint));
    }

    private static Html hatching(String id) {
        Html stroke = Html.element("path", "hatch").attribute("d", "M-1 7L7 -1M-1 1L1 -1M5 7L7 5");
        return Html.element("defs")
                .add(Html.element("pattern")
                        .attribute("id", id + "-hatch")
                        .attribute("width", "6")
                        .attribute("height", "6")
                        .attribute("patternUnits", "userSpaceOnUse")
                        .add(stroke));
    }
}
