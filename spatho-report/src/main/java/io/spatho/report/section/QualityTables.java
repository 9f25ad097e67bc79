package io.spatho.report.section;

import com.fasterxml.jackson.databind.JsonNode;
import io.spatho.report.html.DataTable;
import io.spatho.report.html.Html;
import io.spatho.report.text.Numbers;

/** The tables of quality control that not every run has: gene families, controls, and the platform's own numbers. */
final class QualityTables {

    static final String PLATFORM = "analysis/platform_metrics.json";

    private QualityTables() {}

    /** Share of counts by family of genes. */
    static Html families(JsonNode qc) {
        DataTable table = new DataTable("qc-families", "Gene families, share of the counts kept")
                .column("Family")
                .number("Genes on the panel")
                .number("Share");
        for (var family : qc.path("gene_families").properties()) {
            JsonNode values = family.getValue();
            if (values.path("n_genes").asInt() > 0) {
                table.row(
                        Html.ofText(name(family.getKey())),
                        Blocks.number(ValueText.of(values.path("n_genes"))),
                        Blocks.number(
                                Numbers.percent(values.path("share_of_counts").asDouble(Double.NaN))));
            }
        }
        return table.size() == 0 ? Html.group() : table.build();
    }

    private static String name(String family) {
        return switch (family) {
            case "mt" -> "mitochondrial";
            case "ribo" -> "ribosomal";
            case "hb" -> "haemoglobin";
            default -> family;
        };
    }

    /** The rate of each kind of control with its interval. */
    static Html controls(JsonNode qc) {
        DataTable table = new DataTable("qc-controls", "Controls, share of all counts (95 % Wilson interval)")
                .column("Kind")
                .number("Counts")
                .number("Share and interval")
                .number("Against a gene");
        for (JsonNode rate : qc.path("control_rates")) {
            table.row(
                    Blocks.name(ValueText.words(rate.path("kind").asText())),
                    Blocks.number(ValueText.of(rate.path("total"))),
                    Html.group(
                            Blocks.number(perCent(rate.path("share"))),
                            Html.element("span", "under")
                                    .text(perCent(rate.path("lower")) + " to " + perCent(rate.path("upper")))),
                    Blocks.number(Numbers.significant(rate.path("adjusted_rate").asDouble(Double.NaN), 3)));
        }
        return table.size() == 0 ? Html.group() : table.build();
    }

    private static String perCent(JsonNode share) {
        return share.isNumber() ? Numbers.significant(100 * share.asDouble(), 3) + " %" : "undefined";
    }

    /** The platform's own numbers beside ours, those that both have. */
    static Html platform(JsonNode document) {
        DataTable table = new DataTable("qc-platform", "The platform's own numbers beside ours")
                .column("Metric")
                .number("Platform")
                .number("Here")
                .number("Difference")
                .column("Measured here from");
        for (JsonNode metric : document.path("metrics")) {
            if (metric.path("difference").isNumber()) {
                table.row(
                        Blocks.name(metric.path("name").asText()),
                        Blocks.number(ValueText.of(metric.path("platform"))),
                        Blocks.number(ValueText.of(metric.path("ours"))),
                        Blocks.number(
                                Numbers.significant(metric.path("difference").asDouble(), 3)),
                        Html.ofText(metric.path("basis").asText()));
            }
        }
        return table.size() == 0 ? Html.group() : table.build();
    }
}
