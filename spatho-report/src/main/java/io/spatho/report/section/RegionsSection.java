package io.spatho.report.section;

import io.spatho.core.table.Table;
import io.spatho.report.content.RegionOutline;
import io.spatho.report.content.ReportData;
import io.spatho.report.content.TableRows;
import io.spatho.report.html.Anchors;
import io.spatho.report.html.DataTable;
import io.spatho.report.html.Html;
import io.spatho.report.text.NaturalOrder;
import io.spatho.report.text.Numbers;
import io.spatho.report.text.PlainText;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The regions, one row each. */
final class RegionsSection implements Section {

    private static final String SUMMARY = "regions/region_molecular_summary.parquet";
    private static final String NEIGHBORS = "regions/region_neighbors.parquet";
    private static final String OUTLIERS = "regions/region_outliers.parquet";
    private static final int LISTED_NEIGHBORS = 3;

    @Override
    public String id() {
        return "regions";
    }

    @Override
    public String title() {
        return "Regions";
    }

    @Override
    public Html body(ReportData data) {
        Map<String, RegionOutline> regions = regions(data);
        if (regions.isEmpty()) {
            return Blocks.absent(data, "Regions", "regions/regions.geojson");
        }
        DataTable table = table(data, regions);
        Html body = Html.group(intro(data), table.build());
        body.add(Blocks.shown(table.size(), regions.size(), "regions/regions.geojson"));
        for (String[] part : new String[][] {
            {"Expression by region", SUMMARY}, {"Neighbours of regions", NEIGHBORS}, {"Outlying regions", OUTLIERS}
        }) {
            if (data.artifact(part[1]).isEmpty()) {
                body.add(Blocks.absent(data, part[0], part[1]));
            }
        }
        return body;
    }

    private static DataTable table(ReportData data, Map<String, RegionOutline> regions) {
        Map<String, String> flags = flags(data);
        Map<String, String> outliers = outliers(data);
        Map<String, String> neighbors = neighbors(data);
        Optional<RegionGenes> genes = data.table(SUMMARY).map(RegionGenes::new);
        DataTable table = new DataTable("region-table", "Regions of the tissue")
                .sortable()
                .tall()
                .column("Region")
                .column("Structure")
                .number(data.observationHeading())
                .number("Area")
                .column("Flags")
                .column("Higher than in other regions (log2 ratio)")
                .column("Nearest regions");
        for (RegionOutline region : regions.values()) {
            if (table.size() < data.detail().tableRows()) {
                String id = region.id();
                table.row(
                        Anchors.of("region", id),
                        Blocks.name(id),
                        Blocks.name(region.structure().isEmpty() ? "–" : region.structure()),
                        Blocks.number(count(data, region)),
                        Blocks.number(
                                Double.isFinite(region.areaSquareUm()) ? Numbers.area(region.areaSquareUm()) : "–"),
                        flagCell(
                                flags.getOrDefault(id, ""),
                                outliers.getOrDefault(id, ""),
                                data.isModelDerived(OUTLIERS)),
                        genes.map(all -> all.of(id)).orElseGet(() -> Html.ofText("–")),
                        Blocks.name(neighbors.getOrDefault(id, "–")));
            }
        }
        return table;
    }

    private static String count(ReportData data, RegionOutline region) {
        double cells = Double.isFinite(region.cells()) ? region.cells() : data.cellsIn(region.id());
        return Double.isFinite(cells) ? Numbers.count((long) cells) : "–";
    }

    private static Html intro(ReportData data) {
        return Html.group(
                Html.element("p")
                        .add(Badges.ofArtifacts(data, SUMMARY))
                        .text(" Counts, areas, genes and neighbours come from the measurements. ")
                        .add(Badges.ofArtifacts(data, OUTLIERS))
                        .text(" Marks of weak or outlying regions."),
                Blocks.paragraph(
                        "Genes are listed by the log2 ratio of mean expression in the region to that in all other regions; "
                                + "this describes the region and is not a test. Distances are between outlines."));
    }

    /** The regions in natural order of their ids: those with outlines, else those that observations name. */
    private static Map<String, RegionOutline> regions(ReportData data) {
        Map<String, RegionOutline> regions = new TreeMap<>(NaturalOrder.INSTANCE);
        data.outlines().forEach(outline -> regions.put(outline.id(), outline));
        if (regions.isEmpty() && data.cells().isPresent()) {
            for (String id : data.cells().get().regions().names()) {
                regions.put(id, new RegionOutline(id, "", "", data.cellsIn(id), Double.NaN, List.of()));
            }
        }
        return regions;
    }

    private static Map<String, String> flags(ReportData data) {
        String path = data.artifact(EmbeddingMapSection.MAIN).isPresent()
                ? EmbeddingMapSection.MAIN
                : EmbeddingMapSection.BASELINE;
        return gather(data.table(path), "qc_flag");
    }

    private static Map<String, String> outliers(ReportData data) {
        return gather(data.table(OUTLIERS), "reason");
    }

    private static Map<String, String> gather(Optional<Table> table, String column) {
        Map<String, String> values = new HashMap<>();
        table.map(TableRows::new).ifPresent(rows -> {
            for (int row = 0; row < rows.size(); row++) {
                values.merge(rows.text(row, "region_id"), rows.text(row, column), (a, b) -> a + ", " + b);
            }
        });
        return values;
    }

    private static Html flagCell(String flags, String outlier, boolean isModelDerived) {
        Html cell = Html.group();
        boolean isFine = flags.isEmpty() || flags.equals("ok");
        if (!isFine) {
            cell.add(Html.element("span", flags.equals("no_image") ? "flag plain" : "flag")
                    .text(PlainText.shorten(words(flags), 120)));
        }
        if (!outlier.isEmpty()) {
            cell.add(Html.element("span", isModelDerived ? "flag model" : "flag")
                    .text((isModelDerived ? "◆ " : "") + PlainText.shorten(words(outlier), 160)));
        }
        return isFine && outlier.isEmpty() ? Html.ofText("none") : cell;
    }

    private static String words(String flags) {
        return ValueText.words(flags).replace(",", ", ").replace(",  ", ", ");
    }

    private static Map<String, String> neighbors(ReportData data) {
        Map<String, List<String>> lists = new HashMap<>();
        data.rows(NEIGHBORS).ifPresent(rows -> {
            int[] order = rows.order((a, b) -> {
                int byDistance = Double.compare(rows.number(a, "distance_um"), rows.number(b, "distance_um"));
                return byDistance != 0
                        ? byDistance
                        : NaturalOrder.INSTANCE.compare(rows.text(a, "neighbor_id"), rows.text(b, "neighbor_id"));
            });
            for (int row : order) {
                List<String> list = lists.computeIfAbsent(rows.text(row, "region_id"), id -> new ArrayList<>());
                if (list.size() < LISTED_NEIGHBORS) {
                    double distance = rows.number(row, "distance_um");
                    list.add(PlainText.shorten(rows.text(row, "neighbor_id"), 40)
                            + (distance > 0 ? " (" + Numbers.length(distance) + ")" : " (touching)"));
                }
            }
        });
        Map<String, String> texts = new HashMap<>();
        lists.forEach((id, list) -> texts.put(id, String.join(", ", list)));
        return texts;
    }
}
