package io.spatho.report.section;

import io.spatho.report.chart.Key;
import io.spatho.report.chart.StackedBars;
import io.spatho.report.color.Palette;
import io.spatho.report.content.Cells;
import io.spatho.report.content.ReportData;
import io.spatho.report.html.DataTable;
import io.spatho.report.html.Html;
import io.spatho.report.text.Numbers;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Which clusters each structure is made of. */
final class CompositionSection implements Section {

    private static final String TABLE = "analysis/clusters.parquet";
    private static final int DRAWN = 40;

    @Override
    public String id() {
        return "composition";
    }

    @Override
    public String title() {
        return "Composition of structures";
    }

    @Override
    public Html body(ReportData data) {
        Optional<Cells> loaded = data.cells();
        if (loaded.isEmpty() || loaded.get().structures().names().isEmpty()) {
            return Blocks.absent(data, "Structures", loaded.isEmpty() ? TABLE : "analysis/structures.parquet");
        }
        Cells cells = loaded.get();
        List<String> parts = parts(cells);
        double[][] counts = counts(cells, parts.size());
        List<String> groups = cells.structures().names().stream()
                .limit(DRAWN)
                .map(cells::structureName)
                .toList();
        String description = "Stacked bars: the clusters that each of " + groups.size()
                + " structures is made of; the numbers follow in a table.";
        Html drawing = new StackedBars(groups, parts, Arrays.copyOf(counts, groups.size()))
                .draw("composition-bars", description, data.observationWord(true));
        Html legend = Html.element("ul", "legend flat");
        for (int part = 0; part < parts.size(); part++) {
            legend.add(Html.element("li").add(Key.of(Palette.category(part))).text(" " + parts.get(part)));
        }
        Html figure = Blocks.figure(
                "Clusters in each structure",
                Badges.ofArtifacts(data, TABLE),
                Html.group(Blocks.scrolling(description, drawing), legend),
                "Only " + data.observationWord(true) + " that passed quality control; n stands beside each bar.");
        return Html.group(figure, numbers(data, cells, parts, counts));
    }

    private static List<String> parts(Cells cells) {
        List<String> names = cells.clusters().names();
        List<String> parts = new ArrayList<>();
        names.stream().limit(Palette.CATEGORIES).forEach(name -> parts.add("cluster " + name));
        if (names.size() > Palette.CATEGORIES) {
            parts.add(names.size() - Palette.CATEGORIES + " smaller clusters");
        }
        return parts;
    }

    private static double[][] counts(Cells cells, int parts) {
        double[][] counts = new double[cells.structures().names().size()][parts];
        for (int i = 0; i < cells.size(); i++) {
            int structure = cells.structures().codes()[i];
            int cluster = cells.clusters().codes()[i];
            if (structure >= 0 && cluster >= 0) {
                counts[structure][Math.min(cluster, parts - 1)]++;
            }
        }
        return counts;
    }

    private static Html numbers(ReportData data, Cells cells, List<String> parts, double[][] counts) {
        DataTable table = new DataTable("composition-table", "Share of each cluster in each structure")
                .column("Structure")
                .number(data.observationHeading());
        parts.forEach(table::number);
        int shown = Math.min(counts.length, data.detail().tableRows());
        for (int s = 0; s < shown; s++) {
            double total = Arrays.stream(counts[s]).sum();
            Html[] row = new Html[parts.size() + 2];
            row[0] = Blocks.name(cells.structureName(cells.structures().names().get(s)));
            row[1] = Blocks.number(Numbers.count((long) total));
            for (int part = 0; part < parts.size(); part++) {
                row[part + 2] = Blocks.number(counts[s][part] == 0 ? "0" : Numbers.percent(counts[s][part] / total));
            }
            table.row(row);
        }
        return Html.element("details")
                .add(Html.element("summary").text("The same in numbers"))
                .add(table.build(), Blocks.shown(shown, counts.length, TABLE));
    }
}
