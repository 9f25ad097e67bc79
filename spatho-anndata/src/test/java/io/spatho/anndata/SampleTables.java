package io.spatho.anndata;

import io.spatho.core.table.Column;
import io.spatho.core.table.Table;
import io.spatho.core.table.TableFormat;
import io.spatho.core.table.TableSink;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** Made-up tables for round trips. */
public final class SampleTables {

    private SampleTables() {}

    /** Every column type with extreme and missing values. */
    public static Table everyType(int rows) {
        String[] ids = new String[rows];
        String[] notes = new String[rows];
        int[] codes = new int[rows];
        double[] doubles = new double[rows];
        float[] floats = new float[rows];
        int[] ints = new int[rows];
        long[] longs = new long[rows];
        boolean[] booleans = new boolean[rows];
        for (int i = 0; i < rows; i++) {
            ids[i] = "cell-ä" + i;
            notes[i] = i % 3 == 0 ? null : i % 3 == 1 ? "" : "note";
            codes[i] = i % 4 - 1;
            doubles[i] = i % 5 == 0 ? Double.NaN : i * 0.1;
            floats[i] = i % 7 == 0 ? Float.NaN : -i / 3f;
            ints[i] = i % 2 == 0 ? Integer.MIN_VALUE + i : i;
            longs[i] = Long.MAX_VALUE - i;
            booleans[i] = i % 3 == 0;
        }
        return Table.ofRows(rows)
                .with("cell_id", new Column.Strings(ids))
                .with("note", new Column.Strings(notes))
                .with("cluster", new Column.Categories(codes, List.of("z", "a", "never", "b"), true))
                .with("x", new Column.Doubles(doubles))
                .with("emb_0", new Column.Floats(floats))
                .with("count", new Column.Ints(ints))
                .with("total", new Column.Longs(longs))
                .with("inside", new Column.Booleans(booleans));
    }

    /** Writes a table in batches of so many rows and returns its file. */
    public static Path write(TableFormat format, Path file, Map<String, String> metadata, Table table, int batch) {
        try (TableSink sink = format.create(file, metadata, table)) {
            for (int from = 0; from < table.rows(); from += batch) {
                int to = Math.min(table.rows(), from + batch);
                sink.append(table.select(IntStream.range(from, to).toArray()));
            }
        }
        return file;
    }
}
