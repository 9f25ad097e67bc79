package io.spatho.report.chart;

import io.spatho.report.color.Palette;
import io.spatho.report.html.Html;
import io.spatho.report.text.Numbers;
import io.spatho.report.text.PlainText;
import java.util.List;

/** A small square table of deviations as coloured fields without numbers, to stand beside others of its kind. */
public final class SmallHeatMap {

    private static final double CELL = 15;
    private static final double LEFT = 64;
    private static final double TOP = 66;

    private SmallHeatMap() {}

    /** The drawing of names x names values; NaN is left blank, colours are full at {@code scale}. */
    public static Html draw(String id, String title, List<String> names, double[][] values, double scale) {
        int n = names.size();
        Drawing drawing = new Drawing(id, title, LEFT + CELL * n + 34, TOP + CELL * n + 6);
        drawing.text("start", 2, 14, title);
        for (int i = 0; i < n; i++) {
            String name = PlainText.shorten(names.get(i), 9);
            drawing.slanted(LEFT + CELL * (i + 0.5) + 3, TOP - 5, name)
                    .text("end", LEFT - 5, TOP + CELL * (i + 0.5) + 4, name);
            for (int j = 0; j < n; j++) {
                if (Double.isFinite(values[i][j])) {
                    drawing.filled(
                            Palette.diverging(values[i][j] / scale),
                            LEFT + CELL * j,
                            TOP + CELL * i,
                            CELL - 1,
                            CELL - 1,
                            j < i ? "" : names.get(i) + ", " + names.get(j) + ": " + Numbers.fixed(values[i][j], 1));
                }
            }
        }
        return drawing.build();
    }
}
