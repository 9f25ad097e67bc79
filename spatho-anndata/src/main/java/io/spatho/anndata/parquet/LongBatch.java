package io.spatho.anndata.parquet;

/** Whole numbers as int64, also where a tool stored them as floating point; missing ones are -1. */
public final class LongBatch extends NumberBatch {

    private final long[] values = new long[ParquetBatches.ROWS];

    /** The values of the current batch; those of an unsigned column keep their bits. */
    public long[] values() {
        return values;
    }

    @Override
    public void addInt(int value) {
        values[next()] = value;
    }

    @Override
    public void addLong(long value) {
        values[next()] = value;
    }

    @Override
    public void addFloat(float value) {
        addDouble(value);
    }

    @Override
    public void addDouble(double value) {
        if (Double.isNaN(value)) {
            addMissing();
        } else if (value != Math.rint(value) || Math.abs(value) >= Long.MAX_VALUE) {
            throw fault("holds a number that is not whole", "whole numbers", value);
        } else {
            values[next()] = (long) value;
        }
    }

    @Override
    void addMissing() {
        values[next()] = -1;
    }

    @Override
    String expected() {
        return "whole numbers";
    }
}
