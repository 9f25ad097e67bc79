package io.spatho.anndata.parquet;

import io.spatho.core.error.InputException;
import io.spatho.core.error.Problem;
import java.nio.file.Path;
import org.apache.parquet.column.ColumnReader;
import org.apache.parquet.io.api.PrimitiveConverter;
import org.apache.parquet.schema.PrimitiveType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Type;

/** The values of one column of one batch of {@link ParquetBatches}; its array is filled again for the next batch. */
public abstract class BatchColumn extends PrimitiveConverter {

    private Path file;
    private String name;
    private long firstRow;
    private int size;

    BatchColumn() {}

    /** Notes which column of which file this is; a type that it cannot hold is an {@link InputException}. */
    void bind(Path source, Type field) {
        file = source;
        name = field.getName();
        boolean flat = field.isPrimitive() && !field.isRepetition(Type.Repetition.REPEATED);
        if (!flat || !holds(field.asPrimitiveType().getPrimitiveTypeName())) {
            throw new InputException(Problem.of("column " + name + " has a type that is not supported")
                    .at(file)
                    .expected(expected(), field));
        }
        bound(field.asPrimitiveType());
    }

    /** Takes the next values of a column. */
    final void fill(ColumnReader reader, long first, int rows, int present) {
        firstRow = first;
        size = 0;
        for (int i = 0; i < rows; i++) {
            if (reader.getCurrentDefinitionLevel() == present) {
                reader.writeCurrentValueToConverter();
            } else {
                addMissing();
            }
            reader.consume();
        }
    }

    /** The position of the value that arrives. */
    final int next() {
        return size++;
    }

    final InputException fault(String what, Object expected, Object found) {
        return new InputException(Problem.of("column " + name + " " + what)
                .at(file + " row " + (firstRow + Math.max(size, 1)))
                .expected(expected, found));
    }

    /** For types that need more than their kind. */
    void bound(PrimitiveType type) {
        // Nothing more is needed by default.
    }

    abstract boolean holds(PrimitiveTypeName type);

    abstract String expected();

    abstract void addMissing();
}
