package io.spatho.report.section;

import io.spatho.report.color.Palette;
import io.spatho.report.html.Html;
import io.spatho.report.map.GeneAtlas;
import io.spatho.report.text.Numbers;
import io.spatho.report.text.PlainText;

/** Maps in squares of several quantities: a large map of one of them, and small maps of all, which choose the one that is large. */
final class AtlasFigure {

    private static final double WIDEST = 740;
    private static final double TALLEST = 560;
    private static final int LONGEST_NAME = 40;

    private final String id;
    private final GeneAtlas atlas;
    private final Words words;

    /**
     * What the figure says.
     *
     * @param map what a map shows, before the name: {@code Map of the expression of}
     * @param empty what is said where there is no square
     * @param name the element that names stand in: {@code i} for genes
     */
    record Words(String map, String empty, String name) {}

    /** A figure whose elements have ids that begin with {@code id}. */
    AtlasFigure(String id, GeneAtlas atlas, Words words) {
        this.id = id;
        this.atlas = atlas;
        this.words = words;
    }

    Html build() {
        return Html.element("div", "gene-maps")
                .attribute("data-left", Numbers.coordinate(atlas.leftUm()))
                .attribute("data-top", Numbers.coordinate(atlas.topUm()))
                .attribute("data-bin", Double.toString(atlas.binUm()))
                .attribute("data-width", Integer.toString(atlas.width()))
                .attribute("data-height", Integer.toString(atlas.height()))
                .attribute("data-map", words.map)
                .attribute("data-empty", words.empty)
                .add(store(id + "-atlas", atlas), large(), small());
    }

    /** A picture, once; every map shows a part of it. */
    static Html store(String id, GeneAtlas atlas) {
        Html image = Html.element("image")
                .attribute("id", id)
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

    /** The part of a stored picture that shows one quantity. */
    static Html part(String store, GeneAtlas atlas, GeneAtlas.Tile tile) {
        return Html.element("svg")
                .attribute("viewBox", tile.x() + " " + tile.y() + " " + atlas.width() + " " + atlas.height())
                .add(Html.element("use").attribute("href", "#" + store));
    }

    private Html large() {
        GeneAtlas.Tile first = atlas.tiles().get(0);
        double scale = Math.min(WIDEST / atlas.width(), TALLEST / atlas.height());
        Html map = part(id + "-atlas", atlas, first)
                .attribute("id", id + "-map")
                .attribute("class", "tissue")
                .attribute("width", Numbers.coordinate(scale * atlas.width()))
                .attribute("height", Numbers.coordinate(scale * atlas.height()))
                .attribute("role", "img")
                .attribute("aria-labelledby", id + "-map-title");
        map.add(Html.element("title").attribute("id", id + "-map-title").text(words.map + " " + name(first)));
        Html scaleOfColours = Html.element("p", "gene-scale")
                .add(Html.element(words.name)
                        .add(Html.element("span", "gene-name").text(name(first))))
                .add(Html.element("span").text("0"))
                .add(gradient())
                .add(Html.element("span", "gene-top").text(Numbers.fixed(first.top(), 2)))
                .add(Html.element("span", "gene-value").attribute("role", "status"));
        return Html.element("div", "map")
                .add(scaleOfColours, Html.element("div", "map-box").add(map));
    }

    private Html small() {
        Html list = Html.element("ul", "gene-tiles");
        for (GeneAtlas.Tile tile : atlas.tiles()) {
            list.add(Html.element("li")
                    .attribute("data-x", Integer.toString(tile.x()))
                    .attribute("data-y", Integer.toString(tile.y()))
                    .attribute("data-top", Double.toString(tile.top()))
                    .add(part(id + "-atlas", atlas, tile)
                            .attribute("width", Integer.toString(atlas.width()))
                            .attribute("height", Integer.toString(atlas.height()))
                            .attribute("aria-hidden", "true"))
                    .add(Html.element(words.name, "tile-name").text(name(tile))));
        }
        return list;
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
