package io.spatho.anndata.visium;

import io.spatho.anndata.csv.CsvRows;
import io.spatho.anndata.csv.NumberText;
import io.spatho.anndata.parquet.ParquetTable;
import io.spatho.anndata.tenx.BundleFolder;
import io.spatho.core.error.InputException;
import io.spatho.core.error.Problem;
import io.spatho.core.table.Column;
import io.spatho.core.table.Table;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The positions of all spots or bins: {@code tissue_positions} as Parquet, as CSV with a header, or as CSV without one, told by
 * content.
 *
 * <p>Columns: {@code cell_id} (the barcode), {@code in_tissue}, {@code array_row}, {@code array_col} as integers, {@code
 * pxl_row_in_fullres}, {@code pxl_col_in_fullres} as float64.
 */
public final class SpotTable {

    static final String PIXEL_ROW = "pxl_row_in_fullres";
    static final String PIXEL_COLUMN = "pxl_col_in_fullres";

    private static final List<String> COLUMNS =
            List.of("barcode", "in_tissue", "array_row", "array_col", PIXEL_ROW, PIXEL_COLUMN);
    private static final String NAME = "([^/]*[_.-])?tissue_positions";

    private static final double FARTHEST = 1e9;

    private SpotTable() {}

    /** Finds the file in {@code spatial/} under a sub-folder of a bundle, or in the sub-folder itself. */
    public static Optional<Path> find(BundleFolder folder, String base) {
        List<String> patterns = new ArrayList<>();
        for (String place : List.of("spatial/", "")) {
            for (String ending : List.of("\\.parquet", "\\.csv(\\.gz)?", "_list\\.csv(\\.gz)?")) {
                patterns.add(Pattern.quote(base) + place + NAME + ending);
            }
        }
        return folder.find(patterns);
    }

    /** Reads the file. */
    public static Table read(Path file) {
        return file.toString().endsWith(".parquet") ? parquet(file) : csv(file);
    }

    private static Table parquet(Path file) {
        Table raw = ParquetTable.read(file, new LinkedHashSet<>(COLUMNS));
        if (!(raw.column("barcode") instanceof Column.Strings)) {
            throw new InputException(
                    Problem.of("column barcode is not text").at(file).expected("text", "numbers"));
        }
        return Table.ofRows(raw.rows())
                .with("cell_id", raw.column("barcode"))
                .with("in_tissue", integers(file, raw, "in_tissue"))
                .with("array_row", integers(file, raw, "array_row"))
                .with("array_col", integers(file, raw, "array_col"))
                .with(PIXEL_ROW, new Column.Doubles(numbers(file, raw, PIXEL_ROW)))
                .with(PIXEL_COLUMN, new Column.Doubles(numbers(file, raw, PIXEL_COLUMN)));
    }

    private static double[] numbers(Path file, Table raw, String name) {
        if (raw.column(name) instanceof Column.Strings || raw.column(name) instanceof Column.Booleans) {
            throw new InputException(
                    Problem.of("column " + name + " is not numeric").at(file).expected("numbers", "something else"));
        }
        return raw.doubles(name);
    }

    private static Column integers(Path file, Table raw, String name) {
        if (raw.column(name) instanceof Column.Ints ints) {
            return ints;
        }
        double[] values = numbers(file, raw, name);
        int[] whole = new int[values.length];
        for (int row = 0; row < whole.length; row++) {
            whole[row] = (int) values[row];
            if (whole[row] != values[row]) {
                throw new InputException(Problem.of("column " + name + " holds no whole number")
                        .at(file + " row " + (row + 1L))
                        .expected("an integer", values[row]));
            }
        }
        return new Column.Ints(whole);
    }

    private static Table csv(Path file) {
        List<String> barcodes = new ArrayList<>();
        List<double[]> numbers = new ArrayList<>();
        try (CsvRows rows = CsvRows.commas(file)) {
            boolean first = true;
            while (rows.next()) {
                if (rows.size() != COLUMNS.size()) {
                    throw rows.problem("a row has another number of fields", COLUMNS.size(), rows.size());
                }
                boolean header = first && rows.field(0).strip().equalsIgnoreCase("barcode");
                first = false;
                if (header) {
                    requireHeader(rows);
                } else {
                    barcodes.add(rows.field(0));
                    numbers.add(numbers(rows));
                }
            }
        }
        return Table.ofRows(barcodes.size())
                .with("cell_id", new Column.Strings(barcodes.toArray(String[]::new)))
                .with("in_tissue", integers(numbers, 0))
                .with("array_row", integers(numbers, 1))
                .with("array_col", integers(numbers, 2))
                .with(PIXEL_ROW, doubles(numbers, 3))
                .with(PIXEL_COLUMN, doubles(numbers, 4));
    }

    private static void requireHeader(CsvRows rows) {
        if (!rows.fields().stream().map(String::strip).toList().equals(COLUMNS)) {
            throw rows.problem(
                    "the header is not that of tissue positions",
                    String.join(",", COLUMNS),
                    String.join(",", rows.fields()));
        }
    }

    private static double[] numbers(CsvRows rows) {
        double[] values = new double[COLUMNS.size() - 1];
        for (int i = 0; i < values.length; i++) {
            String text = rows.field(i + 1);
            try {
                values[i] = NumberText.parse(text);
            } catch (NumberFormatException e) {
                throw rows.problem(COLUMNS.get(i + 1) + " is not a number", "a number", text);
            }
            if (!(Math.abs(values[i]) <= FARTHEST) || (i < 3 && values[i] != (int) values[i])) {
                throw rows.problem(
                        COLUMNS.get(i + 1) + " is missing, not whole or too large",
                        i < 3 ? "an integer" : "a number",
                        text);
            }
        }
        return values;
    }

    private static Column integers(List<double[]> rows, int column) {
        return new Column.Ints(rows.stream().mapToInt(row -> (int) row[column]).toArray());
    }

    private static Column doubles(List<double[]> rows, int column) {
        return new Column.Doubles(rows.stream().mapToDouble(row -> row[column]).toArray());
    }
}
