package io.spatho.core.table;

/** A table file that is being written in batches of rows; it is whole once {@link #close} has returned. */
public interface TableSink extends AutoCloseable {

    /** Writes the rows of a batch, whose columns are those that the sink was made for. */
    void append(Table batch);

    @Override
    void close();
}
