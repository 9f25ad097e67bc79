package io.spatho.report.section;

import io.spatho.report.chart.IntervalMark;
import io.spatho.report.content.ReportData;
import io.spatho.report.content.TableRows;
import io.spatho.report.html.DataTable;
import io.spatho.report.html.Html;
import io.spatho.report.text.Numbers;
import java.util.Comparator;
import java.util.Optional;

/** How genes are arranged in space, and what that says of the slide. */
final class SpatialSection implements Section {

    private static final String AUTOCORRELATION = "analysis/spatial_autocorrelation.parquet";
    private static final int LISTED = 15;

    @Override
    public String id() {
        return "spatial";
    }

    @Override
    public String title() {
        return "Arrangement in space";
    }

    @Override
    public Html body(ReportData data) {
        return Html.group(
                FeaturesBlock.of(data),
                moran(data),
                GeneMapsFigure.of(data),
                GenePairsTable.of(data),
                HotSpotMap.of(data));
    }

    private static Html moran(ReportData data) {
        Optional<TableRows> loaded = data.rows(AUTOCORRELATION);
        if (loaded.isEmpty()) {
            return Blocks.absent(data, "Spatial autocorrelation of genes", AUTOCORRELATION);
        }
        TableRows rows = loaded.get();
        int[] order = rows.order(Comparator.comparing((Integer row) -> !Double.isFinite(rows.number(row, "moran_i")))
                .thenComparing(row -> -rows.number(row, "moran_i")));
        DataTable table = new DataTable("moran-table", "Genes whose expression is most clustered in space")
                .column("Gene")
                .number("Moran's I")
                .column("Interval")
                .column("0 to 1")
                .number("z")
                .number("p, adjusted")
                .number("Geary's C");
        double level = Double.NaN;
        for (int row : order) {
            if (table.size() < LISTED && Double.isFinite(rows.number(row, "moran_i"))) {
                add(table, rows, row);
                level = rows.number(row, "level");
            }
        }
        long undefined = java.util.stream.IntStream.range(0, rows.size())
                .filter(row -> !Double.isFinite(rows.number(row, "moran_i")))
                .count();
        String interval = Double.isFinite(level)
                ? " Intervals cover the true value with " + Numbers.percent(level) + " confidence."
                : "";
        return Html.group(
                Html.element("div", "figure-head")
                        .add(
                                Blocks.subheading("Genes that cluster in space"),
                                Badges.ofArtifacts(data, AUTOCORRELATION)),
                Blocks.paragraph(
                        "Moran's I tells how alike neighbours are: 1 when a gene changes smoothly across the tissue, near "
                                + "0 when it is scattered at random. Geary's C says the same from differences between neighbours: below 1 "
                                + "means alike." + interval + " p-values are adjusted for the number of genes tested."),
                table.build(),
                Blocks.note("Showing the " + Numbers.count(table.size()) + " highest of " + Numbers.count(rows.size())
                        + " genes; " + Numbers.count(undefined)
                        + " of them are undefined, such as those without variation. All are in "
                        + AUTOCORRELATION + "; n = " + RadiiFigure.observations(data) + "."),
                EvidenceLinks.ofTypes(data, "spatial_autocorrelation"));
    }

    private static void add(DataTable table, TableRows rows, int row) {
        double lower = rows.number(row, "lower");
        double upper = rows.number(row, "upper");
        double value = rows.number(row, "moran_i");
        boolean hasInterval = Double.isFinite(lower) && Double.isFinite(upper);
        table.row(
                Html.element("i").add(Blocks.name(rows.text(row, "gene"))),
                Blocks.number(Numbers.fixed(value, 3)),
                Html.ofText(hasInterval ? Numbers.fixed(lower, 3) + " to " + Numbers.fixed(upper, 3) : "–"),
                IntervalMark.draw(value, lower, upper, -0.1, 1),
                Blocks.number(Numbers.fixed(rows.number(row, "z_score"), 1)),
                Blocks.number(Numbers.probability(rows.number(row, "p_adjusted"))),
                Blocks.number(Numbers.fixed(rows.number(row, "geary_c"), 3)));
    }
}
