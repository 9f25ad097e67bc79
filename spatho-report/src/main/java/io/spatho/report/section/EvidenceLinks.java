package io.spatho.report.section;

import io.spatho.core.evidence.Evidence;
import io.spatho.report.content.ReportData;
import io.spatho.report.html.Html;
import java.util.List;

/** References from sentences to the rows of the evidence list. */
final class EvidenceLinks {

    private static final int MOST = 6;
    private static final int DIGITS = 11;

    private EvidenceLinks() {}

    static Html of(List<String> ids, ReportData data) {
        return list(Html.element("span", "rests-on").text("rests on "), ids, data);
    }

    /** The same for a column whose heading says what stands in it. */
    static Html inColumn(String id, ReportData data) {
        return list(Html.element("span", "rests-on"), List.of(id), data);
    }

    private static Html list(Html links, List<String> ids, ReportData data) {
        for (int i = 0; i < Math.min(MOST, ids.size()); i++) {
            String id = ids.get(i);
            if (i > 0) {
                links.text(", ");
            }
            links.add(
                    data.evidence().isShown(id)
                            ? Html.element("a", "evidence-id")
                                    .attribute("href", "#" + id)
                                    .text(shortened(id))
                            : Html.element("code").text(shortened(id)));
        }
        if (ids.size() > MOST) {
            links.text(" and " + (ids.size() - MOST) + " more");
        }
        return links;
    }

    /** The evidence of some types, as a line under what it is about; nothing when there is none. */
    static Html ofTypes(ReportData data, String... types) {
        List<String> wanted = List.of(types);
        List<String> ids = data.evidence().all().stream()
                .filter(item -> wanted.contains(item.statement().type()))
                .map(Evidence::id)
                .toList();
        return ids.isEmpty() ? Html.group() : Html.element("p", "note").add(of(ids, data));
    }

    static String shortened(String id) {
        return id.length() > DIGITS ? id.substring(0, DIGITS) : id;
    }
}
