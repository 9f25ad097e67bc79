package io.spatho.report.section;

import io.spatho.report.chart.HeatMap;
import io.spatho.report.content.ReportData;
import io.spatho.report.content.TableRows;
import io.spatho.report.html.DataTable;
import io.spatho.report.html.Html;
import io.spatho.report.text.NaturalOrder;
import io.spatho.report.text.Numbers;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Which labels lie beside each other more or less often than chance would have it. */
final class NeighborhoodFigure {

    private static final String TABLE = "analysis/neighborhood_enrichment.parquet";
    private static final int DRAWN = 20;
    private static final double LARGEST_SCALE = 50;

    private NeighborhoodFigure() {}

    static Html of(ReportData data) {
        Optional<TableRows> loaded = data.rows(TABLE);
        if (loaded.isEmpty()) {
            return Blocks.absent(data, "Neighbourhood enrichment", TABLE);
        }
        TableRows rows = loaded.get();
        List<String> names = names(rows);
        double[][] values = new double[names.size()][names.size()];
        Arrays.stream(values).forEach(row -> Arrays.fill(row, Double.NaN));
        double largest = 1;
        for (int row = 0; row < rows.size(); row++) {
            int i = names.indexOf(rows.text(row, "label_a"));
            int j = names.indexOf(rows.text(row, "label_b"));
            if (i >= 0 && j >= 0) {
                values[i][j] = rows.number(row, "z_score");
                if (!Double.isFinite(values[j][i])) {
                    values[j][i] = values[i][j];
                }
                largest = Double.isFinite(values[i][j]) ? Math.max(largest, Math.abs(values[i][j])) : largest;
            }
        }
        double scale = Math.min(LARGEST_SCALE, Math.ceil(largest));
        String description = "Heat map of neighbourhood enrichment between " + names.size()
                + " labels; the numbers stand in the fields.";
        return Html.group(
                Blocks.figure(
                        "Which labels lie beside each other",
                        Badges.ofArtifacts(data, TABLE),
                        Blocks.scrolling(
                                description, new HeatMap(names, values, scale).draw("neighbourhood", description)),
                        "Fields show z: how many standard deviations the number of neighbouring pairs lies above (orange) or below "
                                + "(blue) what a random arrangement gives. Hatched: undefined, because the random arrangements do not "
                                + "vary. Colours are full at ±" + Numbers.significant(scale, 2) + "."),
                undefined(rows),
                Blocks.note(Numbers.count(names.size()) + " labels are drawn; all pairs are in " + TABLE + "."));
    }

    /** The labels with most neighbouring pairs, in natural order. */
    private static List<String> names(TableRows rows) {
        Map<String, Double> weights = new TreeMap<>(NaturalOrder.INSTANCE);
        for (int row = 0; row < rows.size(); row++) {
            double count = rows.number(row, "count");
            weights.merge(rows.text(row, "label_a"), Double.isFinite(count) ? count : 0, Double::sum);
            weights.merge(rows.text(row, "label_b"), Double.isFinite(count) ? count : 0, Double::sum);
        }
        return weights.keySet().stream()
                .sorted((a, b) -> Double.compare(weights.get(b), weights.get(a)))
                .limit(DRAWN)
                .sorted(NaturalOrder.INSTANCE)
                .toList();
    }

    private static Html undefined(TableRows rows) {
        DataTable table = new DataTable("undefined-pairs", "Pairs without a value, and why")
                .column("Pair")
                .column("Reason");
        for (int row = 0; row < rows.size() && table.size() < DRAWN; row++) {
            String reason = rows.text(row, "undefined_reason");
            if (!reason.isEmpty()) {
                table.row(
                        Blocks.name(rows.text(row, "label_a") + " beside " + rows.text(row, "label_b")),
                        Blocks.name(reason));
            }
        }
        return table.size() == 0 ? Html.group() : table.build();
    }
}
