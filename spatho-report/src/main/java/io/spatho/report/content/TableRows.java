package io.spatho.report.content;

import io.spatho.core.table.Table;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/** Reads a table for display: a column that is absent reads as missing values. */
public final class TableRows {

    private final Table table;

    /** Reads {@code table}. */
    public TableRows(Table table) {
        this.table = table;
    }

    /** The number of rows. */
    public int size() {
        return table.rows();
    }

    /** The names of the columns, in their order. */
    public List<String> columns() {
        return table.names();
    }

    /** A value as text, empty when missing. */
    public String text(int row, String column) {
        return table.has(column) ? table.column(column).text(row) : "";
    }

    /** A value as a number, NaN when missing or not a number. */
    public double number(int row, String column) {
        return table.has(column) ? table.column(column).number(row) : Double.NaN;
    }

    /** All values of a column as text, empty when missing. */
    public String[] texts(String column) {
        String[] values = new String[size()];
        Arrays.setAll(values, row -> text(row, column));
        return values;
    }

    /** The rows in an order. */
    public int[] order(Comparator<Integer> comparator) {
        Integer[] rows = new Integer[size()];
        Arrays.setAll(rows, i -> i);
        Arrays.sort(rows, comparator);
        return Arrays.stream(rows).mapToInt(Integer::intValue).toArray();
    }
}
