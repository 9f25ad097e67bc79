package io.spatho.report.section;

import com.fasterxml.jackson.databind.JsonNode;
import io.spatho.core.review.ReviewDecision;
import io.spatho.report.content.ReportData;
import io.spatho.report.html.DataTable;
import io.spatho.report.html.Html;
import io.spatho.report.text.Numbers;
import io.spatho.report.text.PlainText;
import java.util.ArrayList;
import java.util.List;

/** The evidence in words, what waits for a person, and what people decided. */
final class ReviewSection implements Section {

    private static final String REVIEW = "review/review.json";
    private static final String QUEUE = "review/review_queue.json";
    private static final int MOST_QUEUED = 60;

    @Override
    public String id() {
        return "review";
    }

    @Override
    public String title() {
        return "Review";
    }

    @Override
    public Html body(ReportData data) {
        return Html.group(words(data), queue(data), decisions(data));
    }

    private static Html words(ReportData data) {
        JsonNode review = data.json(REVIEW);
        Html head = Blocks.subheading("In words");
        if (review.isMissingNode()) {
            return Html.group(head, Blocks.note("Nobody was asked to put the evidence of this run into words."));
        }
        if (!review.path("status").asText().equals("made")) {
            return Html.group(
                    head,
                    Blocks.note("The review could not be made: "
                            + PlainText.shorten(review.path("reason").asText(), 300)));
        }
        boolean byModel = !review.path("transcript_sha256").isNull();
        Html list = Html.element("ol", "claims");
        for (JsonNode sentence : review.path("sentences")) {
            List<String> ids = texts(sentence.path("evidence"));
            if (ids.stream().allMatch(id -> data.evidence().get(id) != null)) {
                Html marks = Html.element("p", "marks")
                        .add(byModel ? Badges.writtenByModel() : Badges.writtenByRules())
                        .add(EvidenceLinks.of(ids, data));
                String cited = String.join(", ", texts(sentence.path("citations")));
                if (!cited.isEmpty()) {
                    marks.text(" cites " + PlainText.shorten(cited, 80));
                }
                list.add(Html.element("li")
                        .add(Decisions.struck(ids, data, sentence.path("text").asText()))
                        .add(marks));
            }
        }
        return Html.group(
                head,
                Blocks.paragraph(introduction(review, byModel)),
                byModel ? list : folded(review, list),
                references(review),
                drops(review));
    }

    /** What rules wrote repeats the leading statements above, so that it need not be read to see the tissue. */
    private static Html folded(JsonNode review, Html list) {
        int sentences = review.path("sentences").size();
        return Html.element("details")
                .add(Html.element("summary")
                        .text(Numbers.count(sentences) + (sentences == 1 ? " sentence" : " sentences")))
                .add(list);
    }

    private static String introduction(JsonNode review, boolean byModel) {
        return byModel
                ? "A language model (" + PlainText.shorten(review.path("model").asText("unnamed"), 100)
                        + ", through "
                        + PlainText.shorten(review.path("backend").asText(), 40)
                        + ") wrote these sentences. Each was held against the evidence that it names; that does not make it true. "
                        + "They are words about evidence, not evidence and not a diagnosis."
                : "These sentences follow from the evidence by rules; no model was asked.";
    }

    private static Html references(JsonNode review) {
        if (review.path("bibliography").isEmpty()) {
            return Html.group();
        }
        Html list = Html.element("ul", "plain");
        review.path("bibliography")
                .forEach(reference -> list.add(Html.element("li")
                        .text(PlainText.shorten(reference.path("id").asText(), 10) + " "
                                + PlainText.shorten(reference.path("text").asText(), 400))));
        return list;
    }

    private static Html drops(JsonNode review) {
        List<String> parts = new ArrayList<>();
        long all = 0;
        for (var field : review.path("dropped").properties()) {
            if (field.getValue().asLong() > 0) {
                all += field.getValue().asLong();
                parts.add(ValueText.words(field.getKey()) + " "
                        + Numbers.count(field.getValue().asLong()));
            }
        }
        return parts.isEmpty()
                ? Blocks.note("No sentence was dropped.")
                : Blocks.note(Numbers.count(all) + (all == 1 ? " sentence was" : " sentences were")
                        + " dropped because the evidence did not bear them: " + String.join(", ", parts) + ".");
    }

    private static Html queue(ReportData data) {
        JsonNode items = data.json(QUEUE).path("items");
        if (!items.isArray()) {
            return Html.group();
        }
        Html head = Blocks.subheading("For a person to see");
        if (items.isEmpty()) {
            return Html.group(head, Blocks.note("Nothing of this run is weak or contradicted."));
        }
        DataTable table = new DataTable("review-queue-table", "Evidence that is weak or contradicted")
                .tall()
                .style("statements")
                .column("Evidence")
                .column("Statement")
                .column("Strength")
                .column("Why")
                .column("State");
        int most = Math.min(MOST_QUEUED, data.detail().tableRows());
        for (JsonNode item : items) {
            String id = item.path("evidence_id").asText();
            if (table.size() < most && data.evidence().get(id) != null) {
                Html state = Decisions.badge(id, data);
                table.row(
                        EvidenceLinks.inColumn(id, data),
                        Decisions.inline(
                                List.of(id),
                                data,
                                PlainText.shorten(item.path("summary").asText(), 300)),
                        Html.ofText(ValueText.words(item.path("strength").asText())),
                        Html.ofText(PlainText.shorten(item.path("reason").asText(), 300)),
                        state.toString().isEmpty() ? Html.ofText("waiting") : state);
            }
        }
        return Html.group(
                head,
                table.build(),
                Blocks.shown(table.size(), items.size(), QUEUE),
                Blocks.note("spatho approve, reject and relabel record what you decide; a later run honours it."));
    }

    private static Html decisions(ReportData data) {
        var state = data.input().decisions();
        if (state.isEmpty()) {
            return Html.group();
        }
        DataTable table = new DataTable("decision-table", "What people decided")
                .column("Decision")
                .column("About")
                .column("Who and why");
        state.all().forEach((id, decision) -> {
            if (table.size() < data.detail().tableRows()) {
                table.row(
                        Badges.of(decision.kind()),
                        EvidenceLinks.inColumn(id, data),
                        Html.ofText(Decisions.words(decision)));
            }
        });
        Html body = Html.group(Blocks.subheading("Decisions"), table.build());
        List<ReviewDecision> old = state.outOfDate();
        if (!old.isEmpty()) {
            body.add(Blocks.note(Numbers.count(old.size())
                    + (old.size() == 1 ? " earlier decision is" : " earlier decisions are")
                    + " about what this run does not state any more, and count for nothing here."));
        }
        return body.add(Blocks.note("The chain of decisions ends in " + state.head() + "."));
    }

    private static List<String> texts(JsonNode array) {
        List<String> texts = new ArrayList<>();
        array.forEach(item -> texts.add(item.asText()));
        return texts;
    }
}
