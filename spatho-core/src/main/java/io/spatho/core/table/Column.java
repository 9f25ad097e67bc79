package io.spatho.core.table;

import java.util.Arrays;
import java.util.List;

/**
 * A typed column of a {@link Table}. Arrays are shared, not copied.
 *
 * <p>Missing values: NaN in floating-point columns, code -1 in categories, {@code null} in strings; integers and booleans have
 * none.
 */
public sealed interface Column {

    /** The number of values. */
    int size();

    /** The values of the rows named, in the order named. */
    Column select(int[] rows);

    /** The value of a row as text for people: empty when missing. */
    String text(int row);

    /** The value of a row as float64; NaN when it is missing or the column is not numeric. */
    default double number(int row) {
        return Double.NaN;
    }

    /** Strings; {@code null} is missing. */
    record Strings(String[] values) implements Column {
        @Override
        public int size() {
            return values.length;
        }

        @Override
        public Strings select(int[] rows) {
            return new Strings(Arrays.stream(rows).mapToObj(row -> values[row]).toArray(String[]::new));
        }

        @Override
        public String text(int row) {
            return values[row] == null ? "" : values[row];
        }
    }

    /** Strings from a fixed list: {@code codes[row]} is a position in {@code categories} or -1. */
    record Categories(int[] codes, List<String> categories, boolean ordered) implements Column {
        public Categories {
            categories = List.copyOf(categories);
            for (int code : codes) {
                if (code < -1 || code >= categories.size()) {
                    throw new IllegalArgumentException("category code " + code + " of " + categories.size());
                }
            }
        }

        @Override
        public int size() {
            return codes.length;
        }

        @Override
        public Categories select(int[] rows) {
            return new Categories(Arrays.stream(rows).map(row -> codes[row]).toArray(), categories, ordered);
        }

        @Override
        public String text(int row) {
            return codes[row] < 0 ? "" : categories.get(codes[row]);
        }
    }

    /** 64-bit floating-point numbers; NaN is missing. */
    record Doubles(double[] values) implements Column {
        @Override
        public int size() {
            return values.length;
        }

        @Override
        public Doubles select(int[] rows) {
            return new Doubles(
                    Arrays.stream(rows).mapToDouble(row -> values[row]).toArray());
        }

        @Override
        public String text(int row) {
            return Double.isNaN(values[row]) ? "" : Double.toString(values[row]);
        }

        @Override
        public double number(int row) {
            return values[row];
        }
    }

    /** 32-bit floating-point numbers; NaN is missing. */
    record Floats(float[] values) implements Column {
        @Override
        public int size() {
            return values.length;
        }

        @Override
        public Floats select(int[] rows) {
            float[] chosen = new float[rows.length];
            for (int i = 0; i < rows.length; i++) {
                chosen[i] = values[rows[i]];
            }
            return new Floats(chosen);
        }

        @Override
        public String text(int row) {
            return Float.isNaN(values[row]) ? "" : Float.toString(values[row]);
        }

        @Override
        public double number(int row) {
            return values[row];
        }
    }

    /** 32-bit integers. */
    record Ints(int[] values) implements Column {
        @Override
        public int size() {
            return values.length;
        }

        @Override
        public Ints select(int[] rows) {
            return new Ints(Arrays.stream(rows).map(row -> values[row]).toArray());
        }

        @Override
        public String text(int row) {
            return Integer.toString(values[row]);
        }

        @Override
        public double number(int row) {
            return values[row];
        }
    }

    /** 64-bit integers. */
    record Longs(long[] values) implements Column {
        @Override
        public int size() {
            return values.length;
        }

        @Override
        public Longs select(int[] rows) {
            return new Longs(Arrays.stream(rows).mapToLong(row -> values[row]).toArray());
        }

        @Override
        public String text(int row) {
            return Long.toString(values[row]);
        }

        @Override
        public double number(int row) {
            return values[row];
        }
    }

    /** Booleans. */
    record Booleans(boolean[] values) implements Column {
        @Override
        public int size() {
            return values.length;
        }

        @Override
        public Booleans select(int[] rows) {
            boolean[] chosen = new boolean[rows.length];
            for (int i = 0; i < rows.length; i++) {
                chosen[i] = values[rows[i]];
            }
            return new Booleans(chosen);
        }

        @Override
        public String text(int row) {
            return Boolean.toString(values[row]);
        }
    }
}
