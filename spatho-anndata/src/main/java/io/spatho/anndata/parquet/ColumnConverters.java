package io.spatho.anndata.parquet;

import java.util.Map;
import org.apache.parquet.io.api.Converter;
import org.apache.parquet.io.api.GroupConverter;
import org.apache.parquet.schema.MessageType;

/** Tells parquet-java which builder takes the values of which column. */
final class ColumnConverters extends GroupConverter {

    private final MessageType schema;
    private final Map<String, ? extends Converter> builders;

    ColumnConverters(MessageType schema, Map<String, ? extends Converter> builders) {
        this.schema = schema;
        this.builders = builders;
    }

    @Override
    public Converter getConverter(int field) {
        return builders.get(schema.getFieldName(field));
    }

    @Override
    public void start() {
        // Columns are drained one by one; rows are never assembled.
    }

    @Override
    public void end() {
        // See start().
    }
}
