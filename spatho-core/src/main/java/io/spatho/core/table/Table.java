package io.spatho.core.table;

import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Named columns of equal length, in a fixed order. Immutable, apart from the arrays that the columns share. */
public final class Table {

    private final int rows;
    private final Map<String, Column> columns;

    private Table(int rows, Map<String, Column> columns) {
        this.rows = rows;
        this.columns = Collections.unmodifiableMap(columns);
    }

    /** A table without columns. */
    public static Table ofRows(int rows) {
        return new Table(rows, new LinkedHashMap<>());
    }

    /** A table of many columns at once, in the order of the map. */
    public static Table of(int rows, Map<String, Column> columns) {
        Map<String, Column> copy = new LinkedHashMap<>(columns);
        copy.forEach((name, column) -> requireSize(rows, name, column));
        return new Table(rows, copy);
    }

    private static void requireSize(int rows, String name, Column column) {
        if (column.size() != rows) {
            throw new IllegalArgumentException(
                    "column " + name + " has " + column.size() + " values in a table of " + rows + " rows");
        }
    }

    /** The number of rows. */
    public int rows() {
        return rows;
    }

    /** The columns by name, in order. */
    public Map<String, Column> columns() {
        return columns;
    }

    /** The column names, in order. */
    public List<String> names() {
        return List.copyOf(columns.keySet());
    }

    /** Whether there is a column of that name. */
    public boolean has(String name) {
        return columns.containsKey(name);
    }

    /** This table with one more column at the end, or with the column of that name replaced in its place. */
    public Table with(String name, Column column) {
        requireSize(rows, name, column);
        Map<String, Column> extended = new LinkedHashMap<>(columns);
        extended.put(name, column);
        return new Table(rows, extended);
    }

    /** The rows named, in the order named. */
    public Table select(int[] chosen) {
        Map<String, Column> selected = new LinkedHashMap<>();
        columns.forEach((name, column) -> selected.put(name, column.select(chosen)));
        return new Table(chosen.length, selected);
    }

    /** The column of that name. */
    public Column column(String name) {
        Column column = columns.get(name);
        if (column == null) {
            throw new IllegalArgumentException("no column " + name + " among " + columns.keySet());
        }
        return column;
    }

    /** Fails when another table has other column names, types or category lists than this one; rows do not matter. */
    public void requireSameColumns(Table other) {
        if (!names().equals(other.names())) {
            throw new IllegalArgumentException("columns " + other.names() + " instead of " + names());
        }
        columns.forEach((name, expected) -> {
            Column found = other.column(name);
            if (!expected.getClass().equals(found.getClass())) {
                throw new IllegalArgumentException("column " + name + " changed its type");
            }
            if (expected instanceof Column.Categories a
                    && found instanceof Column.Categories b
                    && (a.ordered() != b.ordered() || !a.categories().equals(b.categories()))) {
                throw new IllegalArgumentException("column " + name + " changed its categories");
            }
        });
    }

    /** The values of a string or category column as strings; missing values are {@code null}. */
    public String[] strings(String name) {
        Column column = column(name);
        if (column instanceof Column.Strings strings) {
            return strings.values();
        }
        if (column instanceof Column.Categories categories) {
            String[] values = new String[rows];
            for (int row = 0; row < rows; row++) {
                values[row] = categories.codes()[row] < 0 ? null : categories.text(row);
            }
            return values;
        }
        throw new IllegalArgumentException("column " + name + " is not text");
    }

    /** The values of any numeric column as float64. */
    public double[] doubles(String name) {
        Column column = column(name);
        if (column instanceof Column.Doubles doubles) {
            return doubles.values();
        }
        boolean numeric =
                column instanceof Column.Floats || column instanceof Column.Ints || column instanceof Column.Longs;
        if (!numeric && rows > 0) {
            throw new IllegalArgumentException("column " + name + " is not numeric");
        }
        double[] values = new double[rows];
        Arrays.setAll(values, column::number);
        return values;
    }
}
