package io.spatho.anndata;

import io.spatho.core.table.Column;
import io.spatho.core.table.Table;
import java.util.List;

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
}
