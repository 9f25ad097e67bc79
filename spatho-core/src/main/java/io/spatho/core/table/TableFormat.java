package io.spatho.core.table;

import java.nio.file.Path;
import java.util.Map;

/** A file format for tables, such as Parquet. */
public interface TableFormat {

    /**
     * Starts a file.
     *
     * @param file where to write
     * @param metadata key-value pairs for the file's footer
     * @param schemaExample a table, possibly without rows, with the columns to come
     */
    TableSink create(Path file, Map<String, String> metadata, Table schemaExample);

    /** Reads a whole file. */
    Table read(Path file);
}
