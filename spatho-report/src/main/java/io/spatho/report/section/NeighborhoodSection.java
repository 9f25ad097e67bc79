package io.spatho.report.section;

import com.fasterxml.jackson.databind.JsonNode;
import io.spatho.report.content.ReportData;
import io.spatho.report.content.TableRows;
import io.spatho.report.html.DataTable;
import io.spatho.report.html.Html;
import io.spatho.report.text.Numbers;
import java.util.Optional;
import java.util.function.DoubleFunction;

/** Which labels lie beside each other, at which distances, and what they could say to each other. */
final class NeighborhoodSection implements Section {

    private static final String ENTROPY = "analysis/spatial_entropy.json";
    private static final String CENTRALITY = "analysis/group_centrality.parquet";
    private static final int LISTED = 30;

    @Override
    public String id() {
        return "neighbourhoods";
    }

    @Override
    public String title() {
        return "Neighbourhoods";
    }

    @Override
    public Html body(ReportData data) {
        return Html.group(
                NeighborhoodFigure.of(data),
                RadiiFigure.of(data),
                entropy(data),
                CoOccurrenceFigure.of(data),
                RipleyFigure.of(data),
                centrality(data),
                CommunicationTable.of(data));
    }

    private static Html entropy(ReportData data) {
        JsonNode document = data.json(ENTROPY);
        if (document.isMissingNode()) {
            return Blocks.absent(data, "Spatial entropy", ENTROPY);
        }
        double value = document.path("entropy").asDouble(Double.NaN);
        double lower = document.path("lower").asDouble(Double.NaN);
        double upper = document.path("upper").asDouble(Double.NaN);
        double maximum = document.path("maximum").asDouble(Double.NaN);
        String interval = Double.isFinite(lower) && Double.isFinite(upper)
                ? Numbers.fixed(lower, 3) + " to " + Numbers.fixed(upper, 3) + " ("
                        + Numbers.percent(document.path("level").asDouble(Double.NaN)) + ")"
                : "none";
        return Html.group(
                Html.element("div", "figure-head")
                        .add(Blocks.subheading("Mixing of labels in space"), Badges.ofArtifacts(data, ENTROPY)),
                Blocks.paragraph(
                        "Spatial entropy tells how mixed the labels of neighbours are: 0 when like lies only beside like, "
                                + "highest when neighbours are of any kind."),
                Blocks.facts(
                        new String[] {
                            "Spatial entropy",
                            Numbers.fixed(value, 3) + " "
                                    + document.path("unit").asText("nats")
                        },
                        new String[] {"Interval", interval},
                        new String[] {"n", ValueText.of(document.path("n_observations"))},
                        new String[] {"How the interval was made", ValueText.of(document.path("method"))},
                        new String[] {"Highest possible", Numbers.fixed(maximum, 3)},
                        new String[] {"Share of the highest", Numbers.percent(value / maximum)}),
                EvidenceLinks.ofTypes(data, "neighbourhood_entropy"));
    }

    private static Html centrality(ReportData data) {
        Optional<TableRows> loaded = data.rows(CENTRALITY);
        if (loaded.isEmpty()) {
            return Blocks.absent(data, "Centrality of labels", CENTRALITY);
        }
        TableRows rows = loaded.get();
        DataTable table = new DataTable("centrality-table", "How central each label lies in the graph of neighbours")
                .column("Label")
                .number("n")
                .number("Degree")
                .number("Closeness")
                .number("Clustering");
        for (int row = 0; row < Math.min(LISTED, rows.size()); row++) {
            table.row(
                    Blocks.name(rows.text(row, "label")),
                    Blocks.number(Numbers.count((long) rows.number(row, "n_observations"))),
                    Blocks.number(withInterval(rows, row, "degree", value -> Numbers.percent(value))),
                    Blocks.number(withInterval(rows, row, "closeness", value -> Numbers.fixed(value, 3))),
                    Blocks.number(withInterval(rows, row, "clustering", value -> Numbers.fixed(value, 3))));
        }
        return Html.group(
                Html.element("div", "figure-head")
                        .add(Blocks.subheading("Centrality"), Badges.ofArtifacts(data, CENTRALITY)),
                Blocks.paragraph(
                        "Degree: the share of all other observations that touch the label. Closeness: near 1 when the rest "
                                + "lies at most one step away. Clustering: how often two neighbours of an observation are neighbours. In brackets "
                                + "intervals of 95 %, by leaving out one block of the tissue at a time."),
                table.build(),
                Blocks.shown(table.size(), rows.size(), CENTRALITY),
                EvidenceLinks.ofTypes(data, "group_centrality"));
    }

    private static String withInterval(TableRows rows, int row, String column, DoubleFunction<String> shown) {
        double lower = rows.number(row, column + "_lower");
        double upper = rows.number(row, column + "_upper");
        String value = shown.apply(rows.number(row, column));
        return lower <= upper ? value + " (" + shown.apply(lower) + " to " + shown.apply(upper) + ")" : value;
    }
}
