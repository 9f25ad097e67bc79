package io.spatho.report.section;

import io.spatho.report.html.Html;
import io.spatho.report.text.PlainText;

/** A path within the run folder, as a link where it can be one. */
final class FileLink {

    private static final int LONGEST = 160;

    private FileLink() {}

    static Html of(String path) {
        String shown = PlainText.shorten(path, LONGEST);
        return Html.isLinkable(path)
                ? Html.element("a", "file").attribute("href", path).text(shown)
                : Html.element("code").text(shown);
    }
}
