package io.spatho.anndata.parquet;

import io.spatho.core.error.InputException;
import io.spatho.core.error.Problem;
import io.spatho.core.parallel.Workers;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.ColumnReader;
import org.apache.parquet.column.impl.ColumnReadStoreImpl;
import org.apache.parquet.column.page.PageReadStore;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.Type;

/**
 * Streams some columns of a Parquet file, {@value #ROWS} rows at a time, in the order of the file.
 *
 * <p>The columns of a batch are decoded side by side on the workers, so that order and memory do not depend on how the file was cut
 * into row groups. Memory: the compressed pages of the columns asked for in one row group, one expanded page a column, and the
 * arrays of one batch. Determinism: batches do not depend on the number of threads. Errors as in {@link ParquetTable}.
 */
public final class ParquetBatches {

    /** The most rows of a batch. */
    public static final int ROWS = 1 << 16;

    private ParquetBatches() {}

    /** Takes a batch whose values lie in the columns. */
    @FunctionalInterface
    public interface BatchEnd {
        /** Takes {@code rows} rows, of which the first has the number {@code first}, counted from 0. */
        void accept(long first, int rows);
    }

    /**
     * Reads a file from beginning to end.
     *
     * @param columns what to read, by name; all must be there
     * @param workers threads; not those on which the caller runs
     */
    public static void read(Path file, Map<String, BatchColumn> columns, Workers workers, BatchEnd end) {
        try (ParquetSource source = ParquetSource.open(file)) {
            List<Type> fields = new ArrayList<>();
            for (Map.Entry<String, BatchColumn> column : columns.entrySet()) {
                if (!source.schema().containsField(column.getKey())) {
                    throw new InputException(Problem.of("column " + column.getKey() + " is missing")
                            .at(file)
                            .expected(String.join(", ", columns.keySet()), String.join(", ", source.columnNames())));
                }
                Type field = source.schema().getType(column.getKey());
                column.getValue().bind(file, field);
                fields.add(field);
            }
            MessageType wanted = new MessageType(source.schema().getName(), fields);
            source.project(wanted);
            long first = 0;
            for (int group = 0; group < source.groups(); group++) {
                first = readGroup(source, group, wanted, new LinkedHashMap<>(columns), workers, end, first);
            }
        } catch (IOException e) {
            throw ParquetSource.broken(file, e);
        }
    }

    private static long readGroup(
            ParquetSource source,
            int group,
            MessageType wanted,
            Map<String, BatchColumn> columns,
            Workers workers,
            BatchEnd end,
            long firstOfGroup)
            throws IOException {
        List<ColumnDescriptor> descriptors = wanted.getColumns();
        List<ColumnReader> readers = new ArrayList<>();
        long rows = guarded(source, () -> {
            PageReadStore pages = source.readGroup(group);
            var store =
                    new ColumnReadStoreImpl(pages, new ColumnConverters(wanted, columns), wanted, source.createdBy());
            for (ColumnDescriptor descriptor : descriptors) {
                long values = pages.getPageReader(descriptor).getTotalValueCount();
                if (values != pages.getRowCount()) {
                    throw new InputException(Problem.of("column " + descriptor.getPath()[0] + " is cut short")
                            .at(source.file())
                            .expected(pages.getRowCount() + " values", values));
                }
                readers.add(store.getColumnReader(descriptor));
            }
            return pages.getRowCount();
        });
        long first = firstOfGroup;
        for (long left = rows; left > 0; left -= ROWS) {
            int count = (int) Math.min(ROWS, left);
            long start = first;
            guarded(
                    source,
                    () -> workers.map(readers.size(), i -> {
                        ColumnDescriptor descriptor = descriptors.get(i);
                        columns.get(descriptor.getPath()[0])
                                .fill(readers.get(i), start, count, descriptor.getMaxDefinitionLevel());
                        return Boolean.TRUE;
                    }));
            end.accept(first, count);
            first += count;
        }
        return first;
    }

    /** parquet-java answers broken pages with many kinds of exception; the file is at fault, not the caller. */
    private static <T> T guarded(ParquetSource source, Reading<T> reading) throws IOException {
        try {
            return reading.get();
        } catch (InputException e) {
            throw e;
        } catch (RuntimeException e) {
            throw ParquetSource.broken(source.file(), e);
        }
    }

    @FunctionalInterface
    private interface Reading<T> {
        T get() throws IOException;
    }
}
