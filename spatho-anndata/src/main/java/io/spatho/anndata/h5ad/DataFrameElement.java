package io.spatho.anndata.h5ad;

import io.spatho.anndata.tree.TreeGroup;
import io.spatho.core.error.InputException;
import io.spatho.core.error.Problem;
import io.spatho.core.table.Column;
import io.spatho.core.table.Table;
import java.util.Arrays;
import java.util.stream.IntStream;

/** Writes a table as anndata's {@code dataframe}. */
final class DataFrameElement {

    private static final String INDEX = "_index";

    private DataFrameElement() {}

    /** Writes a table with an index of its own. */
    static void write(TreeGroup parent, String name, String[] index, Table table) {
        TreeGroup frame = start(parent, name, table);
        Encoding.texts(frame, INDEX, index);
        table.columns().forEach((column, values) -> column(frame, column, values));
    }

    /** Writes a table whose index is one of its string columns: one array under two names. */
    static void writeIndexedBy(TreeGroup parent, String name, String indexColumn, Table table) {
        TreeGroup frame = start(parent, name, table);
        String[] index = table.strings(indexColumn);
        frame.link(INDEX, Encoding.STRING_ARRAY.mark(frame.strings(indexColumn, index)));
        table.columns().forEach((column, values) -> {
            if (!column.equals(indexColumn)) {
                column(frame, column, values);
            }
        });
    }

    /** Writes a table whose rows are only numbered. */
    static void writeNumbered(TreeGroup parent, String name, Table table) {
        String[] index =
                IntStream.range(0, table.rows()).mapToObj(Integer::toString).toArray(String[]::new);
        write(parent, name, index, table);
    }

    private static TreeGroup start(TreeGroup parent, String name, Table table) {
        for (String column : table.names()) {
            if (column.isEmpty() || column.indexOf('/') >= 0 || column.equals(INDEX)) {
                throw new InputException(Problem.of("a column cannot be written to h5ad under its name")
                        .at(name + " column \"" + column + "\"")
                        .fix("Rename the column: no slash, not empty, not _index"));
            }
        }
        TreeGroup frame = Encoding.DATAFRAME.mark(parent.group(name));
        frame.attribute("_index", INDEX);
        frame.attribute("column-order", table.names().toArray(String[]::new));
        return frame;
    }

    private static void column(TreeGroup frame, String name, Column column) {
        if (column instanceof Column.Strings strings) {
            strings(frame, name, strings.values());
        } else if (column instanceof Column.Categories categories) {
            categories(frame, name, categories);
        } else if (column instanceof Column.Doubles doubles) {
            Encoding.ARRAY.mark(frame.doubles(name, doubles.values()));
        } else if (column instanceof Column.Floats floats) {
            Encoding.ARRAY.mark(frame.floats(name, floats.values()));
        } else if (column instanceof Column.Ints ints) {
            Encoding.ARRAY.mark(frame.ints(name, ints.values()));
        } else if (column instanceof Column.Longs longs) {
            Encoding.ARRAY.mark(frame.longs(name, longs.values()));
        } else if (column instanceof Column.Booleans booleans) {
            Encoding.ARRAY.mark(frame.booleans(name, booleans.values()));
        }
    }

    private static void strings(TreeGroup frame, String name, String[] values) {
        boolean[] missing = new boolean[values.length];
        boolean any = false;
        for (int row = 0; row < values.length; row++) {
            missing[row] = values[row] == null;
            any |= missing[row];
        }
        if (!any) {
            Encoding.texts(frame, name, values);
            return;
        }
        TreeGroup nullable = Encoding.NULLABLE_STRING_ARRAY.mark(frame.group(name));
        nullable.attribute("na-value", "NA");
        String[] filled =
                Arrays.stream(values).map(value -> value == null ? "" : value).toArray(String[]::new);
        Encoding.texts(nullable, "values", filled);
        Encoding.ARRAY.mark(nullable.booleans("mask", missing));
    }

    private static void categories(TreeGroup frame, String name, Column.Categories column) {
        TreeGroup group = Encoding.CATEGORICAL.mark(frame.group(name));
        group.attribute("ordered", column.ordered());
        Encoding.texts(group, "categories", column.categories().toArray(String[]::new));
        codes(group, column.codes(), column.categories().size());
    }

    /** Codes in the narrowest integers that hold them, as pandas keeps them. */
    private static void codes(TreeGroup group, int[] codes, int categories) {
        if (categories <= Byte.MAX_VALUE) {
            byte[] narrow = new byte[codes.length];
            for (int row = 0; row < codes.length; row++) {
                narrow[row] = (byte) codes[row];
            }
            Encoding.ARRAY.mark(group.bytes("codes", narrow));
        } else if (categories <= Short.MAX_VALUE) {
            short[] narrow = new short[codes.length];
            for (int row = 0; row < codes.length; row++) {
                narrow[row] = (short) codes[row];
            }
            Encoding.ARRAY.mark(group.shorts("codes", narrow));
        } else {
            Encoding.ARRAY.mark(group.ints("codes", codes));
        }
    }
}
