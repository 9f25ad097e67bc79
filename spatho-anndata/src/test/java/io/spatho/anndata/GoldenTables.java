package io.spatho.anndata;

import static org.assertj.core.api.Assertions.assertThat;

import io.spatho.core.table.Column;
import io.spatho.core.table.Table;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The values that {@code docs/golden/make_table_golden.py} writes with pyarrow, DuckDB and polars. */
public final class GoldenTables {

    /** The number of rows. */
    public static final int ROWS = 120;

    private GoldenTables() {}

    /** Copies a stored file from beside a test class. */
    public static Path file(Class<?> test, String name, Path folder) {
        try (InputStream in = test.getResourceAsStream(name)) {
            Path file = folder.resolve(name);
            Files.write(file, in.readAllBytes());
            return file;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Checks every column but those with whole numbers that may be missing. */
    public static void check(Table table) {
        assertThat(table.rows()).isEqualTo(ROWS);
        String[] ids = table.strings("cell_id");
        String[] notes = table.strings("note");
        double[] x = table.doubles("x");
        double[] y = table.doubles("y");
        assertThat(table.column("y")).isInstanceOf(Column.Floats.class);
        int[] counts = ((Column.Ints) table.column("count")).values();
        long[] big = ((Column.Longs) table.column("big")).values();
        int[] tiny = ((Column.Ints) table.column("tiny")).values();
        boolean[] flags = ((Column.Booleans) table.column("flag")).values();
        for (int i = 0; i < ROWS; i++) {
            assertThat(ids[i]).isEqualTo(String.format("cell_%05d", i));
            assertThat(notes[i]).isEqualTo(i % 7 == 0 ? null : i % 7 == 1 ? "" : "ä" + i % 5);
            assertThat(Double.valueOf(x[i])).isEqualTo(Double.valueOf(i % 11 < 2 ? Double.NaN : i / 3.0));
            assertThat(y[i]).isEqualTo(i * 0.5);
            assertThat(counts[i]).isEqualTo(i * i);
            assertThat(big[i]).isEqualTo(((long) i << 40) + 1);
            assertThat(tiny[i]).isEqualTo(i % 100);
            assertThat(flags[i]).isEqualTo(i % 3 == 0);
        }
    }
}
