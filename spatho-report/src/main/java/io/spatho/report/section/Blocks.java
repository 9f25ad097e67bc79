package io.spatho.report.section;

import io.spatho.report.content.ReportData;
import io.spatho.report.html.Html;
import io.spatho.report.text.Numbers;
import io.spatho.report.text.PlainText;

/** Forms that several sections share. */
final class Blocks {

    private static final int LONGEST_NAME = 160;
    private static final int DIGEST = 12;

    private Blocks() {}

    static Html paragraph(String text) {
        return Html.element("p").text(text);
    }

    static Html note(String text) {
        return Html.element("p", "note").text(text);
    }

    static Html subheading(String text) {
        return Html.element("h3").text(text);
    }

    /** A figure with heading, badge and caption. */
    static Html figure(String title, Html badge, Html content, String caption) {
        Html head = Html.element("div", "figure-head").add(Html.element("h3").text(title), badge);
        return Html.element("figure")
                .add(head, content, Html.element("figcaption").text(caption));
    }

    /** A drawing in a box that scrolls on narrow screens. */
    static Html scrolling(String description, Html drawing) {
        return Html.element("div", "scroll")
                .attribute("role", "region")
                .attribute("tabindex", "0")
                .attribute("aria-label", description)
                .add(drawing);
    }

    /** Says that something was not made, and why. */
    static Html absent(ReportData data, String what, String path) {
        return Html.element("p", "absent")
                .add(Html.element("strong").text(what + ": not made in this run. "))
                .text(data.reasonFor(path));
    }

    /** A name from data, at a length that a table bears. */
    static Html name(String text) {
        return Html.ofText(PlainText.shorten(text, LONGEST_NAME));
    }

    static Html number(String text) {
        return Html.ofText(text);
    }

    /** A digest by its first digits, whole in its hint. */
    static Html digest(String digest) {
        String shown = digest.length() > DIGEST ? digest.substring(0, DIGEST) + "…" : digest;
        return Html.element("code").attribute("title", digest).text(shown);
    }

    /** Says how many rows are not shown; nothing when all are. */
    static Html shown(int shown, long all, String where) {
        return shown >= all
                ? Html.group()
                : note("Showing " + Numbers.count(shown) + " of " + Numbers.count(all) + " rows; all are in " + where
                        + ".");
    }

    /** A list of facts. */
    static Html facts(String[]... facts) {
        Html list = Html.element("dl", "facts");
        for (String[] fact : facts) {
            list.add(Html.element("div")
                    .add(Html.element("dt").text(fact[0]))
                    .add(Html.element("dd").text(fact[1])));
        }
        return list;
    }
}
