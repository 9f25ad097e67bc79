package io.spatho.report.section;

import io.spatho.core.table.Table;
import io.spatho.report.chart.Key;
import io.spatho.report.content.Cells;
import io.spatho.report.content.ReportData;
import io.spatho.report.html.Html;
import io.spatho.report.map.RegionColors;
import io.spatho.report.map.TissueMap;
import io.spatho.report.text.Numbers;
import java.util.Optional;

/** The tissue, coloured by the embeddings of its regions. */
final class EmbeddingMapSection implements Section {

    static final String MAIN = "regions/region_embeddings.parquet";
    static final String BASELINE = "regions/region_pca_embeddings.parquet";

    @Override
    public String id() {
        return "embedding-map";
    }

    @Override
    public String title() {
        return "Map by region embedding";
    }

    @Override
    public Html body(ReportData data) {
        Html body = Html.group(Blocks.paragraph(
                "An embedding is a list of numbers that summarises what is expressed in a region. Regions with similar embeddings "
                        + "have similar colours here; a colour has no meaning by itself."));
        if (!data.isModelDerived(MAIN)) {
            body.add(Blocks.absent(data, "Region embeddings by stGPT", "stgpt/"));
        }
        String path = data.artifact(MAIN).isPresent() ? MAIN : BASELINE;
        return body.add(figure(data, path, "map-embeddings"));
    }

    /** A map of one table of region embeddings. */
    static Html figure(ReportData data, String path, String id) {
        String name = data.isModelDerived(path)
                ? "Region embeddings by stGPT"
                : "Region embeddings by principal components of expression";
        Optional<Table> table = data.table(path);
        Optional<Cells> cells = data.cells();
        if (table.isEmpty() || cells.isEmpty()) {
            return Blocks.absent(data, name, path);
        }
        RegionColors colors = RegionColors.of(table.get());
        String description =
                "Map of " + data.observations(cells.get().size()) + " coloured by the embedding of their region; "
                        + colors.colors().size() + " regions.";
        Html map = new TissueMap(data, cells.get()).ofRegions(id, description, colors.colors());
        double[] shares = colors.shares();
        String caption = "Shown: the first three principal components of the embeddings of "
                + colors.colors().size()
                + " regions. Dark to light is component 1 (" + Numbers.percent(shares[0])
                + " of the variance between regions), blue to yellow component 2 (" + Numbers.percent(shares[1])
                + "), green to red component 3 (" + Numbers.percent(shares[2])
                + "). Grey: in no region; light grey: removed by quality control.";
        Html content = Html.element("div", "with-legend").add(map, legend(id, shares));
        return Blocks.figure(name, Badges.ofArtifacts(data, path), content, caption);
    }

    private static Html legend(String id, double[] shares) {
        Html list = Html.element("ul", "legend components");
        for (int component = 0; component < shares.length; component++) {
            list.add(Html.element("li")
                    .add(Key.ramp(RegionColors.ramp(component)))
                    .add(Html.element("span", "name").text("component " + (component + 1)))
                    .add(Html.element("span", "count").text(Numbers.percent(shares[component]))));
        }
        return list.attribute("id", id + "-legend");
    }
}
