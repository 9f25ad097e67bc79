package io.spatho.anndata.parquet;

import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;

/** Booleans, or numbers of which 0 is false; missing ones are false. */
public final class FlagBatch extends BatchColumn {

    private final boolean[] values = new boolean[ParquetBatches.ROWS];

    /** The values of the current batch. */
    public boolean[] values() {
        return values;
    }

    @Override
    public void addBoolean(boolean value) {
        values[next()] = value;
    }

    @Override
    public void addInt(int value) {
        values[next()] = value != 0;
    }

    @Override
    public void addLong(long value) {
        values[next()] = value != 0;
    }

    @Override
    public void addFloat(float value) {
        values[next()] = value != 0 && !Float.isNaN(value);
    }

    @Override
    public void addDouble(double value) {
        values[next()] = value != 0 && !Double.isNaN(value);
    }

    @Override
    void addMissing() {
        values[next()] = false;
    }

    @Override
    boolean holds(PrimitiveTypeName type) {
        return switch (type) {
            case BOOLEAN, FLOAT, DOUBLE, INT32, INT64 -> true;
            case BINARY, INT96, FIXED_LEN_BYTE_ARRAY -> false;
        };
    }

    @Override
    String expected() {
        return "booleans or numbers";
    }
}
