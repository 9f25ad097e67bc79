package io.spatho.report.section;

import io.spatho.report.chart.Key;
import io.spatho.report.content.Cells;
import io.spatho.report.content.ReportData;
import io.spatho.report.content.TableRows;
import io.spatho.report.html.DataTable;
import io.spatho.report.html.Html;
import io.spatho.report.map.TissueMap;
import io.spatho.report.text.Numbers;
import io.spatho.report.text.PlainText;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Where the most autocorrelated gene is high or low together, and how many spots the others have. */
final class HotSpotMap {

    private static final String TABLE = "analysis/local_statistics.parquet";
    private static final String CELLS = "analysis/clusters.parquet";
    private static final String RANKS = "analysis/spatial_autocorrelation.parquet";
    private static final double SIGNIFICANT = 0.05;
    private static final int[] COLORS = {0xB85400, 0x0B5FA5};
    private static final int HOT = 0;
    private static final int COLD = 1;

    private HotSpotMap() {}

    static Html of(ReportData data) {
        // One row for each gene and observation: read for this map alone and let go.
        Optional<TableRows> loaded = data.rowsOnce(TABLE);
        Optional<Cells> cells = data.cells();
        Optional<TableRows> ids = data.rows(CELLS);
        if (loaded.isEmpty() || cells.isEmpty() || ids.isEmpty()) {
            return Blocks.absent(data, "Hot and cold spots", TABLE);
        }
        TableRows rows = loaded.get();
        Map<String, int[]> counts = counts(rows);
        if (counts.isEmpty()) {
            return Blocks.note("No gene has a spatial autocorrelation, so no hot spots were looked for.");
        }
        String gene = first(data, counts);
        int[] spots = counts.get(gene);
        String shown = PlainText.shorten(gene, 40);
        String description = "Map of hot and cold spots of " + shown + "; the counts are in the legend.";
        Html map = new TissueMap(data, cells.get())
                .ofClasses("map-hot-spots", description, classes(rows, gene, ids.get(), cells.get()), COLORS);
        Html legend = Html.element("ul", "legend")
                .add(item(COLORS[HOT], "hot spot", spots[0]), item(COLORS[COLD], "cold spot", spots[1]))
                .add(item(io.spatho.report.color.Palette.OTHER, "neither", spots[2] - spots[0] - spots[1]));
        return Html.group(
                Blocks.figure(
                        "Hot and cold spots of " + shown,
                        Badges.ofArtifacts(data, TABLE),
                        Html.element("div", "with-legend").add(map, legend),
                        "Getis and Ord's G* of each " + data.observationWord(false)
                                + " and its neighbours; hot or cold where p, adjusted for the number of observations, is below 0.05. n = "
                                + Numbers.count(spots[2]) + "."),
                table(counts),
                EvidenceLinks.ofTypes(data, "hot_spots"));
    }

    private static Html table(Map<String, int[]> counts) {
        DataTable table = new DataTable("hot-spot-table", "Hot and cold spots of the most autocorrelated genes")
                .column("Gene")
                .number("Hot")
                .number("Cold")
                .number("n");
        counts.forEach((gene, spots) -> table.row(
                Html.element("i").add(Blocks.name(gene)),
                Blocks.number(Numbers.count(spots[0])),
                Blocks.number(Numbers.count(spots[1])),
                Blocks.number(Numbers.count(spots[2]))));
        return table.build();
    }

    private static Html item(int color, String name, int count) {
        return Html.element("li")
                .add(Key.of(color))
                .add(Html.element("span", "name").text(name))
                .add(Html.element("span", "count").text(Numbers.count(count)));
    }

    /** Hot, cold and all observations with a value, of each gene. */
    private static Map<String, int[]> counts(TableRows rows) {
        Map<String, int[]> counts = new LinkedHashMap<>();
        for (int row = 0; row < rows.size(); row++) {
            int[] spots = counts.computeIfAbsent(rows.text(row, "gene"), key -> new int[3]);
            int kind = kind(rows, row);
            if (kind >= 0) {
                spots[kind]++;
            }
            spots[2] += Double.isFinite(rows.number(row, "z_score")) ? 1 : 0;
        }
        return counts;
    }

    private static int kind(TableRows rows, int row) {
        return rows.number(row, "q_value") < SIGNIFICANT ? (rows.number(row, "z_score") > 0 ? HOT : COLD) : -1;
    }

    /** The gene with the highest Moran's I; without that table the first by name. */
    private static String first(ReportData data, Map<String, int[]> counts) {
        String best = counts.keySet().iterator().next();
        double highest = Double.NEGATIVE_INFINITY;
        Optional<TableRows> ranks = data.rows(RANKS);
        for (int row = 0; ranks.isPresent() && row < ranks.get().size(); row++) {
            double value = ranks.get().number(row, "moran_i");
            if (value > highest && counts.containsKey(ranks.get().text(row, "gene"))) {
                highest = value;
                best = ranks.get().text(row, "gene");
            }
        }
        return best;
    }

    private static int[] classes(TableRows rows, String gene, TableRows ids, Cells cells) {
        Map<String, Integer> kinds = new HashMap<>();
        for (int row = 0; row < rows.size(); row++) {
            if (rows.text(row, "gene").equals(gene) && kind(rows, row) >= 0) {
                kinds.put(rows.text(row, "cell_id"), kind(rows, row));
            }
        }
        int[] classes = new int[cells.size()];
        Arrays.setAll(classes, cell -> kinds.getOrDefault(ids.text(cell, "cell_id"), -1));
        return classes;
    }
}
