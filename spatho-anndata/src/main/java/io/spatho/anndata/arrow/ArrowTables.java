package io.spatho.anndata.arrow;

import io.spatho.core.table.Table;
import io.spatho.core.table.TableFormat;
import io.spatho.core.table.TableSink;
import java.nio.file.Path;
import java.util.Map;

/**
 * Arrow IPC files (Feather version 2) as a table format: uncompressed record batches of 65,536 rows, category columns as
 * dictionaries.
 *
 * <p>Every column type of {@link Table} comes back as it was written. From other writers also small and unsigned integers and large
 * strings are read; compressed and nested files are refused. Source: https://arrow.apache.org/docs/format/Columnar.html (Arrow Java
 * 18.3; needs {@code --add-opens=java.base/java.nio=ALL-UNNAMED}).
 */
public final class ArrowTables implements TableFormat {

    @Override
    public TableSink create(Path file, Map<String, String> metadata, Table schemaExample) {
        return ArrowTableWriter.create(file, metadata, schemaExample);
    }

    @Override
    public Table read(Path file) {
        return ArrowTableReader.read(file);
    }
}
