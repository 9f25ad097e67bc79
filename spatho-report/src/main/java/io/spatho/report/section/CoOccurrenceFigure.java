package io.spatho.report.section;

import io.spatho.report.chart.BandChart;
import io.spatho.report.chart.Key;
import io.spatho.report.color.Palette;
import io.spatho.report.content.ReportData;
import io.spatho.report.content.TableRows;
import io.spatho.report.html.Html;
import io.spatho.report.text.Numbers;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** How often labels lie within a distance of each other, beside how often they lie there of any: the pairs that differ most. */
final class CoOccurrenceFigure {

    private static final String TABLE = "analysis/co_occurrence.parquet";
    private static final int DRAWN = 6;
    private static final double LOG2 = Math.log(2);

    private CoOccurrenceFigure() {}

    private record Pair(String label, String given, List<Integer> rows, double strength) {}

    static Html of(ReportData data) {
        Optional<TableRows> loaded = data.rows(TABLE);
        if (loaded.isEmpty()) {
            return Blocks.absent(data, "Co-occurrence by distance", TABLE);
        }
        TableRows rows = loaded.get();
        List<Pair> pairs = strongest(rows);
        if (pairs.isEmpty()) {
            return Blocks.note(
                    "No two labels differ from chance in how they occur together; all ratios are in " + TABLE + ".");
        }
        double[] positions = pairs.get(0).rows.stream()
                .mapToDouble(row -> rows.number(row, "distance_um"))
                .toArray();
        List<BandChart.Line> lines = new ArrayList<>();
        Html legend = Html.element("ul", "legend");
        for (int i = 0; i < pairs.size(); i++) {
            Pair pair = pairs.get(i);
            lines.add(new BandChart.Line(
                    Palette.category(i),
                    logarithms(rows, pair, "ratio"),
                    logarithms(rows, pair, "lower"),
                    logarithms(rows, pair, "upper")));
            legend.add(Html.element("li")
                    .add(Key.of(Palette.category(i)))
                    .add(Html.element("span", "name").add(Blocks.name(pair.label + " beside " + pair.given)))
                    .add(Html.element("span", "count")
                            .text(Numbers.count((long) rows.number(pair.rows.get(0), "n_label")))));
        }
        String description =
                "Ratio of co-occurrence by distance for " + pairs.size() + " pairs of labels, with intervals.";
        Html chart = BandChart.draw(
                "co-occurrence",
                description,
                new BandChart.Frame(560, 300, positions, powers(), powerTexts()),
                lines,
                "times as often as near any",
                "within this distance, µm");
        return Html.group(
                Blocks.figure(
                        "Co-occurrence by distance",
                        Badges.ofArtifacts(data, TABLE),
                        Html.element("div", "with-legend").add(Blocks.scrolling(description, chart), legend),
                        "How many times as often a label lies within a distance of another as within it of any; 1 by chance, on a "
                                + "scale of doublings. The three pairs of different labels that are most often and the three that are least often together a quarter of the way; bands are 95 % "
                                + "intervals of the ratio from leaving out blocks of tissue. n = "
                                + RadiiFigure.observations(data) + ", all pairs counted; all ratios are in " + TABLE
                                + "."),
                EvidenceLinks.ofTypes(data, "co_occurrence"));
    }

    private static List<Pair> strongest(TableRows rows) {
        Map<String, List<Integer>> groups = new LinkedHashMap<>();
        for (int row = 0; row < rows.size(); row++) {
            String label = rows.text(row, "label");
            String given = rows.text(row, "given");
            if (label.compareTo(given) < 0) {
                groups.computeIfAbsent(label + "\n" + given, key -> new ArrayList<>())
                        .add(row);
            }
        }
        List<Pair> pairs = new ArrayList<>();
        groups.values().forEach(group -> {
            // One distance for all, a quarter of the way: the farthest point of each curve would favour pairs hardly
            // seen.
            double strength = strength(rows, group.get(group.size() / 4));
            pairs.add(new Pair(rows.text(group.get(0), "label"), rows.text(group.get(0), "given"), group, strength));
        });
        List<Pair> chosen = new ArrayList<>();
        for (int sign = 1; sign >= -1; sign -= 2) {
            int wanted = sign;
            pairs.stream()
                    .filter(pair -> wanted * pair.strength > 0)
                    .sorted(Comparator.comparingDouble(pair -> -wanted * pair.strength))
                    .limit(DRAWN / 2)
                    .forEach(chosen::add);
        }
        return chosen;
    }

    /** The logarithm of the end of the interval that is nearer to 1; 0 where 1 lies inside or there is no interval. */
    private static double strength(TableRows rows, int row) {
        double lower = Math.log(rows.number(row, "lower"));
        double upper = Math.log(rows.number(row, "upper"));
        return lower > 0 ? lower : upper < 0 ? upper : 0;
    }

    private static double[] logarithms(TableRows rows, Pair pair, String column) {
        return pair.rows.stream()
                .mapToDouble(row -> Math.log(rows.number(row, column)) / LOG2)
                .toArray();
    }

    private static List<Double> powers() {
        return Arrays.asList(-6.0, -5.0, -4.0, -3.0, -2.0, -1.0, 0.0, 1.0, 2.0, 3.0, 4.0, 5.0, 6.0);
    }

    private static List<String> powerTexts() {
        return List.of("1/64", "1/32", "1/16", "1/8", "1/4", "1/2", "1", "2", "4", "8", "16", "32", "64");
    }
}
