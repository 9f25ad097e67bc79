package io.spatho.report.chart;

import io.spatho.report.html.Html;
import io.spatho.report.text.Numbers;

/** A number with its interval on a short scale, for a cell of a table; the numbers stand beside it in words. */
public final class IntervalMark {

    private static final double WIDTH = 150;
    private static final double HEIGHT = 16;

    private IntervalMark() {}

    /** The mark on a scale from {@code low} to {@code high}; an interval that is not finite is left out. */
    public static Html draw(double value, double lower, double upper, double low, double high) {
        Html svg = Html.element("svg", "interval")
                .attribute("viewBox", "0 0 " + Numbers.coordinate(WIDTH) + " " + Numbers.coordinate(HEIGHT))
                .attribute("width", Numbers.coordinate(WIDTH))
                .attribute("height", Numbers.coordinate(HEIGHT))
                .attribute("aria-hidden", "true");
        if (low < 0 && high > 0) {
            svg.add(line("zero", place(0, low, high), 1, place(0, low, high), HEIGHT - 1));
        }
        svg.add(line("grid", 0, HEIGHT / 2, WIDTH, HEIGHT / 2));
        if (Double.isFinite(lower) && Double.isFinite(upper)) {
            svg.add(line("range", place(lower, low, high), HEIGHT / 2, place(upper, low, high), HEIGHT / 2));
        }
        if (Double.isFinite(value)) {
            svg.add(Html.element("circle", "estimate")
                    .attribute("cx", Numbers.coordinate(place(value, low, high)))
                    .attribute("cy", Numbers.coordinate(HEIGHT / 2))
                    .attribute("r", "4"));
        }
        return svg;
    }

    private static Html line(String styleClass, double x0, double y0, double x1, double y1) {
        return Html.element("line", styleClass)
                .attribute("x1", Numbers.coordinate(x0))
                .attribute("y1", Numbers.coordinate(y0))
                .attribute("x2", Numbers.coordinate(x1))
                .attribute("y2", Numbers.coordinate(y1));
    }

    private static double place(double value, double low, double high) {
        double share = high > low ? (value - low) / (high - low) : 0.5;
        return 5 + Math.max(0, Math.min(1, share)) * (WIDTH - 10);
    }
}
