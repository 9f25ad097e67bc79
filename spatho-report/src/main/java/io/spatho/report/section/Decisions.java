package io.spatho.report.section;

import io.spatho.core.review.ReviewDecision;
import io.spatho.core.review.ReviewDecision.Kind;
import io.spatho.report.content.ReportData;
import io.spatho.report.html.Html;
import io.spatho.report.text.PlainText;
import java.util.List;
import java.util.Optional;

/** What people decided, beside what they decided it about. */
final class Decisions {

    private static final int LONGEST_NOTE = 400;

    private Decisions() {}

    /** A sentence; struck through when a person rejected any of what it rests on. */
    static Html struck(List<String> ids, ReportData data, String sentence) {
        return Html.element("p", "sentence").add(inline(ids, data, sentence));
    }

    /** The same within other text. */
    static Html inline(List<String> ids, ReportData data, String text) {
        boolean rejected = ids.stream().anyMatch(id -> decision(id, data)
                .filter(one -> one.kind() == Kind.REJECT)
                .isPresent());
        return rejected ? Html.element("s").text(text) : Html.ofText(text);
    }

    /** Who decided what about some evidence, and why; nothing when nobody did. */
    static Html of(List<String> ids, ReportData data) {
        Html lines = Html.group();
        ids.stream()
                .flatMap(id -> decision(id, data).stream())
                .distinct()
                .forEach(one -> lines.add(
                        Html.element("p", "note").add(Badges.of(one.kind())).text(" " + words(one))));
        return lines;
    }

    static Html badge(String id, ReportData data) {
        return decision(id, data).map(one -> Badges.of(one.kind())).orElseGet(Html::group);
    }

    static String words(ReviewDecision decision) {
        String label = decision.label()
                .map(text -> PlainText.shorten(text, 200)
                        + (decision.original().isEmpty()
                                ? ""
                                : " instead of " + PlainText.shorten(decision.original(), 200))
                        + ", ")
                .orElse("");
        return label + PlainText.shorten(decision.reviewer(), 200) + ": "
                + PlainText.shorten(decision.note(), LONGEST_NOTE);
    }

    private static Optional<ReviewDecision> decision(String id, ReportData data) {
        return data.input().decisions().of(id);
    }
}
