package io.spatho.report.chart;

import io.spatho.report.color.Palette;
import io.spatho.report.html.Html;
import io.spatho.report.text.Numbers;
import io.spatho.report.text.PlainText;
import java.util.Arrays;
import java.util.List;

/** What groups are composed of: one bar of full length per group, divided by parts. */
public final class StackedBars {

    private static final double LEFT = 230;
    private static final double WIDTH = 560;
    private static final double RIGHT = 90;
    private static final double ROW = 30;

    private final List<String> groups;
    private final List<String> parts;
    private final double[][] counts;

    /** Counts are groups x parts; the colour of a part follows from its position. */
    public StackedBars(List<String> groups, List<String> parts, double[][] counts) {
        this.groups = groups;
        this.parts = parts;
        this.counts = counts;
    }

    /** The drawing; {@code word} names what is counted. */
    public Html draw(String id, String description, String word) {
        double bottom = 8 + ROW * groups.size();
        Drawing drawing = new Drawing(id, description, LEFT + WIDTH + RIGHT, bottom + 40);
        for (int tick = 0; tick <= 4; tick++) {
            double x = LEFT + WIDTH * tick / 4;
            drawing.line("grid", x, 4, x, bottom).text("middle tick", x, bottom + 16, tick * 25 + " %");
        }
        for (int group = 0; group < groups.size(); group++) {
            double y = 8 + ROW * group;
            double total = Arrays.stream(counts[group]).sum();
            drawing.text("end", LEFT - 10, y + 16, PlainText.shorten(groups.get(group), 32))
                    .text("start tick", LEFT + WIDTH + 8, y + 16, "n = " + Numbers.count((long) total));
            double x = LEFT;
            for (int part = 0; part < parts.size() && total > 0; part++) {
                double width = WIDTH * counts[group][part] / total;
                if (width > 0) {
                    String hint = groups.get(group) + ", " + parts.get(part) + ": "
                            + Numbers.percent(counts[group][part] / total);
                    drawing.filled(Palette.category(part), x, y, Math.max(0.3, width - 0.6), ROW - 8, hint);
                }
                x += width;
            }
        }
        return drawing.text("middle", LEFT + WIDTH / 2, bottom + 35, "share of the structure's " + word)
                .build();
    }
}
