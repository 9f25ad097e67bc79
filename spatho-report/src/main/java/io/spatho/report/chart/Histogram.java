package io.spatho.report.chart;

import io.spatho.report.html.Html;
import io.spatho.report.text.Numbers;
import java.util.Arrays;

/** How many observations have a value in each interval, as bars over an axis. */
public final class Histogram {

    private static final double WIDTH = 560;
    private static final double HEIGHT = 250;
    private static final double LEFT = 64;
    private static final double RIGHT = 14;
    private static final double TOP = 22;
    private static final double BOTTOM = 48;

    private final double[] edges;
    private final double[] counts;
    private final double highest;

    /** Bars for counts between edges; there is one edge more than counts. */
    public Histogram(double[] edges, double[] counts) {
        if (edges.length != counts.length + 1) {
            throw new IllegalArgumentException(edges.length + " edges for " + counts.length + " bars");
        }
        this.edges = edges;
        this.counts = counts;
        this.highest = Math.max(1, Arrays.stream(counts).max().orElse(0));
    }

    /** The drawing; {@code threshold} is marked unless it is NaN. */
    public Html draw(String id, String description, String axis, String vertical, double threshold) {
        Drawing drawing = new Drawing(id, description, WIDTH, HEIGHT);
        for (double tick : Ticks.between(0, highest, 4)) {
            double y = y(tick);
            drawing.line("grid", LEFT, y, WIDTH - RIGHT, y)
                    .text("end tick", LEFT - 8, y + 4, Numbers.significant(tick, 6));
        }
        for (int i = 0; i < counts.length; i++) {
            double x = x(edges[i]);
            double width = Math.max(0.5, x(edges[i + 1]) - x - 1);
            drawing.add(Html.element("rect", "bar")
                    .attribute("x", Drawing.n(x))
                    .attribute("y", Drawing.n(y(counts[i])))
                    .attribute("width", Drawing.n(width))
                    .attribute("height", Drawing.n(HEIGHT - BOTTOM - y(counts[i])))
                    .add(Html.element("title").text(range(i) + ": " + Numbers.significant(counts[i], 9))));
        }
        for (double tick : Ticks.between(edges[0], edges[edges.length - 1], 6)) {
            double x = x(tick);
            drawing.line("axis", x, HEIGHT - BOTTOM, x, HEIGHT - BOTTOM + 5)
                    .text("middle tick", x, HEIGHT - BOTTOM + 19, Numbers.significant(tick, 6));
        }
        drawing.line("axis", LEFT, HEIGHT - BOTTOM, WIDTH - RIGHT, HEIGHT - BOTTOM)
                .text("middle", (LEFT + WIDTH - RIGHT) / 2, HEIGHT - 8, axis)
                .text("end tick", LEFT - 8, 12, vertical);
        if (threshold >= edges[0] && threshold <= edges[edges.length - 1]) {
            double x = x(threshold);
            drawing.line("threshold", x, TOP - 6, x, HEIGHT - BOTTOM)
                    .text("start tick", x + 6, 12, "threshold " + Numbers.significant(threshold, 4));
        }
        return drawing.build();
    }

    private String range(int bar) {
        return Numbers.significant(edges[bar], 4) + " to " + Numbers.significant(edges[bar + 1], 4);
    }

    private double x(double value) {
        double span = edges[edges.length - 1] - edges[0];
        return LEFT + (span > 0 ? (value - edges[0]) / span : 0) * (WIDTH - LEFT - RIGHT);
    }

    private double y(double count) {
        return HEIGHT - BOTTOM - count / highest * (HEIGHT - TOP - BOTTOM);
    }
}
