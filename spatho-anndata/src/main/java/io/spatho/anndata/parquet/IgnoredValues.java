package io.spatho.anndata.parquet;

import org.apache.parquet.io.api.Converter;
import org.apache.parquet.io.api.GroupConverter;
import org.apache.parquet.io.api.PrimitiveConverter;

/** Converters for columns whose values are asked of the column reader itself. */
final class IgnoredValues extends GroupConverter {

    private final PrimitiveConverter ignored = new PrimitiveConverter() {};

    @Override
    public Converter getConverter(int field) {
        return ignored;
    }

    @Override
    public void start() {
        // Columns are read side by side; rows are never assembled.
    }

    @Override
    public void end() {
        // See start().
    }
}
