package io.spatho.report.section;

import com.fasterxml.jackson.databind.JsonNode;
import io.spatho.report.content.ReportData;
import io.spatho.report.html.DataTable;
import io.spatho.report.html.Html;
import io.spatho.report.text.PlainText;

/** What the case offered, and which tools were left out for what reason; those that ran stand under Methods. */
final class PlanSection implements Section {

    private static final String PLAN = "plan.json";

    @Override
    public String id() {
        return "plan";
    }

    @Override
    public String title() {
        return "Plan";
    }

    @Override
    public Html body(ReportData data) {
        JsonNode plan = data.json(PLAN);
        if (plan.isMissingNode()) {
            return Blocks.absent(data, "Plan", PLAN);
        }
        Html facts = Html.element("dl", "facts");
        plan.path("offers")
                .properties()
                .forEach(offer -> facts.add(Html.element("div")
                        .add(Html.element("dt").text(ValueText.words(offer.getKey())))
                        .add(Html.element("dd")
                                .text(PlainText.shorten(offer.getValue().asText(), 200)))));
        Html body = Html.group(
                Blocks.paragraph("Made before the run from what the case offered: "
                        + plan.path("steps").size() + " steps were chosen."),
                facts);
        DataTable table = new DataTable("left-out-table", "Tools that were left out")
                .column("Tool")
                .column("What it would have done")
                .column("Why it was left out")
                .column("What brings it in");
        for (JsonNode item : plan.path("left_out")) {
            if (table.size() < data.detail().tableRows()) {
                table.row(
                        Blocks.name(item.path("tool").asText()),
                        Html.ofText(PlainText.shorten(item.path("purpose").asText(), 200)),
                        Html.ofText(PlainText.shorten(item.path("reason").asText(), 300)),
                        Html.ofText(PlainText.shorten(item.path("option").asText("–"), 80)));
            }
        }
        return body.add(table.size() == 0 ? Blocks.note("No tool was left out.") : table.build());
    }
}
