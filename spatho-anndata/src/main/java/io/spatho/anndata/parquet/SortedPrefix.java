package io.spatho.anndata.parquet;

import io.spatho.core.table.Column;
import io.spatho.core.table.Table;
import java.util.ArrayList;
import java.util.List;

/**
 * Finds out, while rows go by, by which of the first columns they are sorted: ascending, ties decided by the next column, text in the
 * order of its UTF-8 bytes as Parquet compares it. Only text and whole numbers without missing values count.
 */
final class SortedPrefix {

    private static final int MOST_COLUMNS = 4;

    private Comparable<?>[] last;
    private int sorted = MOST_COLUMNS;
    private int needed;

    /** Takes the next rows. */
    void add(Table batch) {
        List<Column> columns = List.copyOf(batch.columns().values());
        sorted = Math.min(sorted, columns.size());
        List<Key> keys = new ArrayList<>();
        for (Column column : columns.subList(0, sorted)) {
            Key key = key(column);
            if (key == null) {
                break;
            }
            keys.add(key);
        }
        sorted = keys.size();
        for (int row = 0; row < batch.rows() && sorted > 0; row++) {
            add(keys, row);
        }
    }

    private void add(List<Key> keys, int row) {
        Comparable<?>[] values = new Comparable<?>[sorted];
        for (int i = 0; i < sorted; i++) {
            values[i] = keys.get(i).at(row);
            if (values[i] == null) {
                sorted = i;
            }
        }
        for (int i = 0; last != null && i < sorted; i++) {
            int order = keys.get(i).compare(last[i], values[i]);
            if (order > 0) {
                sorted = i;
            }
            if (order != 0) {
                needed = Math.max(needed, i + 1);
                break;
            }
            if (i == sorted - 1) {
                needed = Math.max(needed, sorted);
            }
        }
        last = values;
    }

    /** How many of the first columns the rows are sorted by, no more than are needed to tell rows apart; 0 without rows. */
    int columns() {
        return last == null ? 0 : Math.min(sorted, Math.max(1, needed));
    }

    private static Key key(Column column) {
        if (column instanceof Column.Strings strings) {
            return row -> strings.values()[row];
        }
        if (column instanceof Column.Categories categories) {
            return row -> categories.codes()[row] < 0
                    ? null
                    : categories.categories().get(categories.codes()[row]);
        }
        if (column instanceof Column.Ints ints) {
            return row -> (long) ints.values()[row];
        }
        return column instanceof Column.Longs longs ? row -> longs.values()[row] : null;
    }

    /** One column as something that can be ordered. */
    @FunctionalInterface
    private interface Key {
        Comparable<?> at(int row);

        default int compare(Comparable<?> left, Comparable<?> right) {
            return left instanceof String a && right instanceof String b
                    ? compareText(a, b)
                    : Long.compare((Long) left, (Long) right);
        }
    }

    /** The order of UTF-8 bytes, which is that of code points. */
    static int compareText(String left, String right) {
        int length = Math.min(left.length(), right.length());
        for (int i = 0; i < length; i++) {
            char a = left.charAt(i);
            char b = right.charAt(i);
            if (a != b) {
                // Surrogates stand for code points above all others.
                boolean aHigh = Character.isSurrogate(a);
                boolean bHigh = Character.isSurrogate(b);
                return aHigh == bHigh ? Character.compare(a, b) : Boolean.compare(aHigh, bHigh);
            }
        }
        return Integer.compare(left.length(), right.length());
    }
}
