package io.spatho.report.section;

import com.fasterxml.jackson.databind.JsonNode;
import io.spatho.report.chart.Key;
import io.spatho.report.chart.StackedBars;
import io.spatho.report.color.Palette;
import io.spatho.report.content.ReportData;
import io.spatho.report.content.TableRows;
import io.spatho.report.html.DataTable;
import io.spatho.report.html.Html;
import io.spatho.report.text.Numbers;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Several cases as one run: the cases, what their alignment gained and cost, what slides are made of, and regions across slides. */
final class CohortSection implements Section {

    static final String CASES = "cohort/cases.parquet";

    private static final String INTEGRATION = "cohort/integration.json";
    private static final String COMPOSITION = "cohort/composition.parquet";
    private static final String OVER_SLIDES = "cohort/composition_over_slides.parquet";
    private static final String ACROSS = "regions/region_neighbors.parquet";

    private static final int DIGITS = 3;
    private static final Map<String, String> SCORES = scores();

    private static Map<String, String> scores() {
        Map<String, String> scores = new LinkedHashMap<>();
        scores.put("mixing", "Mixing of cases (scaled iLISI; 1: every case alike)");
        scores.put("separation", "Purity of labels (scaled cLISI; 1: one label only)");
        scores.put("control_foreign", "Control: foreign neighbours of a label that one case was made to lack");
        return scores;
    }

    @Override
    public String id() {
        return "cohort";
    }

    @Override
    public String title() {
        return "Cases together";
    }

    @Override
    public Html body(ReportData data) {
        return Html.group(cases(data), integration(data), structures(data), overSlides(data), across(data));
    }

    private static Html cases(ReportData data) {
        TableRows rows = data.rows(CASES).orElseThrow();
        DataTable table = new DataTable("cohort-cases", "The cases and their quality")
                .column("Case")
                .column("Protocol")
                .column("Platform")
                .number("Observations")
                .number("Take part")
                .number("Genes of the panel")
                .number("Median counts, shared genes")
                .number("Median genes, shared");
        int shown = Math.min(rows.size(), data.detail().tableRows());
        for (int row = 0; row < shown; row++) {
            table.row(
                    Blocks.name(rows.text(row, "case")),
                    Blocks.name(rows.text(row, "protocol").isEmpty() ? "not said" : rows.text(row, "protocol")),
                    Blocks.name(rows.text(row, "platform")),
                    Blocks.number(Numbers.count((long) rows.number(row, "observations"))),
                    Blocks.number(Numbers.count((long) rows.number(row, "kept"))),
                    Blocks.number(Numbers.count((long) rows.number(row, "genes"))),
                    Blocks.number(digits(rows.number(row, "median_counts"))),
                    Blocks.number(digits(rows.number(row, "median_genes"))));
        }
        return Html.group(table.build(), Blocks.shown(shown, rows.size(), CASES));
    }

    private static Html integration(ReportData data) {
        JsonNode document = data.json(INTEGRATION);
        if (document.isMissingNode()) {
            return Blocks.absent(data, "Alignment of the slides", INTEGRATION);
        }
        Html body = Html.group(Blocks.subheading("Alignment of the slides"));
        boolean over = document.path("outcome").asText().equals("over-corrected");
        body.add(Html.element("p", over ? "absent" : "note")
                .text(document.path("verdict").asText()));
        DataTable table = new DataTable(
                        "cohort-integration",
                        "Before and after the correction ("
                                + document.path("correction").asText() + "), with 95 % intervals over spatial blocks")
                .column("Score")
                .number("Before")
                .number("After")
                .number("Change");
        JsonNode means = document.path("means");
        SCORES.forEach((name, title) -> {
            if (means.has(name + "_before")) {
                table.row(
                        Html.ofText(title),
                        Blocks.number(value(means.path(name + "_before"))),
                        Blocks.number(value(means.path(name + "_after"))),
                        Blocks.number(value(means.path(name + "_change"))));
            }
        });
        table.row(
                Html.ofText("Neighbours within a case that are kept"),
                Blocks.number("1"),
                Blocks.number(value(means.path("retention"))),
                Blocks.number(""));
        for (String name :
                List.of("batch_acceptance_kbet", "batch_silhouette", "label_silhouette", "graph_connectivity")) {
            table.row(
                    Html.ofText(ValueText.words(name)),
                    Blocks.number(digits(number(document.path("before").path(name)))),
                    Blocks.number(digits(number(document.path("after").path(name)))),
                    Blocks.number(""));
        }
        body.add(table.build());
        return body.add(Blocks.note(explanation(document)));
    }

    private static String explanation(JsonNode document) {
        String labels = "Labels: " + document.path("labels").asText()
                + (document.path("labels_independent_of_correction").asBoolean()
                        ? ". "
                        : ", which the correction shaped itself: purity after it is flattered. ");
        JsonNode control = document.path("control");
        return control.isObject()
                ? labels + "Control: " + Numbers.count(control.path("removed").asLong()) + " observations of "
                        + control.path("label").asText() + " were taken out of "
                        + control.path("removed_from").asText()
                        + " and the correction was run again; a sound one leaves the label's "
                        + Numbers.count(control.path("left_in_other_cases").asLong())
                        + " observations in other cases among their own."
                : labels + "No label was frequent enough in two cases for the control.";
    }

    private static String digits(double value) {
        return Numbers.significant(value, DIGITS);
    }

    private static double number(JsonNode node) {
        return node.isNumber() ? node.asDouble() : Double.NaN;
    }

    private static String value(JsonNode mean) {
        String value = digits(number(mean.path("value")));
        return mean.path("lower").isNumber()
                ? value + " (" + digits(number(mean.path("lower"))) + " to " + digits(number(mean.path("upper"))) + ")"
                : value;
    }

    private static Html structures(ReportData data) {
        if (data.rows(COMPOSITION).isEmpty()) {
            return Blocks.absent(data, "Joint structures", COMPOSITION);
        }
        TableRows rows = data.rows(COMPOSITION).get();
        List<String> cases = new ArrayList<>();
        List<String> parts = new ArrayList<>();
        for (int row = 0; row < rows.size(); row++) {
            add(cases, rows.text(row, "case"));
            add(parts, rows.text(row, "structure_id"));
        }
        int drawn = Math.min(parts.size(), Palette.CATEGORIES);
        List<String> names = new ArrayList<>(parts.subList(0, drawn));
        if (drawn < parts.size()) {
            names.add(parts.size() - drawn + " smaller structures");
        }
        double[][] counts = new double[cases.size()][names.size()];
        for (int row = 0; row < rows.size(); row++) {
            int part = Math.min(parts.indexOf(rows.text(row, "structure_id")), names.size() - 1);
            counts[cases.indexOf(rows.text(row, "case"))][part] += rows.number(row, "n");
        }
        String description = "Stacked bars: the joint structures that each of " + cases.size()
                + " cases is made of; the numbers follow in a table.";
        Html drawing = new StackedBars(cases, names, counts).draw("cohort-structures", description, "observations");
        Html legend = Html.element("ul", "legend flat");
        for (int part = 0; part < names.size(); part++) {
            legend.add(Html.element("li").add(Key.of(Palette.category(part))).text(" " + names.get(part)));
        }
        return Blocks.figure(
                "Joint structures by case",
                Badges.ofArtifacts(data, COMPOSITION),
                Html.group(Blocks.scrolling(description, drawing), legend),
                "Structures were found over all cases at once, from corrected vectors and each case's own neighbourhoods.");
    }

    private static void add(List<String> names, String name) {
        if (!names.contains(name)) {
            names.add(name);
        }
    }

    private static Html overSlides(ReportData data) {
        if (data.rows(OVER_SLIDES).isEmpty()) {
            return Html.group();
        }
        TableRows rows = data.rows(OVER_SLIDES).get();
        DataTable table = new DataTable("cohort-shares", "Share of each structure in a slide: mean over slides")
                .column("Structure")
                .number("Slides")
                .number("Mean share")
                .number("95 % interval");
        int shown = Math.min(rows.size(), data.detail().tableRows());
        for (int row = 0; row < shown; row++) {
            double lower = rows.number(row, "lower");
            table.row(
                    Blocks.name(rows.text(row, "structure_id")),
                    Blocks.number(Numbers.count((long) rows.number(row, "n_slides"))),
                    Blocks.number(Numbers.percent(rows.number(row, "mean"))),
                    Blocks.number(
                            Double.isNaN(lower)
                                    ? "fewer than three slides"
                                    : Numbers.percent(lower) + " to " + Numbers.percent(rows.number(row, "upper"))));
        }
        return Html.group(table.build(), Blocks.shown(shown, rows.size(), OVER_SLIDES));
    }

    private static Html across(ReportData data) {
        if (data.rows(ACROSS).isEmpty()) {
            return Blocks.absent(data, "Neighbours across slides", ACROSS);
        }
        TableRows rows = data.rows(ACROSS).get();
        DataTable table = new DataTable("cohort-across", "The most similar region on another slide")
                .column("Region")
                .column("Most similar")
                .number("Cosine");
        int most = data.detail().tableRows();
        int first = 0;
        for (int row = 0; row < rows.size(); row++) {
            if (rows.number(row, "rank") == 1) {
                first++;
                if (table.size() < most) {
                    table.row(
                            Blocks.name(rows.text(row, "region_id")),
                            Blocks.name(rows.text(row, "neighbor_id")),
                            Blocks.number(digits(rows.number(row, "cosine"))));
                }
            }
        }
        return Html.group(table.build(), Blocks.shown(table.size(), first, ACROSS));
    }
}
