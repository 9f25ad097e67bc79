package io.spatho.report.section;

import io.spatho.report.color.Palette;
import io.spatho.report.content.ReportData;
import io.spatho.report.content.TableRows;
import io.spatho.report.html.Html;
import io.spatho.report.map.GeneAtlas;
import io.spatho.report.text.Numbers;
import io.spatho.report.text.PlainText;
import java.util.List;
import java.util.Optional;

/** Where single genes are expressed: a large map of one of them, and small maps of all, which choose the one that is large. */
final class GeneMapsFigure {

    private static final String TABLE = "analysis/gene_maps.parquet";
    private static final String PREFIX = "gene_";
    private static final String ATLAS = "gene-atlas";
    private static final double WIDEST = 740;
    private static final double TALLEST = 560;
    private static final int LONGEST_NAME = 40;

    private GeneMapsFigure() {}

    static Html of(ReportData data) {
        Optional<TableRows> loaded = data.rows(TABLE);
        if (loaded.isEmpty()) {
            return Blocks.absent(data, "Maps of single genes", TABLE);
        }
        TableRows rows = loaded.get();
        List<String> columns = rows.columns().stream()
                .filter(column -> column.startsWith(PREFIX))
                .toList();
        if (columns.isEmpty() || rows.size() == 0) {
            return Blocks.note("No gene has a spatial autocorrelation, so no maps of single genes were made.");
        }
        GeneAtlas atlas = GeneAtlas.of(rows, columns, PREFIX.length());
        Html content = Html.element("div", "gene-maps")
                .attribute("data-left", Numbers.coordinate(atlas.leftUm()))
                .attribute("data-top", Numbers.coordinate(atlas.topUm()))
                .attribute("data-bin", Double.toString(atlas.binUm()))
                .attribute("data-width", Integer.toString(atlas.width()))
                .attribute("data-height", Integer.toString(atlas.height()))
                .add(store(atlas), large(atlas), small(atlas));
        return Blocks.figure(
                "Expression of single genes",
                Badges.ofArtifacts(data, TABLE),
                content,
                "Mean normalised expression, log(1 + x), in squares of " + Numbers.length(atlas.binUm()) + " (n = "
                        + Numbers.count(rows.size()) + " squares with " + data.observationWord(true)
                        + "), of the genes with the highest Moran's I. Each gene has a scale of its own, whose last colour is the 99th"
                        + " percentile of its squares. The values are in " + TABLE + ".");
    }

    /** The picture, once; every map shows a part of it. */
    private static Html store(GeneAtlas atlas) {
        Html image = Html.element("image")
                .attribute("id", ATLAS)
                .attribute("href", atlas.picture().reference())
                .attribute("width", Integer.toString(atlas.picture().width()))
                .attribute("height", Integer.toString(atlas.picture().height()));
        return Html.element("svg")
                .attribute("width", "0")
                .attribute("height", "0")
                .attribute("class", "store")
                .attribute("aria-hidden", "true")
                .add(Html.element("defs").add(image));
    }

    private static Html large(GeneAtlas atlas) {
        GeneAtlas.Tile first = atlas.tiles().get(0);
        double scale = Math.min(WIDEST / atlas.width(), TALLEST / atlas.height());
        Html map = part(atlas, first)
                .attribute("id", "gene-map")
                .attribute("class", "tissue")
                .attribute("width", Numbers.coordinate(scale * atlas.width()))
                .attribute("height", Numbers.coordinate(scale * atlas.height()))
                .attribute("role", "img")
                .attribute("aria-labelledby", "gene-map-title");
        map.add(Html.element("title")
                .attribute("id", "gene-map-title")
                .text("Map of the expression of " + name(first)));
        Html scaleOfColours = Html.element("p", "gene-scale")
                .add(Html.element("i").add(Html.element("span", "gene-name").text(name(first))))
                .add(Html.element("span").text("0"))
                .add(gradient())
                .add(Html.element("span", "gene-top").text(Numbers.fixed(first.top(), 2)))
                .add(Html.element("span", "gene-value").attribute("role", "status"));
        return Html.element("div", "map")
                .add(scaleOfColours, Html.element("div", "map-box").add(map));
    }

    private static Html small(GeneAtlas atlas) {
        Html list = Html.element("ul", "gene-tiles");
        for (GeneAtlas.Tile tile : atlas.tiles()) {
            list.add(Html.element("li")
                    .attribute("data-x", Integer.toString(tile.x()))
                    .attribute("data-y", Integer.toString(tile.y()))
                    .attribute("data-top", Double.toString(tile.top()))
                    .add(part(atlas, tile)
                            .attribute("width", Integer.toString(atlas.width()))
                            .attribute("height", Integer.toString(atlas.height()))
                            .attribute("aria-hidden", "true"))
                    .add(Html.element("i").text(name(tile))));
        }
        return list;
    }

    /** The part of the picture that shows a gene. */
    private static Html part(GeneAtlas atlas, GeneAtlas.Tile tile) {
        return Html.element("svg")
                .attribute("viewBox", tile.x() + " " + tile.y() + " " + atlas.width() + " " + atlas.height())
                .add(Html.element("use").attribute("href", "#" + ATLAS));
    }

    private static Html gradient() {
        Html bar = Html.element("svg", "gradient")
                .attribute("viewBox", "0 0 " + GeneAtlas.LEVELS + " 1")
                .attribute("preserveAspectRatio", "none")
                .attribute("aria-hidden", "true");
        for (int level = 0; level < GeneAtlas.LEVELS; level++) {
            bar.add(Html.element("rect")
                    .attribute("x", Integer.toString(level))
                    .attribute("width", "1.05")
                    .attribute("height", "1")
                    .attribute("fill", Palette.hex(Palette.sequential(level / (GeneAtlas.LEVELS - 1.0)))));
        }
        return bar;
    }

    private static String name(GeneAtlas.Tile tile) {
        return PlainText.shorten(tile.gene(), LONGEST_NAME);
    }
}
