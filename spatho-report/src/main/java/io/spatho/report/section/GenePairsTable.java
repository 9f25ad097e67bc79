package io.spatho.report.section;

import io.spatho.report.chart.IntervalMark;
import io.spatho.report.content.ReportData;
import io.spatho.report.content.TableRows;
import io.spatho.report.html.DataTable;
import io.spatho.report.html.Html;
import io.spatho.report.text.Numbers;
import java.util.Comparator;
import java.util.Optional;

/** Pairs of genes that lie beside each other. */
final class GenePairsTable {

    private static final String TABLE = "analysis/bivariate_moran.parquet";
    private static final int LISTED = 10;

    private GenePairsTable() {}

    static Html of(ReportData data) {
        Optional<TableRows> loaded = data.rows(TABLE);
        if (loaded.isEmpty()) {
            return Blocks.absent(data, "Pairs of genes", TABLE);
        }
        TableRows rows = loaded.get();
        Html head = Html.element("div", "figure-head")
                .add(Blocks.subheading("Genes beside genes"), Badges.ofArtifacts(data, TABLE));
        if (rows.size() == 0) {
            return Html.group(head, Blocks.note("No pair of the list has both genes on the panel."));
        }
        int[] order = rows.order(Comparator.comparing((Integer row) -> !Double.isFinite(rows.number(row, "moran_i")))
                .thenComparing(row -> -Math.abs(rows.number(row, "moran_i"))));
        DataTable table = new DataTable("gene-pairs-table", "Bivariate Moran's I of pairs of genes")
                .column("Gene among neighbours")
                .column("Gene in the middle")
                .number("Bivariate I")
                .column("Interval")
                .column("−0.5 to 0.5")
                .number("p, adjusted");
        for (int row : order) {
            if (table.size() < LISTED) {
                add(table, rows, row);
            }
        }
        return Html.group(
                head,
                Blocks.paragraph(
                        "Bivariate Moran's I tells whether the second gene is high where neighbours express the first; intervals are "
                                + "of the estimate, p is from random arrangements of the first gene."),
                table.build(),
                Blocks.note("Showing " + table.size() + " of " + Numbers.count(rows.size()) + " pairs; n = "
                        + RadiiFigure.observations(data) + "; all are in " + TABLE + "."),
                EvidenceLinks.ofTypes(data, "bivariate_moran"));
    }

    private static void add(DataTable table, TableRows rows, int row) {
        double value = rows.number(row, "moran_i");
        double lower = rows.number(row, "lower");
        double upper = rows.number(row, "upper");
        boolean bounded = Double.isFinite(lower) && Double.isFinite(upper);
        table.row(
                Html.element("i").add(Blocks.name(rows.text(row, "gene_neighbours"))),
                Html.element("i").add(Blocks.name(rows.text(row, "gene_own"))),
                Blocks.number(
                        Double.isFinite(value)
                                ? Numbers.fixed(value, 3)
                                : "not defined: " + rows.text(row, "undefined_reason")),
                Html.ofText(bounded ? Numbers.fixed(lower, 3) + " to " + Numbers.fixed(upper, 3) : "–"),
                IntervalMark.draw(value, lower, upper, -0.5, 0.5),
                Blocks.number(Double.isFinite(value) ? Numbers.probability(rows.number(row, "p_adjusted")) : "–"));
    }
}
