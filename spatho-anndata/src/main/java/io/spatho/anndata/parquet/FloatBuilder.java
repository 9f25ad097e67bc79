package io.spatho.anndata.parquet;

import io.spatho.core.table.Column;
import java.util.Arrays;

/** Collects float32 values. */
final class FloatBuilder extends ColumnBuilder {

    private float[] values;
    private int size;

    FloatBuilder(int capacity) {
        this.values = new float[capacity];
    }

    @Override
    public void addFloat(float value) {
        if (size == values.length) {
            values = Arrays.copyOf(values, grown(size));
        }
        values[size++] = value;
    }

    @Override
    void addMissing() {
        addFloat(Float.NaN);
    }

    @Override
    Column finish() {
        return new Column.Floats(size == values.length ? values : Arrays.copyOf(values, size));
    }
}
