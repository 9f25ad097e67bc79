package io.spatho.report.chart;

import io.spatho.report.color.Palette;
import io.spatho.report.html.Html;

/** A patch of colour beside a name. */
public final class Key {

    private Key() {}

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
