package io.spatho.anndata.parquet;

import io.spatho.core.error.InputException;
import io.spatho.core.error.Problem;
import io.spatho.core.table.Column;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.BitSet;

/** Collects 64-bit and unsigned 32-bit integers; becomes doubles when one is missing and every other fits. */
final class LongBuilder extends ColumnBuilder {

    private static final long LARGEST_EXACT = 1L << 53;

    private final Path file;
    private final String name;
    private final boolean unsigned;
    private final BitSet missing = new BitSet();
    private long[] values;
    private int size;

    LongBuilder(Path file, String name, boolean unsigned, int capacity) {
        this.file = file;
        this.name = name;
        this.unsigned = unsigned;
        this.values = new long[capacity];
    }

    @Override
    public void addInt(int value) {
        addLong(Integer.toUnsignedLong(value));
    }

    @Override
    public void addLong(long value) {
        if (unsigned && value < 0) {
            throw outOfRange("at most " + Long.MAX_VALUE, Long.toUnsignedString(value));
        }
        append(value);
    }

    private void append(long value) {
        if (size == values.length) {
            values = Arrays.copyOf(values, grown(size));
        }
        values[size++] = value;
    }

    @Override
    void addMissing() {
        missing.set(size);
        append(0);
    }

    @Override
    Column finish() {
        if (missing.isEmpty()) {
            return new Column.Longs(size == values.length ? values : Arrays.copyOf(values, size));
        }
        double[] numbers = new double[size];
        for (int i = 0; i < size; i++) {
            if (Math.abs(values[i]) > LARGEST_EXACT) {
                throw outOfRange("at most 2^53 beside missing values", Long.toString(values[i]));
            }
            numbers[i] = missing.get(i) ? Double.NaN : values[i];
        }
        return new Column.Doubles(numbers);
    }

    private InputException outOfRange(String expected, String found) {
        return new InputException(Problem.of("column " + name + " holds too large an integer")
                .at(file)
                .expected(expected, found));
    }
}
