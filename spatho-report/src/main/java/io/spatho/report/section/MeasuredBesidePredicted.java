package io.spatho.report.section;

import io.spatho.report.content.TableRows;
import io.spatho.report.html.DataTable;
import io.spatho.report.html.Html;
import io.spatho.report.map.GeneAtlas;
import io.spatho.report.text.Numbers;
import io.spatho.report.text.PlainText;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Pairs of small maps of single genes, measured beside predicted, with how far both agree. */
final class MeasuredBesidePredicted {

    private static final String MEASURED = "measured_";
    private static final String PREDICTED = "predicted_";
    private static final double WIDEST = 220;
    private static final double TALLEST = 220;
    private static final int LONGEST_NAME = 40;

    private final String id;
    private final GeneAtlas atlas;

    private MeasuredBesidePredicted(String id, GeneAtlas atlas) {
        this.id = id;
        this.atlas = atlas;
    }

    /** The columns of maps among those of a table of squares. */
    static List<String> columns(TableRows squares) {
        return squares.columns().stream()
                .filter(column -> column.startsWith(MEASURED) || column.startsWith(PREDICTED))
                .toList();
    }

    /** The side of the squares of a table, in words. */
    static String side(TableRows squares) {
        return Numbers.length(squares.number(0, "bin_um"));
    }

    /**
     * The pairs as a table.
     *
     * @param id begins the ids of table and picture
     * @param squares a row for each square, with columns of measured and predicted values
     * @param genes a row for each gene, with its correlation here and on held-out tissue
     */
    static Html of(String id, TableRows squares, TableRows genes) {
        GeneAtlas atlas = GeneAtlas.of(squares, columns(squares), 0);
        return new MeasuredBesidePredicted(id, atlas).table(genes);
    }

    private Html table(TableRows genes) {
        Map<String, GeneAtlas.Tile> tiles = new HashMap<>();
        atlas.tiles().forEach(tile -> tiles.put(tile.gene(), tile));
        DataTable table = new DataTable(id + "-maps", "Measured beside predicted expression of single genes")
                .column("Gene")
                .column("Measured")
                .column("Predicted")
                .number("r held out")
                .number("r here");
        for (int row = 0; row < genes.size(); row++) {
            String gene = genes.text(row, "gene");
            if (tiles.containsKey(MEASURED + gene)) {
                table.row(
                        Html.element("i").text(PlainText.shorten(gene, LONGEST_NAME)),
                        part(tiles.get(MEASURED + gene), "measured"),
                        part(tiles.get(PREDICTED + gene), "predicted"),
                        Blocks.number(Numbers.fixed(genes.number(row, "held_out_pearson"), 2)),
                        Blocks.number(Numbers.fixed(genes.number(row, "pearson"), 2)));
            }
        }
        return Html.element("div").add(AtlasFigure.store(id + "-atlas", atlas), table.build());
    }

    private Html part(GeneAtlas.Tile tile, String what) {
        double scale = Math.min(WIDEST / atlas.width(), TALLEST / atlas.height());
        Html map = AtlasFigure.part(id + "-atlas", atlas, tile)
                .attribute("width", Numbers.coordinate(scale * atlas.width()))
                .attribute("height", Numbers.coordinate(scale * atlas.height()))
                .attribute("role", "img")
                .attribute("aria-label", "Map of " + what + " expression");
        return Html.element("div").add(map, Html.element("div").text("0 to " + Numbers.fixed(tile.top(), 2)));
    }
}
