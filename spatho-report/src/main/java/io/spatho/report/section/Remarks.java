package io.spatho.report.section;

import io.spatho.report.content.Omission;
import io.spatho.report.content.ReportData;
import io.spatho.report.html.Html;
import io.spatho.report.text.Numbers;

/** What was unusual in the run and what was left out of it. */
final class Remarks {

    private static final String PLACE = "remarks";

    private Remarks() {}

    /** A line that leads to the remarks; nothing when there are none. */
    static Html pointer(ReportData data) {
        int warnings = data.input().remarks().warnings().size();
        int omissions = data.input().remarks().omissions().size();
        if (warnings + omissions == 0) {
            return Html.group();
        }
        String text = Numbers.count(warnings) + (warnings == 1 ? " warning" : " warnings") + ", "
                + Numbers.count(omissions) + (omissions == 1 ? " thing" : " things") + " left out";
        return Html.element("p", "pointer")
                .add(Html.element("a").attribute("href", "#" + PLACE).text(text));
    }

    static Html boxes(ReportData data) {
        var remarks = data.input().remarks();
        Html aside = Html.element("div", "remarks").attribute("id", PLACE);
        if (!remarks.warnings().isEmpty()) {
            Html list = Html.element("ul");
            remarks.warnings().stream().limit(data.detail().tableRows()).forEach(line -> list.add(item(line)));
            aside.add(box("Warnings", "warn", list));
        }
        if (!remarks.omissions().isEmpty()) {
            Html list = Html.element("ul");
            for (Omission omission : remarks.omissions().stream()
                    .limit(data.detail().tableRows())
                    .toList()) {
                list.add(Html.element("li")
                        .add(Html.element("strong").text(omission.what() + ": "))
                        .text(omission.reason()));
            }
            aside.add(box("Left out of this run", "info", list));
        }
        return aside;
    }

    private static Html item(String text) {
        return Html.element("li").text(text);
    }

    private static Html box(String title, String kind, Html list) {
        return Html.element("section", "box " + kind)
                .attribute("aria-label", title)
                .add(Html.element("h2").text(title), list);
    }
}
