package io.spatho.report.chart;

import io.spatho.report.color.Palette;
import io.spatho.report.html.Html;

/** A patch of colour beside a name. */
public final class Key {

    private Key() {}

    /** A strip of colours from low to high. */
    public static Html ramp(int[] colors) {
        Html svg = Html.element("svg", "key")
                .attribute("width", Integer.toString(4 * colors.length))
                .attribute("height", "12")
                .attribute("aria-hidden", "true");
        for (int i = 0; i < colors.length; i++) {
            svg.add(Html.element("rect")
                    .attribute("x", Integer.toString(4 * i))
                    .attribute("width", "4.5")
                    .attribute("height", "12")
                    .attribute("fill", Palette.hex(colors[i])));
        }
        return svg;
    }

    /** The patch. */
    public static Html of(int rgb) {
        return Html.element("svg", "key")
                .attribute("width", "12")
                .attribute("height", "12")
                .attribute("aria-hidden", "true")
                .add(Html.element("rect")
                        .attribute("width", "12")
                        .attribute("height", "12")
                        .attribute("rx", "2")
                        .attribute("fill", Palette.hex(rgb)));
    }
}
