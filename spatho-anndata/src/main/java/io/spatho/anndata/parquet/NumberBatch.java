package io.spatho.anndata.parquet;

import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;

/** A batch of a column that holds numbers of any kind. */
abstract sealed class NumberBatch extends BatchColumn permits FloatBatch, LongBatch {

    @Override
    final boolean holds(PrimitiveTypeName type) {
        return switch (type) {
            case FLOAT, DOUBLE, INT32, INT64 -> true;
            case BOOLEAN, BINARY, INT96, FIXED_LEN_BYTE_ARRAY -> false;
        };
    }
}
