package io.spatho.anndata.parquet;

import io.spatho.core.table.Table;
import io.spatho.core.table.TableFormat;
import io.spatho.core.table.TableSink;
import java.nio.file.Path;
import java.util.Map;

/**
 * Parquet as a table format: zstd level 3, dictionaries for text and integers, column statistics, page checksums, format version 1.
 *
 * <p>Every column type of {@link Table} comes back as it was written; category lists travel in the file's key-value metadata.
 * Source: https://parquet.apache.org/docs/file-format (parquet-java 1.18).
 */
public final class ParquetTables implements TableFormat {

    @Override
    public TableSink create(Path file, Map<String, String> metadata, Table schemaExample) {
        return ParquetTableWriter.create(file, metadata, schemaExample);
    }

    @Override
    public Table read(Path file) {
        return ParquetTable.read(file);
    }
}
