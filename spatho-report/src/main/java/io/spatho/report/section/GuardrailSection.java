package io.spatho.report.section;

import io.spatho.core.guardrail.Guardrail;
import io.spatho.core.guardrail.Verdict;
import io.spatho.report.content.ReportData;
import io.spatho.report.html.DataTable;
import io.spatho.report.html.Html;
import io.spatho.report.text.Numbers;
import io.spatho.report.text.PlainText;
import java.util.ArrayList;
import java.util.List;

/** The rules that results had to satisfy, and what they said. */
final class GuardrailSection implements Section {

    private static final int MOST_VERDICTS = 12;

    @Override
    public String id() {
        return "guardrails";
    }

    @Override
    public String title() {
        return "Guardrails";
    }

    @Override
    public Html body(ReportData data) {
        List<Verdict> open = new ArrayList<>(data.input().findings().verdicts());
        DataTable table = new DataTable("guardrail-table", "Rules, their thresholds and verdicts")
                .column("Rule")
                .column("Why it exists")
                .column("Thresholds")
                .column("When it is not satisfied")
                .column("Verdicts");
        for (Guardrail guardrail : data.input().findings().guardrails()) {
            List<Verdict> own = open.stream()
                    .filter(verdict -> verdict.guardrail().equals(guardrail.name()))
                    .toList();
            open.removeAll(own);
            table.row(
                    rule(guardrail.name(), guardrail.version()),
                    Html.ofText(guardrail.rationale()),
                    thresholds(guardrail),
                    Html.ofText(behaviour(guardrail)),
                    verdicts(own));
        }
        for (Verdict verdict : open.stream().limit(data.detail().tableRows()).toList()) {
            table.row(
                    rule(verdict.guardrail(), verdict.version()),
                    Html.ofText("This rule is not described in the run."),
                    Html.ofText("–"),
                    Html.ofText("–"),
                    verdicts(List.of(verdict)));
        }
        return Html.group(
                Blocks.paragraph("A guardrail is a rule that a result must satisfy before anybody relies on it."),
                table.size() == 0 ? Blocks.note("No guardrail was in force.") : table.build());
    }

    private static Html rule(String name, String version) {
        return Html.group(
                FileLink.breakable(Html.element("span"), PlainText.shorten(name, 80)),
                Html.element("span", "under").text("version " + PlainText.shorten(version, 20)));
    }

    private static Html thresholds(Guardrail guardrail) {
        if (guardrail.thresholds().isEmpty()) {
            return Html.ofText("none");
        }
        Html list = Html.element("ul", "plain");
        guardrail
                .thresholds()
                .forEach((name, value) -> list.add(Html.element("li")
                        .text(ValueText.words(PlainText.shorten(name, 80)) + ": " + Numbers.significant(value, 4))));
        return list;
    }

    private static String behaviour(Guardrail guardrail) {
        return switch (guardrail.onFailure()) {
            case BLOCK -> "The run ends without a result.";
            case WARN -> "The result is marked.";
            case ESCALATE -> "The result is marked and put before a person.";
        };
    }

    private static Html verdicts(List<Verdict> verdicts) {
        if (verdicts.isEmpty()) {
            return Badges.notJudged();
        }
        Html list = Html.element("ul", "plain");
        verdicts.stream()
                .sorted((a, b) -> b.outcome().compareTo(a.outcome()))
                .limit(MOST_VERDICTS)
                .forEach(verdict -> list.add(Html.element("li")
                        .add(Badges.of(verdict.outcome()))
                        .text(" " + PlainText.shorten(verdict.subject(), 80) + ": "
                                + PlainText.shorten(verdict.detail(), 300))));
        if (verdicts.size() > MOST_VERDICTS) {
            list.add(Html.element("li")
                    .text("and " + Numbers.count(verdicts.size() - MOST_VERDICTS)
                            + " more, in evidence_manifest.json"));
        }
        return list;
    }
}
