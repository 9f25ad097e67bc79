package io.spatho.report.map;

import io.spatho.report.content.Cells;
import io.spatho.report.content.Labels;
import io.spatho.report.content.RegionOutline;
import io.spatho.report.content.ReportData;
import io.spatho.report.html.Html;
import io.spatho.report.text.Numbers;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Maps of the tissue, all in the same frame: observations as a picture held in the page, region outlines and names over it, a scale
 * bar under it. A map needs no script.
 *
 * <p>Cost: linear in observations and pixels for each map.
 */
public final class TissueMap {

    private static final int CHARACTER = 8;
    private static final int MANY = 120;
    private static final int LEAST_ROOM = 14;
    private static final String OUTLINES = "region-outlines";

    private final ReportData data;
    private final Cells cells;
    private final MapFrame frame;
    private final double radiusUm;

    /** Maps of the observations of a run. */
    public TissueMap(ReportData data, Cells cells) {
        this.data = data;
        this.cells = cells;
        this.radiusUm = Spacing.radiusUm(cells, data.input().subject().observationSizeUm());
        this.frame = MapFrame.around(cells, data.outlines(), radiusUm);
    }

    /** The map that shows a label of each observation; it holds the outlines that the other maps repeat. */
    public Html ofLabels(String id, String description, Labels labels, boolean isFirst) {
        return draw(id, description, Inks.ofLabels(cells, labels), isFirst);
    }

    /** The map that shows a colour for each region. */
    public Html ofRegions(String id, String description, Map<String, Integer> colors) {
        return draw(id, description, Inks.ofRegions(cells, colors), false);
    }

    /** The map that shows a colour for each class; {@code classes} holds a position in {@code colors} for each observation, or -1. */
    public Html ofClasses(String id, String description, int[] classes, int[] colors) {
        return draw(id, description, Inks.ofClasses(cells, classes, colors), false);
    }

    private Html draw(String id, String description, Inks inks, boolean isFirst) {
        IndexedImage picture =
                new CellRaster(frame, data.detail().pixelDensity()).paint(cells, inks.inks(), radiusUm, inks.palette());
        Html svg = Html.element("svg", "tissue")
                .attribute("id", id)
                .attribute("viewBox", "0 0 " + number(frame.width()) + " " + number(frame.height()))
                .attribute("width", number(frame.width()))
                .attribute("height", number(frame.height()))
                .attribute("role", "img")
                .attribute("aria-labelledby", id + "-title");
        svg.add(Html.element("title").attribute("id", id + "-title").text(description));
        boolean hasUnderlay = isFirst && data.input().underlay().isPresent();
        if (hasUnderlay) {
            svg.add(image("underlay", Backdrop.reference(data.input().underlay().get(), frame)));
        }
        svg.add(image("cells", picture.reference()));
        svg.add(isFirst ? outlines() : Html.element("use").attribute("href", "#" + OUTLINES));
        Html box = Html.element("div", hasUnderlay ? "map over-picture" : "map");
        if (hasUnderlay) {
            box.add(switches(id));
        }
        return box.add(Html.element("div", "map-box").add(svg, scaleBar()));
    }

    private Html image(String styleClass, String reference) {
        return Html.element("image", styleClass)
                .attribute("href", reference)
                .attribute("width", number(frame.width()))
                .attribute("height", number(frame.height()))
                .attribute("preserveAspectRatio", "none");
    }

    /** Boxes that show and hide layers by style rules alone. */
    private static Html switches(String id) {
        Html group = Html.group();
        String[][] layers = {{"cells", "Observations"}, {"outlines", "Region outlines"}, {"underlay", "Tissue picture"}
        };
        for (String[] layer : layers) {
            String box = id + "-show-" + layer[0];
            group.add(
                    Html.element("input", "show-" + layer[0])
                            .attribute("type", "checkbox")
                            .attribute("id", box)
                            .attribute("checked", "checked"),
                    Html.element("label", "switch").attribute("for", box).text(layer[1]));
        }
        return group;
    }

    private Html outlines() {
        List<RegionOutline> regions = data.outlines();
        List<String> paths = OutlinePath.all(regions, frame, data.detail().outlineCharacters());
        RegionNames names = RegionNames.of(regions);
        Html shapes = Html.element("g", regions.size() > MANY ? "outlines many" : "outlines")
                .attribute("id", OUTLINES);
        Html texts = Html.element("g", "region-names").attribute("aria-hidden", "true");
        for (int i = 0; i < paths.size(); i++) {
            if (paths.get(i).isEmpty()) {
                continue;
            }
            RegionOutline region = regions.get(i);
            shapes.add(Html.element("path", "region")
                    .attribute("d", paths.get(i))
                    .attribute("data-region", region.id())
                    .attribute("data-anchor", io.spatho.report.html.Anchors.of("region", region.id()))
                    .add(Html.element("title").text(hint(region))));
            LabelPlace place = LabelPlace.of(region, frame);
            String name = names.of(region.id());
            if (place.room() > LEAST_ROOM + CHARACTER * name.length()) {
                texts.add(Html.element("text")
                        .attribute("x", Numbers.coordinate(place.x()))
                        .attribute("y", Numbers.coordinate(place.y() + 4))
                        .text(name));
            }
        }
        return shapes.add(texts);
    }

    private String hint(RegionOutline region) {
        String structure = region.structure().isEmpty() ? "" : " · " + region.structure();
        double cells = Double.isFinite(region.cells()) ? region.cells() : data.cellsIn(region.id());
        String count = Double.isFinite(cells) ? " · " + data.observations((long) cells) : "";
        return region.id() + structure + count;
    }

    private Html scaleBar() {
        double um = frame.scaleBarUm();
        double share = 100 * um * frame.scale() / frame.width();
        Html bar = Html.element("svg", "scalebar")
                .attribute("width", String.format(Locale.ROOT, "%.2f%%", share))
                .attribute("height", "8")
                .attribute("viewBox", "0 0 100 8")
                .attribute("preserveAspectRatio", "none")
                .attribute("aria-hidden", "true")
                .add(Html.element("path")
                        .attribute("d", "M0 0V8H100V0")
                        .attribute("vector-effect", "non-scaling-stroke"));
        return Html.element("div", "scale")
                .add(
                        bar,
                        Html.element("span", "length")
                                .attribute("data-um", number(um))
                                .text(Numbers.length(um)))
                .add(Html.element("span", "axes").text("x grows to the right, y downwards"));
    }

    private static String number(double value) {
        return Numbers.coordinate(value);
    }
}
