package io.spatho.anndata.parquet;

/** Numbers of any kind as float32; missing ones are NaN. */
public final class FloatBatch extends NumberBatch {

    private final float[] values = new float[ParquetBatches.ROWS];

    /** The values of the current batch. */
    public float[] values() {
        return values;
    }

    @Override
    public void addFloat(float value) {
        values[next()] = value;
    }

    @Override
    public void addDouble(double value) {
        values[next()] = (float) value;
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
    void addMissing() {
        values[next()] = Float.NaN;
    }

    @Override
    String expected() {
        return "numbers";
    }
}
