package io.spatho.anndata.parquet;

import io.spatho.core.error.InputException;
import io.spatho.core.error.Problem;
import io.spatho.core.table.Column;
import io.spatho.core.table.Table;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.ColumnReader;
import org.apache.parquet.column.impl.ColumnReadStoreImpl;
import org.apache.parquet.column.page.PageReadStore;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.Type;

/**
 * Reads Parquet files of flat columns into tables, column by column.
 *
 * <p>Types: text and unannotated bytes become strings (bytes as UTF-8); 8, 16 and 32-bit integers become ints, unsigned 32-bit and
 * all 64-bit ones longs (an unsigned value of 2^63 or more is refused); float, double and boolean stay. Missing text is {@code
 * null}, missing floating-point values are NaN; an integer column with missing values becomes doubles with NaN; missing booleans
 * are refused. Dates and times stored as integers come as these integers; decimals, INT96 times and nested columns are refused.
 * Pages may be of version 1 or 2, in any standard encoding, plain or compressed with zstd, snappy, gzip or LZ4. Category columns written by {@link ParquetTableWriter} come back as categories.
 *
 * <p>Cost: linear in the values of the columns asked for; other columns are not read. Errors: a file that is missing, broken,
 * encrypted or nested in a column asked for ends in an {@link InputException}.
 */
public final class ParquetTable {

    private ParquetTable() {}

    /** All columns of a file, in file order. */
    public static Table read(Path file) {
        try (ParquetSource source = ParquetSource.open(file)) {
            return readColumns(source, source.schema().getFields(), 0, source.groups());
        } catch (IOException e) {
            throw ParquetSource.broken(file, e);
        }
    }

    /** The columns named, in the order named; a column that the file lacks is an {@link InputException}. */
    public static Table read(Path file, Set<String> columns) {
        try (ParquetSource source = ParquetSource.open(file)) {
            List<Type> fields = new ArrayList<>();
            for (String column : columns) {
                if (!source.schema().containsField(column)) {
                    throw new InputException(Problem.of("column " + column + " is missing")
                            .at(file)
                            .expected(String.join(", ", columns), String.join(", ", source.columnNames())));
                }
                fields.add(source.schema().getType(column));
            }
            return readColumns(source, fields, 0, source.groups());
        } catch (IOException e) {
            throw ParquetSource.broken(file, e);
        }
    }

    /**
     * Hands out all columns, a row group at a time, so that only one row group is in memory.
     *
     * @throws InputException when an integer column has missing values in one row group and none in another
     */
    public static void forEachGroup(Path file, Consumer<Table> consumer) {
        try (ParquetSource source = ParquetSource.open(file)) {
            List<Type> fields = source.schema().getFields();
            Table first = null;
            for (int group = 0; group < source.groups(); group++) {
                Table table = readColumns(source, fields, group, group + 1);
                if (first != null && !sameTypes(first, table)) {
                    throw new InputException(Problem.of("a column changes its type between row groups")
                            .at(file)
                            .expected("integers with or without missing values in all", "both"));
                }
                first = first == null ? table.select(new int[0]) : first;
                consumer.accept(table);
            }
        } catch (IOException e) {
            throw ParquetSource.broken(file, e);
        }
    }

    private static boolean sameTypes(Table left, Table right) {
        return left.columns().entrySet().stream().allMatch(entry -> entry.getValue()
                .getClass()
                .equals(right.column(entry.getKey()).getClass()));
    }

    /** The names of a file's top-level columns, in file order; reads the footer only. */
    public static List<String> columnNames(Path file) {
        try (ParquetSource source = ParquetSource.open(file)) {
            return source.columnNames();
        } catch (IOException e) {
            throw ParquetSource.broken(file, e);
        }
    }

    /** The key-value metadata of a file; reads the footer only. */
    public static Map<String, String> metadata(Path file) {
        try (ParquetSource source = ParquetSource.open(file)) {
            return source.metadata();
        } catch (IOException e) {
            throw ParquetSource.broken(file, e);
        }
    }

    private static Table readColumns(ParquetSource source, List<Type> fields, int from, int to) throws IOException {
        Map<String, ColumnBuilder> builders = new LinkedHashMap<>();
        int rows = source.rows(from, to);
        for (Type field : fields) {
            builders.put(field.getName(), ColumnBuilder.of(source.file(), field, rows));
        }
        try {
            if (!fields.isEmpty()) {
                readGroups(source, new MessageType(source.schema().getName(), fields), builders, from, to);
            }
            return assemble(source, builders, rows);
        } catch (InputException e) {
            throw e;
        } catch (RuntimeException e) {
            // parquet-java answers broken pages with many kinds of exception; the file is at fault, not the caller.
            throw ParquetSource.broken(source.file(), e);
        }
    }

    private static void readGroups(
            ParquetSource source, MessageType wanted, Map<String, ColumnBuilder> builders, int from, int to)
            throws IOException {
        source.project(wanted);
        for (int group = from; group < to; group++) {
            if (source.isEmpty(group)) {
                continue;
            }
            PageReadStore pages = source.readGroup(group);
            var readers =
                    new ColumnReadStoreImpl(pages, new ColumnConverters(wanted, builders), wanted, source.createdBy());
            for (ColumnDescriptor descriptor : wanted.getColumns()) {
                ColumnReader reader = readers.getColumnReader(descriptor);
                long values = pages.getPageReader(descriptor).getTotalValueCount();
                if (values != pages.getRowCount()) {
                    throw new InputException(Problem.of("column " + descriptor.getPath()[0] + " is cut short")
                            .at(source.file())
                            .expected(pages.getRowCount() + " values", values));
                }
                drain(
                        reader,
                        values,
                        descriptor.getMaxDefinitionLevel(),
                        builders.get(descriptor.getPath()[0]));
            }
        }
    }

    private static void drain(ColumnReader reader, long count, int present, ColumnBuilder builder) {
        for (long i = 0; i < count; i++) {
            if (reader.getCurrentDefinitionLevel() == present) {
                reader.writeCurrentValueToConverter();
            } else {
                builder.addMissing();
            }
            reader.consume();
        }
    }

    private static Table assemble(ParquetSource source, Map<String, ColumnBuilder> builders, int rows) {
        StoredCategories categories = StoredCategories.parse(source.file(), source.metadata());
        Map<String, Column> columns = new LinkedHashMap<>();
        builders.forEach((name, builder) -> columns.put(name, categories.restore(name, builder.finish())));
        return Table.of(rows, columns);
    }
}
