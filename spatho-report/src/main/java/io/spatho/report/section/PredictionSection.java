package io.spatho.report.section;

import com.fasterxml.jackson.databind.JsonNode;
import io.spatho.report.content.ReportData;
import io.spatho.report.content.TableRows;
import io.spatho.report.html.DataTable;
import io.spatho.report.html.Html;
import io.spatho.report.map.GeneAtlas;
import io.spatho.report.text.Numbers;
import io.spatho.report.text.PlainText;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a model predicts of genes from the picture, beside what was measured. */
final class PredictionSection implements Section {

    private static final String DOCUMENT = "histology/expression/prediction.json";
    private static final String MAPS = "histology/expression/maps.parquet";
    private static final String AGREEMENT = "histology/expression/agreement.parquet";
    private static final String VALUES = "regions/predictions/histology/predictions.parquet";
    private static final String MEASURED = "measured_";
    private static final String PREDICTED = "predicted_";
    private static final String ATLAS = "prediction-atlas";
    private static final double WIDEST = 220;
    private static final double TALLEST = 220;
    private static final int LONGEST_NAME = 40;

    @Override
    public String id() {
        return "prediction";
    }

    @Override
    public String title() {
        return "Expression predicted from H&E";
    }

    @Override
    public boolean isWanted(ReportData data) {
        return data.artifact(DOCUMENT).isPresent();
    }

    @Override
    public Html body(ReportData data) {
        JsonNode document = data.json(DOCUMENT);
        Html body = Html.group(
                Blocks.paragraph(
                        "A model that was trained elsewhere, or on this case, predicts expression from the picture around"
                                + " each " + data.observationWord(false)
                                + ". These values are not measurements: they stand apart from"
                                + " the measured tables, and no other part of this report uses them. If the model was trained on this"
                                + " case, their agreement says nothing of other tissue; the held-out correlation is of tissue that did"
                                + " not train it."),
                Blocks.facts(
                        new String[] {
                            "Genes", Numbers.count(document.path("genes").asLong())
                        },
                        new String[] {
                            "Supported by held-out tissue",
                            Numbers.count(document.path("supported_genes").asLong())
                        },
                        new String[] {
                            "Intervals hold",
                            Numbers.percent(document.path("level").asDouble())
                        },
                        new String[] {
                            "Genes measured here too",
                            Numbers.count(
                                    document.path("measured").path("genes").asLong())
                        }));
        return body.add(maps(data), EvidenceLinks.ofTypes(data, "expression_prediction"));
    }

    private static Html maps(ReportData data) {
        Optional<TableRows> bins = data.rows(MAPS);
        Optional<TableRows> genes = data.rows(AGREEMENT);
        List<String> columns = bins.stream()
                .flatMap(rows -> rows.columns().stream())
                .filter(column -> column.startsWith(MEASURED) || column.startsWith(PREDICTED))
                .toList();
        if (columns.isEmpty() || genes.isEmpty() || bins.get().size() == 0) {
            return Blocks.absent(data, "Maps of predicted and measured genes", MAPS);
        }
        GeneAtlas atlas = GeneAtlas.of(bins.get(), columns, 0);
        Map<String, GeneAtlas.Tile> tiles = new HashMap<>();
        atlas.tiles().forEach(tile -> tiles.put(tile.gene(), tile));
        DataTable table = new DataTable("prediction-maps", "Measured beside predicted expression of single genes")
                .column("Gene")
                .column("Measured")
                .column("Predicted")
                .number("r held out")
                .number("r here");
        TableRows rows = genes.get();
        for (int row = 0; row < rows.size(); row++) {
            String gene = rows.text(row, "gene");
            if (tiles.containsKey(MEASURED + gene)) {
                table.row(
                        Html.element("i").text(PlainText.shorten(gene, LONGEST_NAME)),
                        part(atlas, tiles.get(MEASURED + gene), "measured"),
                        part(atlas, tiles.get(PREDICTED + gene), "predicted"),
                        Blocks.number(Numbers.fixed(rows.number(row, "held_out_pearson"), 2)),
                        Blocks.number(Numbers.fixed(rows.number(row, "pearson"), 2)));
            }
        }
        return Blocks.figure(
                "Measured beside predicted genes",
                Badges.ofArtifacts(data, MAPS, AGREEMENT),
                Html.element("div").add(store(atlas), table.build()),
                "Means of log(1 + value) in squares of " + Numbers.length(atlas.binUm())
                        + ", of the genes that held-out"
                        + " tissue of the training supports best. Each map has colours of its own from 0 to the value below it,"
                        + " the 99th percentile of its squares. r: correlation of log(1 + count) and log(1 + prediction) over"
                        + " " + data.observationWord(true) + ". All values with their intervals are in " + VALUES
                        + ".");
    }

    /** The picture, once; every map shows a part of it. */
    private static Html store(GeneAtlas atlas) {
        return Html.element("svg")
                .attribute("width", "0")
                .attribute("height", "0")
                .attribute("class", "store")
                .attribute("aria-hidden", "true")
                .add(Html.element("defs")
                        .add(Html.element("image")
                                .attribute("id", ATLAS)
                                .attribute("href", atlas.picture().reference())
                                .attribute(
                                        "width",
                                        Integer.toString(atlas.picture().width()))
                                .attribute(
                                        "height",
                                        Integer.toString(atlas.picture().height()))));
    }

    private static Html part(GeneAtlas atlas, GeneAtlas.Tile tile, String what) {
        double scale = Math.min(WIDEST / atlas.width(), TALLEST / atlas.height());
        Html map = Html.element("svg")
                .attribute("viewBox", tile.x() + " " + tile.y() + " " + atlas.width() + " " + atlas.height())
                .attribute("width", Numbers.coordinate(scale * atlas.width()))
                .attribute("height", Numbers.coordinate(scale * atlas.height()))
                .attribute("role", "img")
                .attribute("aria-label", "Map of " + what + " expression")
                .add(Html.element("use").attribute("href", "#" + ATLAS));
        return Html.element("div").add(map, Html.element("div").text("0 to " + Numbers.fixed(tile.top(), 2)));
    }
}
