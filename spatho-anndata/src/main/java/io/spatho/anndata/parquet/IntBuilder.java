package io.spatho.anndata.parquet;

import io.spatho.core.table.Column;
import java.util.Arrays;
import java.util.BitSet;

/** Collects 32-bit integers; becomes doubles when one is missing. */
final class IntBuilder extends ColumnBuilder {

    private final BitSet missing = new BitSet();
    private int[] values;
    private int size;

    IntBuilder(int capacity) {
        this.values = new int[capacity];
    }

    @Override
    public void addInt(int value) {
        if (size == values.length) {
            values = Arrays.copyOf(values, grown(size));
        }
        values[size++] = value;
    }

    @Override
    void addMissing() {
        missing.set(size);
        addInt(0);
    }

    @Override
    Column finish() {
        if (missing.isEmpty()) {
            return new Column.Ints(size == values.length ? values : Arrays.copyOf(values, size));
        }
        double[] numbers = new double[size];
        for (int i = 0; i < size; i++) {
            numbers[i] = missing.get(i) ? Double.NaN : values[i];
        }
        return new Column.Doubles(numbers);
    }
}
