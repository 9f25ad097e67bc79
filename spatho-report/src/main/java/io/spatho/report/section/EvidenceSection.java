package io.spatho.report.section;

import io.spatho.core.evidence.Evidence;
import io.spatho.core.evidence.ModelDerived;
import io.spatho.core.evidence.Statement;
import io.spatho.core.evidence.SupportingArtifact;
import io.spatho.core.evidence.Uncertainty;
import io.spatho.core.guardrail.Verdict;
import io.spatho.report.content.ReportData;
import io.spatho.report.html.DataTable;
import io.spatho.report.html.Html;
import io.spatho.report.text.Numbers;
import io.spatho.report.text.PlainText;
import java.util.List;

/** The evidence with the rows that it rests on. */
final class EvidenceSection implements Section {

    private static final int LONGEST_SUMMARY = 600;
    private static final int MOST_PARTS = 6;

    @Override
    public String id() {
        return "evidence";
    }

    @Override
    public String title() {
        return "Evidence";
    }

    @Override
    public Html body(ReportData data) {
        List<Evidence> all = data.evidence().all();
        if (all.isEmpty()) {
            return Blocks.note("The run found no evidence.");
        }
        DataTable table = new DataTable("evidence-table", "Pieces of evidence and the rows they rest on")
                .style("evidence")
                .tall()
                .column("Id")
                .column("About")
                .column("Statement and value")
                .column("Rests on")
                .column("Guardrails");
        for (Evidence item : all) {
            if (data.evidence().isShown(item.id())) {
                table.row(
                        item.id(),
                        identity(item).add(Decisions.badge(item.id(), data)),
                        about(item),
                        statement(item, data).add(Decisions.of(List.of(item.id()), data)),
                        support(item),
                        verdicts(item));
            }
        }
        return Html.group(
                Blocks.paragraph(
                        "The id of a piece of evidence is made from its content, inputs, parameters and, where there is one, "
                                + "its model: the same inputs give the same ids on any machine."),
                table.build(),
                Blocks.note(
                        table.size() == all.size()
                                ? "All " + Numbers.count(all.size())
                                        + " pieces of evidence are shown; they are in evidence.jsonl."
                                : "Showing " + Numbers.count(table.size()) + " of " + Numbers.count(all.size())
                                        + " pieces of evidence, those that sentences above rest on first; all are in evidence.jsonl."));
    }

    private static Html identity(Evidence item) {
        Html cell = Html.group(
                Html.element("code").attribute("title", item.id()).text(EvidenceLinks.shortened(item.id())),
                Badges.ofEvidence(List.of(item)),
                Badges.of(item.statement().qcStatus()));
        if (item instanceof ModelDerived derived) {
            cell.add(Html.element("span", "under")
                    .text(PlainText.shorten(derived.model().name(), 60) + " "
                            + PlainText.shorten(derived.model().version(), 40)));
        }
        return cell;
    }

    private static Html about(Evidence item) {
        Statement statement = item.statement();
        String unit = statement.unit().id();
        return Html.group(
                Html.ofText(unit.equals(statement.unitId()) ? "" : unit + " "),
                Html.element("strong").text(PlainText.shorten(statement.unitId(), 80)),
                Html.element("span", "under").text(ValueText.words(PlainText.shorten(statement.type(), 80))),
                Html.element("span", "under").text(PlainText.shorten(statement.source(), 80)));
    }

    private static Html statement(Evidence item, ReportData data) {
        Statement statement = item.statement();
        Html cell = Html.group(
                Decisions.inline(List.of(item.id()), data, PlainText.shorten(statement.summary(), LONGEST_SUMMARY)));
        String value = ValueText.of(statement.value(), data.observationWord(false));
        if (!value.equals("–")) {
            cell.add(Html.element("span", "under").text("Value: " + value));
        }
        statement
                .uncertainty()
                .ifPresent(interval -> cell.add(Html.element("span", "under").text("Interval: " + words(interval))));
        return cell;
    }

    private static String words(Uncertainty interval) {
        return Numbers.significant(interval.lower(), 4) + " to " + Numbers.significant(interval.upper(), 4) + " ("
                + Numbers.percent(interval.level()) + ", " + PlainText.shorten(interval.method(), 120) + ")";
    }

    private static Html support(Evidence item) {
        Html list = Html.element("ul", "plain");
        List<SupportingArtifact> artifacts = item.statement().artifacts();
        artifacts.stream()
                .limit(MOST_PARTS)
                .forEach(artifact -> list.add(Html.element("li")
                        .add(FileLink.of(artifact.path()))
                        .add(Html.element("span", "under").text(PlainText.shorten(artifact.rows(), 160)))));
        if (artifacts.size() > MOST_PARTS) {
            list.add(Html.element("li").text("and " + (artifacts.size() - MOST_PARTS) + " more"));
        }
        return list;
    }

    private static Html verdicts(Evidence item) {
        Html cell = Html.group();
        List<Verdict> verdicts = item.statement().verdicts();
        verdicts.stream()
                .limit(MOST_PARTS)
                .forEach(verdict -> cell.add(
                        Badges.of(verdict.outcome()),
                        Html.element("span", "under").text(words(verdict.guardrail()))));
        return verdicts.isEmpty() ? Html.ofText("–") : cell;
    }

    private static String words(String guardrail) {
        return ValueText.words(PlainText.shorten(guardrail, 60)).toLowerCase(java.util.Locale.ROOT);
    }
}
