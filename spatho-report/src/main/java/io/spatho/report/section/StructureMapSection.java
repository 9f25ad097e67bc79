package io.spatho.report.section;

import io.spatho.report.content.Cells;
import io.spatho.report.content.ReportData;
import io.spatho.report.html.Html;
import io.spatho.report.map.RegionNames;
import io.spatho.report.map.TissueMap;
import io.spatho.report.text.Numbers;
import java.util.Optional;

/** The tissue, coloured by structure. */
final class StructureMapSection implements Section {

    private static final String TABLE = "analysis/clusters.parquet";

    @Override
    public String id() {
        return "map";
    }

    @Override
    public String title() {
        return "Tissue map";
    }

    @Override
    public Html body(ReportData data) {
        Optional<Cells> loaded = data.cells();
        if (loaded.isEmpty()) {
            return Blocks.absent(data, "Tissue map", TABLE);
        }
        Cells cells = loaded.get();
        int removed = cells.size() - cells.keptCount();
        String description = "Map of " + data.observations(cells.size()) + " coloured by "
                + cells.structures().names().size() + " structures, with the outlines of "
                + data.outlines().size() + " regions; the counts are in the legend.";
        Html map = new TissueMap(data, cells).ofLabels("map-structures", description, cells.structures(), true);
        Html legend = Legend.of(cells.structures(), cells::structureName, "map-structures", removed, unlabelled(cells));
        Html content = Html.element("div", "with-legend")
                .add(map, legend)
                .add(Html.element("p", "status").attribute("role", "status").attribute("data-for", "map-structures"));
        return Html.group(
                Blocks.paragraph("Each point is one " + data.observationWord(false)
                        + ", coloured by the structure it belongs to. Lines are the outlines of regions: connected parts of "
                        + "one structure, or areas that were drawn by hand."),
                Blocks.figure(
                        "Structures and regions", Badges.ofArtifacts(data, TABLE), content, caption(data, cells)));
    }

    private static int unlabelled(Cells cells) {
        int count = 0;
        for (int i = 0; i < cells.size(); i++) {
            count += cells.kept()[i] && cells.structures().codes()[i] < 0 ? 1 : 0;
        }
        return count;
    }

    private static String caption(ReportData data, Cells cells) {
        String names = RegionNames.of(data.outlines()).explanation(data.outlines());
        String regions = data.outlines().isEmpty() ? " No region outlines were made." : " " + names;
        return "n = " + Numbers.count(cells.size()) + " " + data.observationWord(true)
                + "; positions in micrometres as the platform gave them, y pointing down as in the picture of the slide."
                + regions;
    }
}
