package io.spatho.report.section;

import com.fasterxml.jackson.databind.JsonNode;
import io.spatho.report.chart.Histogram;
import io.spatho.report.content.ReportData;
import io.spatho.report.html.DataTable;
import io.spatho.report.html.Html;
import io.spatho.report.text.Numbers;
import java.util.Map;

/** What quality control saw and removed. */
final class QualitySection implements Section {

    private static final String DOCUMENT = "analysis/qc.json";
    private static final String[] QUANTILES = {"Lowest", "25 %", "Median", "75 %", "Highest"};

    @Override
    public String id() {
        return "quality";
    }

    @Override
    public String title() {
        return "Quality control";
    }

    @Override
    public Html body(ReportData data) {
        JsonNode qc = data.json(DOCUMENT);
        if (qc.isMissingNode()) {
            return Blocks.absent(data, "Quality control", DOCUMENT);
        }
        long all = qc.path("n_observations").asLong();
        long kept = qc.path("n_kept").asLong();
        Html body = Html.group(
                Blocks.paragraph(data.observations(kept) + " of " + Numbers.count(all) + " ("
                        + Numbers.percent(all > 0 ? (double) kept / all : Double.NaN)
                        + ") passed and are used in everything below. The rest are shown in light grey on the maps."),
                facts(qc, data));
        body.add(histogram(qc, data));
        body.add(Html.element("div", "columns")
                .add(
                        thresholds(qc, data),
                        failures(qc, all),
                        quantiles(qc, data),
                        modalities(qc),
                        QualityTables.families(qc),
                        QualityTables.controls(qc)));
        body.add(QualityTables.platform(data.json(QualityTables.PLATFORM)));
        return body;
    }

    private static Html facts(JsonNode qc, ReportData data) {
        String per = " per " + data.observationWord(false);
        return Blocks.facts(
                new String[] {"Median counts" + per, ValueText.of(qc.path("median_counts"))},
                new String[] {"Median genes" + per, ValueText.of(qc.path("median_genes"))},
                new String[] {"Mean share of negative-control counts", share(qc.path("control_share_mean"))},
                new String[] {"Mean share of mitochondrial counts", share(qc.path("mitochondrial_share_mean"))});
    }

    private static String share(JsonNode node) {
        return node.isNumber() ? Numbers.percent(node.asDouble()) : "not measured on this panel";
    }

    private static Html histogram(JsonNode qc, ReportData data) {
        double[] edges = numbers(qc.path("histogram_counts").path("edges"));
        double[] counts = numbers(qc.path("histogram_counts").path("counts"));
        if (counts.length == 0 || edges.length != counts.length + 1) {
            return Blocks.note("The run holds no histogram of counts.");
        }
        String word = data.observationWord(false);
        String axis = "counts per " + word + " (sum over all genes)";
        String description = "Histogram of counts per " + word + ", " + counts.length + " bars, from "
                + Numbers.significant(edges[0], 4) + " to " + Numbers.significant(edges[edges.length - 1], 4) + ".";
        Html drawing = new Histogram(edges, counts)
                .draw("counts-histogram", description, axis, data.observationWord(true), threshold(qc));
        long total = 0;
        for (double count : counts) {
            total += (long) count;
        }
        return Blocks.figure(
                "Counts per " + word,
                Badges.ofArtifacts(data, DOCUMENT),
                Blocks.scrolling(description, drawing),
                "n = " + Numbers.count(total) + " " + data.observationWord(true)
                        + ". A count is one molecule that was decoded and assigned." + beyond(qc, edges));
    }

    private static String beyond(JsonNode qc, double[] edges) {
        double largest =
                qc.path("quantiles").path("counts").path(QUANTILES.length - 1).asDouble(Double.NaN);
        return largest > edges[edges.length - 1] ? " The last bar also holds all that have more." : "";
    }

    /** The least number of counts, where the thresholds name one. */
    private static double threshold(JsonNode qc) {
        for (Map.Entry<String, JsonNode> field : qc.path("thresholds").properties()) {
            if (field.getKey().startsWith("min") && field.getKey().contains("count")) {
                return field.getValue().asDouble(Double.NaN);
            }
        }
        return Double.NaN;
    }

    private static double[] numbers(JsonNode array) {
        double[] values = new double[array.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = array.get(i).asDouble();
        }
        return values;
    }

    private static Html thresholds(JsonNode qc, ReportData data) {
        DataTable table =
                new DataTable("qc-thresholds", "Thresholds").column("Threshold").number("Value");
        qc.path("thresholds")
                .properties()
                .forEach(field -> table.row(
                        Blocks.name(ValueText.words(field.getKey(), data.observationWord(false))),
                        Html.ofText(ValueText.of(field.getValue()))));
        return table.size() == 0 ? Blocks.note("No thresholds were set.") : table.build();
    }

    private static Html failures(JsonNode qc, long all) {
        DataTable table = new DataTable("qc-failed", "Removed, by reason (one can have several)")
                .column("Reason")
                .number("Removed")
                .number("Share");
        qc.path("failed")
                .properties()
                .forEach(field -> table.row(
                        Blocks.name(ValueText.words(field.getKey())),
                        Blocks.number(ValueText.of(field.getValue())),
                        Blocks.number(Numbers.percent(all > 0 ? field.getValue().asDouble() / all : Double.NaN))));
        return table.size() == 0 ? Blocks.note("Nothing was removed.") : table.build();
    }

    private static Html quantiles(JsonNode qc, ReportData data) {
        DataTable table = new DataTable("qc-quantiles", "Spread per " + data.observationWord(false)).column("Quantity");
        for (String quantile : QUANTILES) {
            table.number(quantile);
        }
        for (String name : new String[] {"counts", "genes"}) {
            JsonNode values = qc.path("quantiles").path(name);
            if (values.size() == QUANTILES.length) {
                Html[] cells = new Html[QUANTILES.length + 1];
                cells[0] = Html.ofText(name);
                for (int i = 0; i < QUANTILES.length; i++) {
                    cells[i + 1] =
                            Blocks.number(Numbers.significant(values.get(i).asDouble(Double.NaN), 5));
                }
                table.row(cells);
            }
        }
        return table.size() == 0 ? Html.group() : table.build();
    }

    private static Html modalities(JsonNode qc) {
        DataTable table = new DataTable("qc-modalities", "Kinds of features on the panel")
                .column("Kind")
                .number("Features")
                .number("Counts in all");
        for (JsonNode modality : qc.path("modalities")) {
            table.row(
                    Blocks.name(ValueText.words(modality.path("name").asText())),
                    Blocks.number(ValueText.of(modality.path("n_features"))),
                    Blocks.number(ValueText.of(modality.path("total"))));
        }
        return table.size() == 0 ? Html.group() : table.build();
    }
}
