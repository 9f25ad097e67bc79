package io.spatho.anndata.arrow;

import io.spatho.core.table.Table;
import io.spatho.core.table.TableFormat;
import io.spatho.core.table.TableSink;
import java.nio.file.Path;
import java.util.Map;

/**
 * Arrow IPC files (Feather version 2) or streams as a table format: uncompressed record batches of 65,536 rows, category columns as
 * dictionaries, metadata in the schema.
 *
 * <p>Every column type of {@link Table} comes back as it was written. From other writers files and streams are read, whichever this
 * one writes: small and unsigned integers, large and view strings, buffers compressed with zstd or LZ4; nested columns and dictionaries
 * that change are refused. Source: https://arrow.apache.org/docs/format/Columnar.html (Arrow Java 18.3; needs {@code
 * --add-opens=java.base/java.nio=ALL-UNNAMED}).
 */
public final class ArrowTables implements TableFormat {

    private final boolean stream;

    /** Writes files, which can be mapped into memory and read from any batch. */
    public ArrowTables() {
        this(false);
    }

    private ArrowTables(boolean stream) {
        this.stream = stream;
    }

    /** Writes streams, which a reader can take while they are being written. */
    public static ArrowTables streaming() {
        return new ArrowTables(true);
    }

    @Override
    public TableSink create(Path file, Map<String, String> metadata, Table schemaExample) {
        return ArrowTableWriter.create(file, metadata, schemaExample, stream);
    }

    @Override
    public Table read(Path file) {
        return ArrowTableReader.read(file);
    }
}
