package io.spatho.anndata.parquet;

import io.spatho.core.error.InputException;
import io.spatho.core.error.Problem;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.ColumnReader;
import org.apache.parquet.column.impl.ColumnReadStoreImpl;
import org.apache.parquet.column.page.PageReadStore;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Type;

/**
 * The rows of chosen flat columns of a Parquet file, one after the other, without a table of them: what is held is one row group's
 * compressed pages and one decoded page of each column.
 *
 * <p>Use: {@link #next}, then any of the accessors. Errors: a column that is missing, nested or of another type, and a broken file, end
 * in an {@link InputException}. Not for use by several threads at once.
 */
public final class ParquetRows implements AutoCloseable {

    private final ParquetSource source;
    private final MessageType wanted;
    private final List<String> names;
    private final ColumnReader[] readers;
    private final PrimitiveTypeName[] types;
    private final int[] present;
    private int group;
    private long leftInGroup;
    private long row = -1;

    private ParquetRows(ParquetSource source, List<String> names) {
        this.source = source;
        this.names = List.copyOf(names);
        this.readers = new ColumnReader[names.size()];
        this.types = new PrimitiveTypeName[names.size()];
        this.present = new int[names.size()];
        List<Type> fields = new ArrayList<>();
        for (int i = 0; i < names.size(); i++) {
            fields.add(field(names.get(i)));
            types[i] = fields.get(i).asPrimitiveType().getPrimitiveTypeName();
        }
        this.wanted = new MessageType(source.schema().getName(), fields);
    }

    private Type field(String name) {
        if (!source.schema().containsField(name)) {
            throw new InputException(Problem.of("column " + name + " is missing")
                    .at(source.file())
                    .expected(String.join(", ", names), String.join(", ", source.columnNames())));
        }
        Type field = source.schema().getType(name);
        if (!field.isPrimitive() || field.isRepetition(Type.Repetition.REPEATED)) {
            throw new InputException(Problem.of("column " + name + " is nested")
                    .at(source.file())
                    .expected("a flat column", field));
        }
        return field;
    }

    /** Opens a file for the columns named, which the accessors know by their place in the list. */
    public static ParquetRows open(Path file, List<String> columns) {
        try {
            ParquetSource source = ParquetSource.open(file);
            try {
                ParquetRows rows = new ParquetRows(source, columns);
                source.project(rows.wanted);
                return rows;
            } catch (RuntimeException e) {
                source.close();
                throw e;
            }
        } catch (IOException e) {
            throw ParquetSource.broken(file, e);
        }
    }

    /** The number of rows. */
    public int rows() {
        return source.rows();
    }

    /** The number of the current row, from 0. */
    public long row() {
        return row;
    }

    /** Moves to the next row; false at the end. */
    public boolean next() {
        try {
            if (leftInGroup > 0) {
                for (int column = 0; column < readers.length; column++) {
                    if (!isMissing(column)) {
                        readers[column].skip(); // does nothing where the value was asked for
                    }
                    readers[column].consume();
                }
                leftInGroup--;
            }
            while (leftInGroup == 0) {
                if (group == source.groups()) {
                    return false;
                }
                openGroup();
            }
            row++;
            return true;
        } catch (IOException e) {
            throw ParquetSource.broken(source.file(), e);
        } catch (InputException e) {
            throw e;
        } catch (RuntimeException e) {
            // parquet-java answers broken pages with many kinds of exception; the file is at fault, not the caller.
            throw ParquetSource.broken(source.file(), e);
        }
    }

    private void openGroup() throws IOException {
        PageReadStore pages = source.readGroup(group++);
        var store = new ColumnReadStoreImpl(pages, new IgnoredValues(), wanted, source.createdBy());
        for (ColumnDescriptor descriptor : wanted.getColumns()) {
            int i = names.indexOf(descriptor.getPath()[0]);
            long values = pages.getPageReader(descriptor).getTotalValueCount();
            if (values != pages.getRowCount()) {
                throw new InputException(Problem.of("column " + names.get(i) + " is cut short")
                        .at(source.file())
                        .expected(pages.getRowCount() + " values", values));
            }
            readers[i] = store.getColumnReader(descriptor);
            present[i] = descriptor.getMaxDefinitionLevel();
        }
        leftInGroup = pages.getRowCount();
    }

    /** Whether the current row has no value in a column. */
    public boolean isMissing(int column) {
        return readers[column].getCurrentDefinitionLevel() != present[column];
    }

    /** A whole number; a missing value or another type is an {@link InputException}. */
    public long integer(int column) {
        requirePresent(column);
        try {
            return switch (types[column]) {
                case INT32 -> readers[column].getInteger();
                case INT64 -> readers[column].getLong();
                case BOOLEAN -> readers[column].getBoolean() ? 1 : 0;
                default -> whole(column, number(column));
            };
        } catch (RuntimeException e) {
            throw broken(e);
        }
    }

    /** A number; NaN when it is missing. */
    public double number(int column) {
        if (isMissing(column)) {
            return Double.NaN;
        }
        try {
            return switch (types[column]) {
                case INT32 -> readers[column].getInteger();
                case INT64 -> readers[column].getLong();
                case FLOAT -> readers[column].getFloat();
                case DOUBLE -> readers[column].getDouble();
                default -> throw fault(column, "a number", types[column]);
            };
        } catch (RuntimeException e) {
            throw broken(e);
        }
    }

    /** A truth value; a missing value or another type is an {@link InputException}. */
    public boolean flag(int column) {
        requirePresent(column);
        return integer(column) != 0;
    }

    /** Bytes or text, valid until the next row; a missing value or another type is an {@link InputException}. */
    public ByteBuffer bytes(int column) {
        requirePresent(column);
        if (types[column] != PrimitiveTypeName.BINARY && types[column] != PrimitiveTypeName.FIXED_LEN_BYTE_ARRAY) {
            throw fault(column, "bytes or text", types[column]);
        }
        try {
            return readers[column].getBinary().toByteBuffer();
        } catch (RuntimeException e) {
            throw broken(e);
        }
    }

    /** Text, from whole numbers too; a missing value is an {@link InputException}. */
    public String text(int column) {
        boolean binary =
                types[column] == PrimitiveTypeName.BINARY || types[column] == PrimitiveTypeName.FIXED_LEN_BYTE_ARRAY;
        return binary ? StandardCharsets.UTF_8.decode(bytes(column)).toString() : Long.toString(integer(column));
    }

    private long whole(int column, double value) {
        if (value != Math.rint(value) || Math.abs(value) > 1L << 53) {
            throw fault(column, "a whole number", value);
        }
        return (long) value;
    }

    private RuntimeException broken(RuntimeException cause) {
        return cause instanceof InputException ? cause : ParquetSource.broken(source.file(), cause);
    }

    private void requirePresent(int column) {
        if (isMissing(column)) {
            throw fault(column, "a value", "none");
        }
    }

    private InputException fault(int column, Object expected, Object found) {
        return new InputException(Problem.of("column " + names.get(column) + " holds something else")
                .at(source.file() + " row " + (row + 1))
                .expected(expected, found));
    }

    @Override
    public void close() {
        try {
            source.close();
        } catch (IOException e) {
            throw ParquetSource.broken(source.file(), e);
        }
    }
}
