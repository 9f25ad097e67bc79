package io.spatho.report.chart;

import io.spatho.report.color.Palette;
import io.spatho.report.html.Html;
import io.spatho.report.text.Numbers;

/** A scalable picture of fixed size that is being drawn; coordinates are points from the upper left corner. */
final class Drawing {

    private final Html svg;

    Drawing(String id, String description, double width, double height) {
        svg = Html.element("svg", "chart")
                .attribute("id", id)
                .attribute("viewBox", "0 0 " + n(width) + " " + n(height))
                .attribute("width", n(width))
                .attribute("height", n(height))
                .attribute("role", "img")
                .attribute("aria-labelledby", id + "-title")
                .add(Html.element("title").attribute("id", id + "-title").text(description));
    }

    Html build() {
        return svg;
    }

    Drawing add(Html piece) {
        svg.add(piece);
        return this;
    }

    Drawing filled(int rgb, double x, double y, double width, double height, String hint) {
        Html box = box(x, y, width, height).attribute("fill", Palette.hex(rgb));
        svg.add(hint.isEmpty() ? box : box.add(Html.element("title").text(hint)));
        return this;
    }

    Drawing disc(int rgb, double x, double y, double radius, String hint) {
        Html disc = Html.element("circle")
                .attribute("cx", n(x))
                .attribute("cy", n(y))
                .attribute("r", n(radius))
                .attribute("fill", Palette.hex(rgb));
        svg.add(hint.isEmpty() ? disc : disc.add(Html.element("title").text(hint)));
        return this;
    }

    Drawing line(String styleClass, double x0, double y0, double x1, double y1) {
        svg.add(Html.element("line", styleClass)
                .attribute("x1", n(x0))
                .attribute("y1", n(y0))
                .attribute("x2", n(x1))
                .attribute("y2", n(y1)));
        return this;
    }

    /** Text; the class says how it is aligned: {@code start}, {@code middle} or {@code end}. */
    Drawing text(String styleClass, double x, double y, String text) {
        svg.add(Html.element("text", styleClass)
                .attribute("x", n(x))
                .attribute("y", n(y))
                .text(text));
        return this;
    }

    /** Text that runs upwards to the right. */
    Drawing slanted(double x, double y, String text) {
        svg.add(Html.element("text", "start")
                .attribute("transform", "translate(" + n(x) + " " + n(y) + ") rotate(-45)")
                .text(text));
        return this;
    }

    private static Html box(double x, double y, double width, double height) {
        return Html.element("rect")
                .attribute("x", n(x))
                .attribute("y", n(y))
                .attribute("width", n(width))
                .attribute("height", n(height));
    }

    static String n(double value) {
        return Numbers.coordinate(value);
    }
}
