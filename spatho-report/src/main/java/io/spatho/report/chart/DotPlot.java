package io.spatho.report.chart;

import io.spatho.report.color.Palette;
import io.spatho.report.html.Html;
import io.spatho.report.text.Numbers;
import io.spatho.report.text.PlainText;
import java.util.List;

/** Genes against groups: the area of a disc is the share that expresses the gene, its colour the change against the rest. */
public final class DotPlot {

    private static final double WIDE = 24;
    private static final double NARROW = 20.5;
    private static final int FEW = 28;
    private static final double LEFT = 190;
    private static final double TOP = 96;

    private final List<String> genes;
    private final List<String> groups;
    private final double[][] shares;
    private final double[][] changes;
    private final double scale;
    private final double cell;

    /** Shares and changes are groups x genes; NaN is no value. */
    public DotPlot(List<String> genes, List<String> groups, double[][] shares, double[][] changes) {
        this.genes = genes;
        this.groups = groups;
        this.shares = shares;
        this.changes = changes;
        this.cell = genes.size() <= FEW ? WIDE : NARROW;
        double largest = 0;
        for (double[] row : changes) {
            for (double change : row) {
                largest = Math.max(largest, Double.isFinite(change) ? change : 0);
            }
        }
        this.scale = largest > 0 ? Math.min(largest, 6) : 1;
    }

    /** The drawing. */
    public Html draw(String id, String description) {
        double width = LEFT + cell * genes.size() + 54;
        double bottom = TOP + cell * groups.size();
        Drawing drawing = new Drawing(id, description, Math.max(width, LEFT + 420), bottom + 66);
        for (int g = 0; g < genes.size(); g++) {
            drawing.slanted(LEFT + cell * (g + 0.5) + 4, TOP - 8, PlainText.shorten(genes.get(g), 16));
        }
        for (int row = 0; row < groups.size(); row++) {
            double y = TOP + cell * (row + 0.5);
            drawing.line("grid", LEFT, y, LEFT + cell * genes.size(), y)
                    .text("end", LEFT - 10, y + 4, PlainText.shorten(groups.get(row), 26));
            for (int g = 0; g < genes.size(); g++) {
                dot(drawing, row, g, y);
            }
        }
        legend(drawing, bottom + 30);
        return drawing.build();
    }

    private void dot(Drawing drawing, int row, int gene, double y) {
        double share = shares[row][gene];
        double change = changes[row][gene];
        if (share > 0 && Double.isFinite(change)) {
            drawing.disc(
                    Palette.sequential(change / scale),
                    LEFT + cell * (gene + 0.5),
                    y,
                    radius(share),
                    groups.get(row) + ", " + genes.get(gene) + ": expressed by " + Numbers.percent(share)
                            + ", log2 fold change " + Numbers.fixed(change, 2));
        }
    }

    private void legend(Drawing drawing, double y) {
        double x = LEFT;
        for (double share : new double[] {0.1, 0.5, 1}) {
            drawing.add(Html.element("circle", "sample")
                            .attribute("cx", Drawing.n(x + 10))
                            .attribute("cy", Drawing.n(y))
                            .attribute("r", Drawing.n(radius(share))))
                    .text("start tick", x + 24, y + 4, Numbers.percent(share));
            x += 72;
        }
        drawing.text("start tick", LEFT, y + 28, "share expressing");
        for (int step = 0; step < 24; step++) {
            drawing.filled(Palette.sequential(step / 23.0), x + 10 + 6 * step, y - 6, 6.5, 12, "");
        }
        drawing.text("start tick", x + 10, y + 28, "log2 fold change, 0 to " + Numbers.significant(scale, 2));
    }

    private double radius(double share) {
        return (cell / 2 - 1.5) * Math.sqrt(Math.min(1, share));
    }
}
