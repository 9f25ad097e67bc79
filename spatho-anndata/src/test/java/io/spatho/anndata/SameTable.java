package io.spatho.anndata;

import static org.assertj.core.api.Assertions.assertThat;

import io.spatho.core.table.Column;
import io.spatho.core.table.Table;

/** Compares tables bit by bit. */
public final class SameTable {

    private SameTable() {}

    /** Fails unless names, types and every value agree. */
    public static void check(Table found, Table expected) {
        assertThat(found.names()).isEqualTo(expected.names());
        assertThat(found.rows()).isEqualTo(expected.rows());
        for (String name : expected.names()) {
            Column a = found.column(name);
            Column b = expected.column(name);
            assertThat(a.getClass()).as(name).isEqualTo(b.getClass());
            assertThat(values(a)).as(name).isEqualTo(values(b));
            if (a instanceof Column.Categories x && b instanceof Column.Categories y) {
                assertThat(x.categories()).isEqualTo(y.categories());
                assertThat(x.ordered()).isEqualTo(y.ordered());
            }
        }
    }

    private static Object values(Column column) {
        if (column instanceof Column.Strings c) {
            return c.values();
        }
        if (column instanceof Column.Categories c) {
            return c.codes();
        }
        if (column instanceof Column.Doubles c) {
            return c.values();
        }
        if (column instanceof Column.Floats c) {
            return c.values();
        }
        if (column instanceof Column.Ints c) {
            return c.values();
        }
        if (column instanceof Column.Longs c) {
            return c.values();
        }
        return ((Column.Booleans) column).values();
    }
}
