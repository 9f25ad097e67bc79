package io.spatho.anndata.parquet;

import io.spatho.core.table.Column;
import java.util.Arrays;

/** Collects float64 values. */
final class DoubleBuilder extends ColumnBuilder {

    private double[] values;
    private int size;

    DoubleBuilder(int capacity) {
        this.values = new double[capacity];
    }

    @Override
    public void addDouble(double value) {
        if (size == values.length) {
            values = Arrays.copyOf(values, grown(size));
        }
        values[size++] = value;
    }

    @Override
    void addMissing() {
        addDouble(Double.NaN);
    }

    @Override
    Column finish() {
        return new Column.Doubles(size == values.length ? values : Arrays.copyOf(values, size));
    }
}
