package io.spatho.report.section;

import io.spatho.report.chart.Key;
import io.spatho.report.color.Palette;
import io.spatho.report.content.Cells;
import io.spatho.report.content.ReportData;
import io.spatho.report.content.TableRows;
import io.spatho.report.html.Html;
import io.spatho.report.map.TissueMap;
import io.spatho.report.text.Numbers;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Maps of the gain of each spot and of the spots that are called discordant. */
final class DiscordanceMap {

    private static final String TABLE = "discordance/spots.parquet";
    private static final String CELLS = "analysis/clusters.parquet";
    private static final int LEVELS = 6;
    private static final double TOP = 0.99;
    private static final int[] CALLS = {0xB85400, 0xEFA55C, 0xD9DEE3};

    private final ReportData data;
    private final TableRows rows;
    private final Cells cells;
    private final int[] rowOf;

    private DiscordanceMap(ReportData data, TableRows rows, Cells cells, TableRows ids) {
        this.data = data;
        this.rows = rows;
        this.cells = cells;
        Map<String, Integer> places = new HashMap<>();
        for (int row = 0; row < rows.size(); row++) {
            places.put(rows.text(row, "spot_id"), row);
        }
        this.rowOf = new int[cells.size()];
        Arrays.setAll(rowOf, cell -> places.getOrDefault(ids.text(cell, "cell_id"), -1));
    }

    static Html of(ReportData data) {
        Optional<TableRows> rows = data.rowsOnce(TABLE);
        Optional<Cells> cells = data.cells();
        Optional<TableRows> ids = data.rows(CELLS);
        if (rows.isEmpty() || cells.isEmpty() || ids.isEmpty()) {
            return Blocks.absent(data, "Map of discordance", TABLE);
        }
        DiscordanceMap map = new DiscordanceMap(data, rows.get(), cells.get(), ids.get());
        return Html.group(map.gain(), map.calls());
    }

    private Html gain() {
        double[] values = new double[rows.size()];
        Arrays.setAll(values, row -> rows.number(row, "gain"));
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        double top = Math.max(Double.MIN_NORMAL, sorted[(int) (TOP * (sorted.length - 1))]);
        int[] colors = new int[LEVELS];
        Arrays.setAll(colors, level -> Palette.sequential(level / (LEVELS - 1.0)));
        int[] counts = new int[LEVELS];
        for (double value : values) {
            counts[level(value, top)]++;
        }
        int[] classes = new int[rowOf.length];
        Arrays.setAll(classes, cell -> rowOf[cell] < 0 ? -1 : level(values[rowOf[cell]], top));
        Html legend = Html.element("ul", "legend");
        for (int level = LEVELS - 1; level >= 0; level--) {
            String name = level == LEVELS - 1
                    ? "above " + border(top, level)
                    : level == 0 ? "below " + border(top, 1) : border(top, level) + " to " + border(top, level + 1);
            legend.add(item(colors[level], name, counts[level]));
        }
        Html map = new TissueMap(data, cells)
                .ofClasses(
                        "map-gain",
                        "Map of how far genes are from what the picture leads one to expect; the range is in the"
                                + " legend.",
                        classes,
                        colors);
        return Blocks.figure(
                "How far genes are from what the picture leads one to expect",
                Badges.ofArtifacts(data, TABLE),
                Html.element("div", "with-legend").add(map, legend),
                "Gain in nats: how much more probable the counts are once the model has seen the genes than from the"
                        + " picture and its neighbours alone; n = "
                        + Numbers.count(rows.size()) + ". The values are in " + TABLE + ".");
    }

    /** Classes halve downwards: a few far ones would leave all others in the lowest of even classes. */
    private static int level(double value, double top) {
        int level = 0;
        while (level < LEVELS - 1 && value >= top * Math.pow(2, level + 1.0 - LEVELS)) {
            level++;
        }
        return level;
    }

    private static String border(double top, int level) {
        return Numbers.fixed(top * Math.pow(2, level - (double) LEVELS), 1);
    }

    private Html calls() {
        int[] kinds = new int[rows.size()];
        int[] counts = new int[CALLS.length];
        for (int row = 0; row < kinds.length; row++) {
            boolean called = Boolean.parseBoolean(rows.text(row, "discordant"));
            kinds[row] = !called ? 2 : rows.text(row, "region").isEmpty() ? 1 : 0;
            counts[kinds[row]]++;
        }
        if (counts[0] + counts[1] == 0) {
            return Html.group();
        }
        int[] classes = new int[rowOf.length];
        Arrays.setAll(classes, cell -> rowOf[cell] < 0 ? -1 : kinds[rowOf[cell]]);
        Html map = new TissueMap(data, cells)
                .ofClasses(
                        "map-discordant",
                        "Map of the " + data.observationWord(true)
                                + " whose genes and picture disagree; the counts are in the legend.",
                        classes,
                        CALLS);
        Html legend = Html.element("ul", "legend")
                .add(
                        item(CALLS[0], "discordant, in a region", counts[0]),
                        item(CALLS[1], "discordant, alone", counts[1]),
                        item(CALLS[2], "not called", counts[2]));
        return Blocks.figure(
                "Where morphology and molecules disagree",
                Badges.ofArtifacts(data, TABLE),
                Html.element("div", "with-legend").add(map, legend),
                "Called where the gain is high among all "
                        + data.observationWord(true)
                        + " (as far above the median as hardly any lies below it) and higher than with pictures that"
                        + " come with such genes, both at the rate above; a region is at least three that touch.");
    }

    private static Html item(int color, String name, int count) {
        return Html.element("li")
                .add(Key.of(color))
                .add(Html.element("span", "name").text(name))
                .add(Html.element("span", "count").text(Numbers.count(count)));
    }
}
