package io.spatho.anndata.synthetic;

import io.spatho.core.json.CanonicalJson;
import io.spatho.core.table.Column;
import io.spatho.core.table.Table;

/**
 * The rows that a block of cells gets in {@code cells.parquet}, {@code cells.csv.gz} and the two boundary files.
 *
 * @param cells one row for each cell
 * @param cellRings 13 rows for each cell: its corners, the first one twice
 * @param nucleusRings the same for each nucleus
 * @param area the area of all cells in square micrometres
 */
record CellTables(Table cells, Table cellRings, Table nucleusRings, double area) {

    private static final String BY_STAIN = "Segmented by boundary stain (ATP1A1+CD45+E-Cadherin)";
    private static final String BY_NUCLEUS = "Segmented by nucleus expansion of 5.0µm";
    private static final double STEPS_IN_A_UNIT = 8;

    /** The tables of the cells {@code from} to {@code to}. */
    static CellTables of(Section section, XeniumCounts.Totals totals, CellLabels labels, int from, int to) {
        int count = to - from;
        CellOutline[] outlines = new CellOutline[count];
        TypeMixture mixture = new TypeMixture();
        for (int i = 0; i < count; i++) {
            outlines[i] = CellOutline.of(section, section.cell(from + i, mixture), labels.seed());
        }
        return new CellTables(
                cells(outlines, totals, labels, from),
                OutlineRings.ofCells(outlines, labels, from),
                OutlineRings.ofNuclei(outlines, labels, from),
                area(outlines));
    }

    private static double area(CellOutline[] outlines) {
        double area = 0;
        for (CellOutline outline : outlines) {
            area += CellOutline.area(outline.cellX(), outline.cellY());
        }
        return area;
    }

    private static Table cells(CellOutline[] outlines, XeniumCounts.Totals totals, CellLabels labels, int from) {
        int count = outlines.length;
        String[] ids = new String[count];
        double[] x = new double[count];
        double[] y = new double[count];
        double[] cellArea = new double[count];
        double[] nucleusArea = new double[count];
        int[] nuclei = new int[count];
        String[] methods = new String[count];
        int[][] molecules = new int[6][count];
        for (int i = 0; i < count; i++) {
            CellOutline outline = outlines[i];
            ids[i] = labels.name(from + i);
            x[i] = rounded(CellOutline.middle(outline.cellX()));
            y[i] = rounded(CellOutline.middle(outline.cellY()));
            cellArea[i] = rounded(CellOutline.area(outline.cellX(), outline.cellY()));
            nuclei[i] = outline.hasNucleus() ? 1 : 0;
            nucleusArea[i] = outline.hasNucleus()
                    ? rounded(CellOutline.area(outline.nucleusX(), outline.nucleusY()))
                    : Double.NaN;
            methods[i] = outline.hasNucleus() && (from + i) % 4 == 0 ? BY_NUCLEUS : BY_STAIN;
            molecules[0][i] = totals.transcripts(from + i);
            molecules[1][i] = totals.controlProbes(from + i);
            molecules[2][i] = totals.controlCodewords(from + i);
            molecules[3][i] = totals.unassigned(from + i);
            molecules[5][i] = totals.all(from + i);
        }
        return Table.ofRows(count)
                .with("cell_id", new Column.Strings(ids))
                .with("x_centroid", new Column.Doubles(x))
                .with("y_centroid", new Column.Doubles(y))
                .with("transcript_counts", new Column.Ints(molecules[0]))
                .with("control_probe_counts", new Column.Ints(molecules[1]))
                .with("control_codeword_counts", new Column.Ints(molecules[2]))
                .with("unassigned_codeword_counts", new Column.Ints(molecules[3]))
                .with("deprecated_codeword_counts", new Column.Ints(molecules[4]))
                .with("total_counts", new Column.Ints(molecules[5]))
                .with("cell_area", new Column.Doubles(cellArea))
                .with("nucleus_area", new Column.Doubles(nucleusArea))
                .with("nucleus_count", new Column.Ints(nuclei))
                .with("segmentation_method", new Column.Strings(methods));
    }

    /** Rounded to eighths, which keeps files small. */
    private static double rounded(double value) {
        return Math.rint(value * STEPS_IN_A_UNIT) / STEPS_IN_A_UNIT;
    }

    /** The header of {@code cells.csv.gz}, quoted as the instrument does. */
    static String csvHeader(Table cells) {
        return "\"" + String.join("\",\"", cells.names()) + "\"\n";
    }

    /** The cells as lines of {@code cells.csv.gz}; text is quoted, a missing number is empty. */
    static String csvLines(Table cells) {
        StringBuilder text = new StringBuilder();
        for (int row = 0; row < cells.rows(); row++) {
            String separator = "";
            for (Column column : cells.columns().values()) {
                text.append(separator).append(csvValue(column, row));
                separator = ",";
            }
            text.append('\n');
        }
        return text.toString();
    }

    private static String csvValue(Column column, int row) {
        if (column instanceof Column.Strings strings) {
            return "\"" + strings.values()[row] + "\"";
        }
        if (column instanceof Column.Doubles doubles) {
            double value = doubles.values()[row];
            return Double.isNaN(value) ? "" : CanonicalJson.number(value);
        }
        return column.text(row);
    }
}
