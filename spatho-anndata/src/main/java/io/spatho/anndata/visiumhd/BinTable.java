package io.spatho.anndata.visiumhd;

import io.spatho.anndata.parquet.ParquetRows;
import io.spatho.anndata.visium.SpotTable;
import io.spatho.core.error.InputException;
import io.spatho.core.error.Problem;
import io.spatho.core.table.Column;
import io.spatho.core.table.Table;
import java.nio.file.Path;
import java.util.List;

/**
 * The positions of all bins of a size, row by row. As Parquet they are streamed: a table of eleven million rows needs no more memory than
 * a page of each of its columns.
 */
final class BinTable {

    private static final List<String> COLUMNS =
            List.of("barcode", "in_tissue", "array_row", "array_col", "pxl_row_in_fullres", "pxl_col_in_fullres");
    private static final double FARTHEST = 1e9;

    private BinTable() {}

    /** Takes the bins one by one. */
    @FunctionalInterface
    interface Visitor {
        /** A bin with its centre in full-resolution pixels. */
        void bin(long bin, boolean inTissue, double pixelRow, double pixelColumn);
    }

    /** How many rows there were, and how many in tissue. */
    record Counted(long rows, long inTissue) {}

    /** Shows every bin of a size to a visitor, in file order; rows with other names are passed over. */
    static Counted forEach(Path file, int size, Visitor visitor) {
        return file.toString().endsWith(".parquet") ? parquet(file, size, visitor) : csv(file, size, visitor);
    }

    private static Counted parquet(Path file, int size, Visitor visitor) {
        long count = 0;
        long tissue = 0;
        try (ParquetRows rows = ParquetRows.open(file, COLUMNS)) {
            while (rows.next()) {
                boolean inTissue = rows.integer(1) != 0;
                count++;
                tissue += inTissue ? 1 : 0;
                long bin = BinName.parse(rows.bytes(0), size);
                if (bin != BinName.NONE) {
                    requireSame(file, size, bin, rows.integer(2), rows.integer(3));
                    visitor.bin(bin, inTissue, rows.number(4), rows.number(5));
                }
            }
        }
        return new Counted(count, tissue);
    }

    private static Counted csv(Path file, int size, Visitor visitor) {
        Table table = SpotTable.read(file);
        String[] names = table.strings("cell_id");
        int[] inTissue = ((Column.Ints) table.column("in_tissue")).values();
        int[] rows = ((Column.Ints) table.column("array_row")).values();
        int[] columns = ((Column.Ints) table.column("array_col")).values();
        double[] pixelRows = table.doubles(COLUMNS.get(4));
        double[] pixelColumns = table.doubles(COLUMNS.get(5));
        long tissue = 0;
        for (int row = 0; row < names.length; row++) {
            tissue += inTissue[row] != 0 ? 1 : 0;
            long bin = BinName.parse(names[row], size);
            if (bin != BinName.NONE) {
                requireSame(file, size, bin, rows[row], columns[row]);
                visitor.bin(bin, inTissue[row] != 0, pixelRows[row], pixelColumns[row]);
            }
        }
        return new Counted(names.length, tissue);
    }

    private static void requireSame(Path file, int size, long bin, long row, long column) {
        if (BinName.row(bin) != row || BinName.column(bin) != column) {
            throw new InputException(Problem.of("name and place of a bin contradict each other")
                    .at(file + " barcode " + BinName.name(size, bin))
                    .expected(
                            "array_row " + BinName.row(bin) + " and array_col " + BinName.column(bin),
                            row + ", " + column));
        }
    }

    /**
     * The rows of chosen bins.
     *
     * @param inTissue whether each lies in tissue
     * @param pixelRow y of each centre in full-resolution pixels
     * @param pixelColumn x of each centre
     * @param counted all rows of the table
     */
    record Chosen(boolean[] inTissue, double[] pixelRow, double[] pixelColumn, Counted counted) {}

    /** The rows of the bins named, in their order; one that the table lacks is an {@link InputException}. */
    static Chosen choose(Path file, int size, long[] bins, Path matrix) {
        BinIndex index = BinIndex.of(matrix, size, bins);
        boolean[] inTissue = new boolean[bins.length];
        double[] pixelRow = new double[bins.length];
        double[] pixelColumn = new double[bins.length];
        boolean[] seen = new boolean[bins.length];
        Counted counted = forEach(file, size, (bin, tissue, y, x) -> {
            int place = index.place(bin);
            if (place < 0) {
                return;
            }
            if (seen[place]) {
                throw new InputException(Problem.of("bin " + BinName.name(size, bin) + " stands there twice")
                        .at(file)
                        .expected("each bin once", "two rows"));
            }
            requireFinite(file, size, bin, x, y);
            seen[place] = true;
            inTissue[place] = tissue;
            pixelRow[place] = y;
            pixelColumn[place] = x;
        });
        requireAll(file, size, bins, seen, matrix);
        return new Chosen(inTissue, pixelRow, pixelColumn, counted);
    }

    static void requireFinite(Path file, int size, long bin, double x, double y) {
        if (!(Math.abs(x) <= FARTHEST && Math.abs(y) <= FARTHEST)) {
            throw new InputException(Problem.of("a position is not a finite number")
                    .at(file + " bin " + BinName.name(size, bin))
                    .expected("coordinates", x + ", " + y));
        }
    }

    private static void requireAll(Path file, int size, long[] bins, boolean[] seen, Path matrix) {
        int absent = 0;
        String example = "";
        for (int i = 0; i < bins.length; i++) {
            if (!seen[i]) {
                absent++;
                example = example.isEmpty() ? BinName.name(size, bins[i]) : example;
            }
        }
        if (absent > 0) {
            throw new InputException(Problem.of(absent + " of " + bins.length + " bins of the matrix "
                            + matrix.getFileName() + " are not in the table, such as " + example)
                    .at(file)
                    .expected("every bin of the matrix", (bins.length - absent) + " of them")
                    .fix("Matrix and table must come from the same run."));
        }
    }
}
