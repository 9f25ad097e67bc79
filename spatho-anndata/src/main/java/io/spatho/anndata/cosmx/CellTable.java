package io.spatho.anndata.cosmx;

import io.spatho.anndata.csv.CsvBlocks;
import io.spatho.anndata.csv.CsvFrame;
import io.spatho.core.error.InputException;
import io.spatho.core.error.Problem;
import io.spatho.core.parallel.Workers;
import io.spatho.core.table.Column;
import io.spatho.core.table.Table;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;

/**
 * The table of cells: columns {@code fov}, {@code cell_ID}, and whatever else the software wrote.
 *
 * @param file the file
 * @param table all columns
 * @param keys the cell of each row
 */
record CellTable(Path file, Table table, long[] keys) {

    static CellTable read(Path file, Workers workers) {
        try (CsvBlocks blocks = CsvBlocks.open(file)) {
            blocks.position("fov");
            blocks.position("cell_ID");
        }
        Table table = CsvFrame.read(file, Set.of(), workers);
        double[] fov = numbers(file, table, "fov");
        double[] cell = numbers(file, table, "cell_ID");
        long[] keys = new long[table.rows()];
        for (int row = 0; row < keys.length; row++) {
            keys[row] = CellKey.of(file, row, fov[row], cell[row]);
        }
        return new CellTable(file, table, keys);
    }

    private static double[] numbers(Path file, Table table, String name) {
        return column(table, name)
                .orElseThrow(() -> new InputException(Problem.of("column " + name + " is not numeric")
                        .at(file)
                        .expected("numbers", "text")));
    }

    /** A column of numbers; empty when there is none of that name or it holds text. */
    static Optional<double[]> column(Table table, String name) {
        if (!table.has(name)) {
            return Optional.empty();
        }
        Column column = table.column(name);
        boolean numeric =
                column instanceof Column.Doubles || column instanceof Column.Ints || column instanceof Column.Longs;
        return numeric ? Optional.of(table.doubles(name)) : Optional.empty();
    }

    /** A column of numbers of this table. */
    Optional<double[]> column(String name) {
        return column(table, name);
    }

    /** The rows named, in the order named. */
    CellTable select(int[] rows) {
        return new CellTable(
                file,
                table.select(rows),
                Arrays.stream(rows).mapToLong(row -> keys[row]).toArray());
    }
}
