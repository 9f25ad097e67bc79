package io.spatho.stgpt.runtime;

import io.spatho.anndata.csv.CsvFrame;
import io.spatho.anndata.parquet.ParquetTable;
import io.spatho.core.error.InputException;
import io.spatho.core.error.Problem;
import io.spatho.core.matrix.DenseMatrix;
import io.spatho.core.parallel.Workers;
import io.spatho.core.table.Column;
import io.spatho.core.table.Table;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * A table of vectors that somebody else wrote: an id column and {@code emb_0 … emb_{d-1}}, Parquet or CSV.
 *
 * @param file where it was read
 * @param ids the ids, each once
 * @param vectors ids x dimensions; a row of NaN where there is no vector
 */
public record EmbeddingTable(Path file, String[] ids, DenseMatrix vectors) {

    private static final String PREFIX = "emb_";
    private static final int MOST_DIMENSIONS = 65_536;

    /** Whether a Parquet table of vectors has one row for each observation rather than for each region. */
    static boolean isOfCells(Path file) {
        return ParquetTable.columnNames(file).contains("cell_id");
    }

    /**
     * Reads and checks a table.
     *
     * @throws InputException when the id column, a dimension or a number is missing, or an id stands twice
     */
    public static EmbeddingTable read(Path file, String idColumn, Workers workers) {
        Table table = file.toString().endsWith(".csv")
                ? CsvFrame.read(file, Set.of(idColumn), workers)
                : ParquetTable.read(file);
        boolean text = table.has(idColumn)
                && (table.column(idColumn) instanceof Column.Strings
                        || table.column(idColumn) instanceof Column.Categories);
        if (!text) {
            throw new InputException(Problem.of("the table of vectors has no text column " + idColumn)
                    .at(file)
                    .expected(idColumn + ", emb_0, emb_1, …", columns(table)));
        }
        String[] ids = table.strings(idColumn);
        requireOnce(file, idColumn, ids);
        return new EmbeddingTable(file, ids, vectors(file, table, ids));
    }

    private static String columns(Table table) {
        return String.join(", ", table.names().stream().limit(8).toList());
    }

    private static void requireOnce(Path file, String column, String[] ids) {
        Map<String, Integer> rows = new HashMap<>(2 * ids.length);
        for (int row = 0; row < ids.length; row++) {
            Integer earlier = ids[row] == null ? Integer.valueOf(-1) : rows.put(ids[row], row);
            if (earlier != null) {
                throw new InputException(Problem.of(earlier < 0 ? "an id is missing" : "an id stands twice")
                        .at(file + ", column " + column + ", row " + row)
                        .expected("each id once", ids[row]));
            }
        }
    }

    private static DenseMatrix vectors(Path file, Table table, String[] ids) {
        int width = (int) table.names().stream()
                .filter(name -> name.matches(PREFIX + "\\d+"))
                .count();
        if (width == 0 || width > MOST_DIMENSIONS || (long) width * ids.length > Integer.MAX_VALUE - 8) {
            throw new InputException(Problem.of("the table holds no vectors that can be taken")
                    .at(file)
                    .expected("columns emb_0 to at most emb_" + (MOST_DIMENSIONS - 1), width + " of them"));
        }
        DenseMatrix vectors = DenseMatrix.zeros(ids.length, width);
        for (int j = 0; j < width; j++) {
            if (!table.has(PREFIX + j) || isText(table.column(PREFIX + j))) {
                throw new InputException(Problem.of("a dimension is missing or no number")
                        .at(file + ", column " + PREFIX + j)
                        .expected("emb_0 to emb_" + (width - 1), columns(table)));
            }
            double[] column = table.doubles(PREFIX + j);
            for (int row = 0; row < ids.length; row++) {
                vectors.values()[row * width + j] = (float) column[row];
            }
        }
        for (int row = 0; row < ids.length; row++) {
            requireWhole(file, ids[row], vectors, row);
        }
        return vectors;
    }

    private static boolean isText(Column column) {
        return column instanceof Column.Strings
                || column instanceof Column.Categories
                || column instanceof Column.Booleans;
    }

    /** A vector is there whole, scaled to length one, or not at all. */
    private static void requireWhole(Path file, String id, DenseMatrix vectors, int row) {
        int width = vectors.columns();
        int finite = 0;
        int missing = 0;
        double squares = 0;
        for (int j = 0; j < width; j++) {
            float value = vectors.get(row, j);
            finite += Float.isFinite(value) ? 1 : 0;
            missing += Float.isNaN(value) ? 1 : 0;
            squares += (double) value * value;
        }
        if (missing != width && finite != width) {
            throw new InputException(Problem.of("a vector holds something that is no finite number")
                    .at(file + ", " + id)
                    .expected(width + " finite numbers, or none", finite));
        }
        double length = Math.sqrt(squares);
        for (int j = 0; j < width && missing == 0; j++) {
            int at = row * width + j;
            boolean unit = Math.abs(length - 1) < 1e-5;
            // A vector of length one stays as it was written, to the bit.
            vectors.values()[at] = unit ? vectors.values()[at] : (float) (vectors.values()[at] / length);
        }
    }

    /** The row of each id named; -1 where the table lacks it. */
    public int[] rowsOf(String[] wanted) {
        Map<String, Integer> rows = new HashMap<>(2 * ids.length);
        for (int row = 0; row < ids.length; row++) {
            rows.put(ids[row], row);
        }
        return Arrays.stream(wanted).mapToInt(id -> rows.getOrDefault(id, -1)).toArray();
    }

    /** The vectors of the rows named, NaN for row -1. */
    public DenseMatrix select(int[] rows) {
        DenseMatrix chosen = DenseMatrix.zeros(rows.length, vectors.columns());
        Arrays.fill(chosen.values(), Float.NaN);
        for (int i = 0; i < rows.length; i++) {
            if (rows[i] >= 0) {
                System.arraycopy(
                        vectors.values(),
                        rows[i] * vectors.columns(),
                        chosen.values(),
                        i * vectors.columns(),
                        vectors.columns());
            }
        }
        return chosen;
    }
}
