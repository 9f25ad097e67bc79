package io.spatho.report.section;

import io.spatho.report.html.Html;
import io.spatho.report.text.PlainText;

/** A path within the run folder, as a link where it can be one. */
final class FileLink {

    private static final int LONGEST = 160;

    private FileLink() {}

    static Html of(String path) {
        return Html.isLinkable(path) && path.length() <= LONGEST
                ? breakable(Html.element("a", "file").attribute("href", path), path)
                : Html.element("code").text(PlainText.shorten(path, LONGEST));
    }

    /** The path with places at which a line may end: after each slash and underscore. */
    static Html breakable(Html link, String path) {
        int start = 0;
        for (int i = 0; i < path.length() - 1; i++) {
            if (path.charAt(i) == '/' || path.charAt(i) == '_') {
                link.text(path.substring(start, i + 1)).add(Html.element("wbr"));
                start = i + 1;
            }
        }
        return link.text(path.substring(start));
    }
}
