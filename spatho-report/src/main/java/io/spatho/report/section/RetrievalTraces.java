package io.spatho.report.section;

import io.spatho.core.evidence.Evidence;
import io.spatho.report.content.ReportData;
import io.spatho.report.content.TableRows;
import io.spatho.report.html.DataTable;
import io.spatho.report.html.Html;
import io.spatho.report.text.Numbers;
import io.spatho.report.text.PlainText;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Which reference cells predictions rest on: by region, and cell by cell for one tile of each region. */
final class RetrievalTraces {

    private static final String REGIONS = "regions/predictions/rag/regions.parquet";
    private static final String EXAMPLES = "regions/predictions/rag/examples.parquet";
    private static final String TRACE = "regions/predictions/rag/trace.parquet";
    private static final String TYPE = "retrieval_trace";
    private static final int MOST_EXAMPLES = 12;
    private static final int MOST_CELLS = 16;
    private static final int LONGEST_NAME = 60;

    private RetrievalTraces() {}

    static Html of(ReportData data) {
        Optional<TableRows> regions = data.rows(REGIONS);
        Optional<TableRows> examples = data.rows(EXAMPLES);
        if (regions.isEmpty() || examples.isEmpty() || regions.get().size() == 0) {
            return Blocks.absent(data, "What predictions rest on", REGIONS);
        }
        return Html.group(
                Html.element("div", "figure-head")
                        .add(Blocks.subheading("What the predictions rest on"), Badges.ofArtifacts(data, REGIONS)),
                regions(data, regions.get()),
                Html.element("div", "figure-head")
                        .add(Blocks.subheading("Cells looked up for single tiles"), Badges.ofArtifacts(data, EXAMPLES)),
                examples(data, examples.get()));
    }

    private static Html regions(ReportData data, TableRows rows) {
        Map<String, Integer> leading = new LinkedHashMap<>();
        for (int row = 0; row < rows.size(); row++) {
            int own = row;
            leading.merge(
                    rows.text(row, "region_id"),
                    row,
                    (known, other) ->
                            rows.number(own, "attention_share") > rows.number(known, "attention_share") ? own : known);
        }
        DataTable table = new DataTable("retrieval-regions", "The cell type that got most attention in each region")
                .column("Region")
                .number("Tiles")
                .column("Cell type looked up most")
                .number("Its attention")
                .number("Its predicted share")
                .number("Mean similarity")
                .column("Evidence");
        leading.entrySet().stream().limit(data.detail().tableRows()).forEach(entry -> {
            int row = entry.getValue();
            table.row(
                    Blocks.name(entry.getKey()),
                    Blocks.number(Numbers.count((long) rows.number(row, "tiles"))),
                    Blocks.name(rows.text(row, "cell_type")),
                    Blocks.number(Numbers.percent(rows.number(row, "attention_share"))),
                    Blocks.number(Numbers.percent(rows.number(row, "predicted_share"))),
                    Blocks.number(Numbers.fixed(rows.number(row, "mean_similarity"), 2)),
                    evidence(entry.getKey(), data));
        });
        return Html.group(
                table.sortable().tall().build(),
                Blocks.note(
                        "Attention: the weights of the cells looked up, which sum to one for a tile. Similarity: inner product"
                                + " of two vectors of length one, from -1 to 1. All cell types of all regions are in "
                                + REGIONS
                                + ", all cells of all tiles in " + TRACE + "."),
                Blocks.shown(table.size(), leading.size(), REGIONS));
    }

    private static Html evidence(String region, ReportData data) {
        return data.evidence().all().stream()
                .filter(item -> item.statement().type().equals(TYPE)
                        && item.statement().unitId().equals(region))
                .map(Evidence::id)
                .findFirst()
                .map(id -> EvidenceLinks.inColumn(id, data))
                .orElseGet(Html::group);
    }

    private static Html examples(ReportData data, TableRows rows) {
        Map<String, List<Integer>> tiles = new LinkedHashMap<>();
        for (int row = 0; row < rows.size(); row++) {
            tiles.computeIfAbsent(rows.text(row, "region_id"), region -> new ArrayList<>())
                    .add(row);
        }
        Html list = Html.group();
        int number = 0;
        for (Map.Entry<String, List<Integer>> entry : tiles.entrySet()) {
            if (number == MOST_EXAMPLES) {
                break;
            }
            List<Integer> own = entry.getValue();
            Html details = Html.element("details")
                    .add(Html.element("summary")
                            .text("Region ")
                            .add(Blocks.name(entry.getKey()))
                            .text(": tile ")
                            .add(Blocks.name(rows.text(own.get(0), "tile_id"))))
                    .add(cells(number, rows, own));
            list.add(number == 0 ? details.attribute("open", "open") : details);
            number++;
        }
        return list.add(
                Blocks.note("The tile in the middle of a region. " + data.observationHeading()
                        + " have one tile each; spatho explain shows the rows behind a region's evidence."),
                Blocks.shown(number, tiles.size(), EXAMPLES));
    }

    private static Html cells(int number, TableRows rows, List<Integer> own) {
        DataTable table = new DataTable(
                        "retrieval-trace-" + number,
                        "Reference cells of tile " + PlainText.shorten(rows.text(own.get(0), "tile_id"), LONGEST_NAME)
                                + ", most attention first")
                .column("Reference cell")
                .column("Cell type")
                .number("Similarity")
                .number("Attention")
                .column("Fingerprint of the reference");
        own.stream()
                .limit(MOST_CELLS)
                .forEach(row -> table.row(
                        Blocks.name(rows.text(row, "cell_id")),
                        Blocks.name(rows.text(row, "cell_type")),
                        Blocks.number(Numbers.fixed(rows.number(row, "similarity"), 3)),
                        Blocks.number(Numbers.percent(rows.number(row, "attention"))),
                        Blocks.digest(rows.text(row, "reference"))));
        return Html.group(table.build(), Blocks.shown(table.size(), own.size(), EXAMPLES));
    }
}
