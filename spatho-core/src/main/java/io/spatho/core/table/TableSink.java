package io.spatho.core.table;

/**
 * A table file that is being written batch by batch.
 *
 * <p>Every batch has the columns, in order and type, of the example that the sink was made with. The file is complete only after
 * {@link #close()}; how rows were cut into batches does not change its bytes. Not safe for use by several threads at once.
 */
public interface TableSink extends AutoCloseable {

    /**
     * Adds the rows of a batch after those already written.
     *
     * @throws IllegalArgumentException when its columns differ from the example's
     * @throws io.spatho.core.error.ResourceException when the file cannot be written
     */
    void append(Table batch);

    /**
     * Writes what is pending and closes the file. Closing again does nothing.
     *
     * @throws io.spatho.core.error.ResourceException when the file cannot be written
     */
    @Override
    void close();
}
