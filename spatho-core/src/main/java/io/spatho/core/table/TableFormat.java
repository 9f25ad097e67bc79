package io.spatho.core.table;

import java.nio.file.Path;
import java.util.Map;

/**
 * A file format that holds one table: writes tables as streams of batches and reads them back equal.
 *
 * <p>Determinism: the same rows and metadata give the same bytes, whatever the batches.
 */
public interface TableFormat {

    /**
     * Opens a file for writing, replacing one that exists.
     *
     * @param file where to write; its folder exists
     * @param metadata key-value pairs stored in the file; keys beginning with {@code spatho.} belong to the format itself
     * @param schemaExample a table with the columns to come, of any number of rows (none will do); its rows are not written. The
     *     category lists of its category columns hold for every batch.
     * @throws io.spatho.core.error.ResourceException when the file cannot be made
     */
    TableSink create(Path file, Map<String, String> metadata, Table schemaExample);

    /**
     * Reads a whole file.
     *
     * @throws io.spatho.core.error.InputException when the file is missing, broken or of another format
     */
    Table read(Path file);
}
