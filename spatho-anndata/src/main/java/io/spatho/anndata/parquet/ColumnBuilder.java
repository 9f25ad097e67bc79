package io.spatho.anndata.parquet;

import io.spatho.core.error.InputException;
import io.spatho.core.error.Problem;
import io.spatho.core.table.Column;
import java.nio.file.Path;
import org.apache.parquet.io.api.PrimitiveConverter;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.DecimalLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.EnumLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.IntLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.JsonLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.StringLogicalTypeAnnotation;
import org.apache.parquet.schema.PrimitiveType;
import org.apache.parquet.schema.Type;

/** Collects the values of one column; arrays grow with the values that arrive, never with what a footer claims. */
abstract class ColumnBuilder extends PrimitiveConverter {

    private static final int FIRST_CAPACITY = 1 << 16;

    /** A builder for a column of a file, or an {@link InputException} when its type has no place in a table. */
    static ColumnBuilder of(Path file, Type field, int rows) {
        int capacity = Math.min(rows, FIRST_CAPACITY);
        if (!field.isPrimitive() || field.isRepetition(Type.Repetition.REPEATED)) {
            throw unsupported(file, field, "a flat column");
        }
        PrimitiveType type = field.asPrimitiveType();
        LogicalTypeAnnotation logical = type.getLogicalTypeAnnotation();
        return switch (type.getPrimitiveTypeName()) {
            case BOOLEAN -> new BooleanBuilder(file, field.getName(), capacity);
            case FLOAT -> new FloatBuilder(capacity);
            case DOUBLE -> new DoubleBuilder(capacity);
            case INT32, INT64 -> {
                if (logical instanceof DecimalLogicalTypeAnnotation) {
                    throw unsupported(file, field, "a plain number");
                }
                yield integers(file, type, logical, capacity);
            }
            case BINARY -> {
                if (logical == null
                        || logical instanceof StringLogicalTypeAnnotation
                        || logical instanceof EnumLogicalTypeAnnotation
                        || logical instanceof JsonLogicalTypeAnnotation) {
                    yield new TextBuilder(file, field.getName(), capacity);
                }
                throw unsupported(file, field, "text");
            }
            case INT96, FIXED_LEN_BYTE_ARRAY -> throw unsupported(file, field, "text, a number or a boolean");
        };
    }

    private static ColumnBuilder integers(Path file, PrimitiveType type, LogicalTypeAnnotation logical, int capacity) {
        boolean unsigned = logical instanceof IntLogicalTypeAnnotation bits && !bits.isSigned();
        if (type.getPrimitiveTypeName() == PrimitiveType.PrimitiveTypeName.INT64) {
            return new LongBuilder(file, type.getName(), unsigned, capacity);
        }
        boolean wide = unsigned && ((IntLogicalTypeAnnotation) logical).getBitWidth() == Integer.SIZE;
        return wide ? new LongBuilder(file, type.getName(), true, capacity) : new IntBuilder(capacity);
    }

    private static InputException unsupported(Path file, Type field, String expected) {
        return new InputException(Problem.of("column " + field.getName() + " has a type that is not supported")
                .at(file)
                .expected(expected, field));
    }

    /** Twice the capacity, at least 16. */
    static int grown(int capacity) {
        return Math.max(16, (int) Math.min(Integer.MAX_VALUE - 8, 2L * capacity));
    }

    /** Adds a missing value. */
    abstract void addMissing();

    /** The finished column. */
    abstract Column finish();
}
