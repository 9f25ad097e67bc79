package io.spatho.anndata.parquet;

import static org.apache.parquet.schema.LogicalTypeAnnotation.stringType;

import io.spatho.core.table.Column;
import io.spatho.core.table.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Type;
import org.apache.parquet.schema.Types;

/** The Parquet schema of a table: text optional, everything else required. */
final class TableSchema {

    private TableSchema() {}

    static MessageType of(Table example) {
        List<Type> fields = new ArrayList<>();
        for (Map.Entry<String, Column> entry : example.columns().entrySet()) {
            fields.add(field(entry.getKey(), entry.getValue()));
        }
        return new MessageType("table", fields);
    }

    private static Type field(String name, Column column) {
        if (column instanceof Column.Strings || column instanceof Column.Categories) {
            return Types.optional(PrimitiveTypeName.BINARY).as(stringType()).named(name);
        }
        return Types.required(primitive(column)).named(name);
    }

    private static PrimitiveTypeName primitive(Column column) {
        if (column instanceof Column.Doubles) {
            return PrimitiveTypeName.DOUBLE;
        }
        if (column instanceof Column.Floats) {
            return PrimitiveTypeName.FLOAT;
        }
        if (column instanceof Column.Ints) {
            return PrimitiveTypeName.INT32;
        }
        return column instanceof Column.Longs ? PrimitiveTypeName.INT64 : PrimitiveTypeName.BOOLEAN;
    }
}
