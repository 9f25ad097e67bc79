package io.spatho.report.section;

import io.spatho.report.chart.BandChart;
import io.spatho.report.color.Palette;
import io.spatho.report.content.ReportData;
import io.spatho.report.content.TableRows;
import io.spatho.report.html.Html;
import io.spatho.report.text.Numbers;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Besag's L of the largest labels over the band that random labelling of the same positions gives. */
final class RipleyFigure {

    private static final String TABLE = "analysis/ripley.parquet";
    private static final int DRAWN = 6;

    private RipleyFigure() {}

    static Html of(ReportData data) {
        Optional<TableRows> loaded = data.rows(TABLE);
        if (loaded.isEmpty()) {
            return Blocks.absent(data, "Ripley's functions", TABLE);
        }
        TableRows rows = loaded.get();
        Map<String, List<Integer>> labels = new LinkedHashMap<>();
        for (int row = 0; row < rows.size(); row++) {
            labels.computeIfAbsent(rows.text(row, "label"), key -> new ArrayList<>())
                    .add(row);
        }
        Html charts = Html.element("div", "charts");
        int number = 0;
        for (Map.Entry<String, List<Integer>> label : labels.entrySet()) {
            if (number < DRAWN) {
                charts.add(chart(rows, label.getKey(), label.getValue(), number++));
            }
        }
        return Html.group(
                Blocks.figure(
                        "How labels are spread",
                        Badges.ofArtifacts(data, TABLE),
                        charts,
                        "Besag's L(r) less what random labelling gives on average, in µm: above the grey band the label is gathered, "
                                + "below it spread out, more than 95 % of random choices of the same positions at that distance. The "
                                + "band belongs to chance and is no interval of L. Drawn without edge correction, which both sides lack; L with "
                                + "translation correction and its interval is in the evidence and in " + TABLE
                                + ". The six largest labels."),
                EvidenceLinks.ofTypes(data, "ripley"));
    }

    private static Html chart(TableRows rows, String label, List<Integer> group, int number) {
        double[] positions = column(rows, group, "distance_um");
        double[] expected = column(rows, group, "random_labelling_l_um");
        double[] nothing = new double[group.size()];
        java.util.Arrays.fill(nothing, Double.NaN);
        List<BandChart.Line> lines = List.of(
                new BandChart.Line(
                        Palette.OTHER,
                        less(expected, expected),
                        less(column(rows, group, "random_labelling_lower_um"), expected),
                        less(column(rows, group, "random_labelling_upper_um"), expected)),
                new BandChart.Line(
                        Palette.category(number), less(column(rows, group, "l_um"), expected), nothing, nothing));
        String title = io.spatho.report.text.PlainText.shorten(label, 18) + ", n = "
                + Numbers.count((long) rows.number(group.get(0), "n_observations"));
        return BandChart.draw(
                "ripley-" + number,
                "L of " + title,
                BandChart.Frame.round(270, 190, positions),
                lines,
                title,
                "distance, µm");
    }

    private static double[] column(TableRows rows, List<Integer> group, String name) {
        return group.stream().mapToDouble(row -> rows.number(row, name)).toArray();
    }

    private static double[] less(double[] values, double[] expected) {
        double[] difference = new double[values.length];
        java.util.Arrays.setAll(difference, i -> values[i] - expected[i]);
        return difference;
    }
}
