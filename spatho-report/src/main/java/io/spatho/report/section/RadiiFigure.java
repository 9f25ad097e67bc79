package io.spatho.report.section;

import io.spatho.report.chart.SmallHeatMap;
import io.spatho.report.content.ReportData;
import io.spatho.report.content.TableRows;
import io.spatho.report.html.Html;
import io.spatho.report.text.NaturalOrder;
import io.spatho.report.text.Numbers;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Neighbourhood enrichment within one radius after another, side by side. */
final class RadiiFigure {

    private static final String TABLE = "analysis/neighborhood_enrichment_radii.parquet";
    private static final int DRAWN = 12;
    private static final int MOST_RADII = 6;
    private static final double SCALE = 20;

    private RadiiFigure() {}

    static Html of(ReportData data) {
        Optional<TableRows> loaded = data.rows(TABLE);
        if (loaded.isEmpty()) {
            return Blocks.absent(data, "Neighbourhood enrichment by radius", TABLE);
        }
        TableRows rows = loaded.get();
        if (rows.size() == 0) {
            return Blocks.note("No radius could be looked at; analysis/neighborhood_radii.json says why.");
        }
        List<String> names = names(rows);
        Map<Double, double[][]> maps = new TreeMap<>();
        Map<Double, Double> permutations = new TreeMap<>();
        for (int row = 0; row < rows.size(); row++) {
            double radius = rows.number(row, "radius_um");
            double[][] values = maps.computeIfAbsent(radius, key -> empty(names.size()));
            permutations.put(radius, rows.number(row, "permutations"));
            int i = names.indexOf(rows.text(row, "label_a"));
            int j = names.indexOf(rows.text(row, "label_b"));
            if (i >= 0 && j >= 0) {
                values[i][j] = rows.number(row, "z_score");
                values[j][i] = values[i][j];
            }
        }
        Html charts = Html.element("div", "charts");
        int number = 0;
        for (Map.Entry<Double, double[][]> map : maps.entrySet()) {
            if (number < MOST_RADII) {
                String title = "within " + Numbers.significant(map.getKey(), 4) + " µm";
                charts.add(SmallHeatMap.draw("radius-" + number++, title, names, map.getValue(), SCALE));
            }
        }
        return Html.group(
                Blocks.figure(
                        "The same within radii",
                        Badges.ofArtifacts(data, TABLE),
                        charts,
                        "z of the pairs within each radius for the " + names.size() + " largest labels, "
                                + Numbers.count((long) permutations.values().stream()
                                        .mapToDouble(Double::doubleValue)
                                        .min()
                                        .orElse(0))
                                + " random labellings or more; n = "
                                + observations(data)
                                + ". Colours are full at ±" + Numbers.significant(SCALE, 2)
                                + "; white: by chance, blank: undefined. A pair that keeps its colour is so at every scale. "
                                + "Ratios with their intervals are in " + TABLE + "."),
                EvidenceLinks.ofTypes(data, "neighborhood_enrichment", "neighbourhood_stability"));
    }

    static String observations(ReportData data) {
        return data.cells().map(cells -> data.observations(cells.keptCount())).orElse("not known");
    }

    private static double[][] empty(int size) {
        double[][] values = new double[size][size];
        Arrays.stream(values).forEach(row -> Arrays.fill(row, Double.NaN));
        return values;
    }

    /** The labels with most pairs, in natural order. */
    private static List<String> names(TableRows rows) {
        Map<String, Double> weights = new TreeMap<>(NaturalOrder.INSTANCE);
        for (int row = 0; row < rows.size(); row++) {
            weights.merge(rows.text(row, "label_a"), rows.number(row, "count"), Double::sum);
            weights.merge(rows.text(row, "label_b"), rows.number(row, "count"), Double::sum);
        }
        return weights.keySet().stream()
                .sorted((a, b) -> Double.compare(weights.get(b), weights.get(a)))
                .limit(DRAWN)
                .sorted(NaturalOrder.INSTANCE)
                .toList();
    }
}
