package io.spatho.report.section;

import com.fasterxml.jackson.databind.JsonNode;
import io.spatho.core.guardrail.Verdict;
import io.spatho.report.content.Cells;
import io.spatho.report.content.ReportData;
import io.spatho.report.html.Html;
import io.spatho.report.text.Numbers;
import java.util.List;
import java.util.Optional;

/** The head of the page: which case, how much of what, and what a reader must know first. */
final class Headline {

    private static final String NOT_MADE = "–";

    private Headline() {}

    static Html header(ReportData data) {
        var subject = data.input().subject();
        Html title = Html.element("div", "title")
                .add(Html.element("p", "kind").text("Spatial pathology evidence"))
                .add(Html.element("h1").text(subject.name()))
                .add(Html.element("p", "subject")
                        .text(subject.platform() + " · run "
                                + data.input().run().runId() + " · spatho "
                                + data.input().run().spathoVersion() + " · seed "
                                + data.input().run().seed()));
        return Html.element("header").add(title, tiles(data), Remarks.pointer(data));
    }

    private static Html tiles(ReportData data) {
        JsonNode qc = data.json("analysis/qc.json");
        Optional<Cells> cells = data.cells();
        Html list = Html.element("dl", "tiles");
        list.add(tile(
                data.observationHeading() + " kept",
                count(qc.path("n_kept"), cells.map(Cells::keptCount)),
                "of " + count(qc.path("n_observations"), cells.map(Cells::size)) + " measured"));
        list.add(tile("Genes", count(qc.path("n_genes"), Optional.empty()), expressed(qc.path("n_genes_expressed"))));
        list.add(tile("Clusters", size(cells.map(c -> c.clusters().names())), "by expression"));
        list.add(tile("Structures", size(cells.map(c -> c.structures().names())), "kinds of tissue"));
        list.add(tile("Regions", regions(data), "connected parts"));
        return list.add(guardrails(data));
    }

    private static String regions(ReportData data) {
        if (!data.outlines().isEmpty()) {
            return Numbers.count(data.outlines().size());
        }
        return size(data.cells().map(c -> c.regions().names()));
    }

    private static String expressed(JsonNode node) {
        return node.isNumber() ? Numbers.count(node.asLong()) + " expressed" : "on the panel";
    }

    private static String size(Optional<List<String>> names) {
        return names.map(list -> Numbers.count(list.size())).orElse(NOT_MADE);
    }

    private static String count(JsonNode node, Optional<Integer> otherwise) {
        if (node.isNumber()) {
            return Numbers.count(node.asLong());
        }
        return otherwise.map(Numbers::count).orElse(NOT_MADE);
    }

    private static Html tile(String name, String value, String detail) {
        return Html.element("div")
                .add(Html.element("dt").text(name))
                .add(Html.element("dd")
                        .add(Html.element("span", "value").text(value))
                        .add(Html.element("span", "detail").text(detail)));
    }

    private static Html guardrails(ReportData data) {
        List<Verdict> verdicts = data.input().findings().verdicts();
        long passed = verdicts.stream()
                .filter(verdict -> verdict.outcome() == Verdict.Outcome.PASS)
                .count();
        long open = verdicts.size() - passed;
        boolean isBlocked = verdicts.stream().anyMatch(verdict -> verdict.outcome() == Verdict.Outcome.BLOCK);
        String value = verdicts.isEmpty() ? NOT_MADE : open == 0 ? "passed" : Numbers.count(open) + " open";
        String kind = isBlocked ? "fail" : open > 0 ? "warn" : "pass";
        Html link = Html.element("a").attribute("href", "#guardrails").text(detail(verdicts.size(), passed));
        return Html.element("div", "guardrail " + kind)
                .add(Html.element("dt").text("Guardrails"))
                .add(Html.element("dd")
                        .add(Html.element("span", "value").text(value))
                        .add(Html.element("span", "detail").add(link)));
    }

    private static String detail(int all, long passed) {
        return all == 0 ? "nothing was judged" : Numbers.count(passed) + " of " + Numbers.count(all) + " passed";
    }
}
