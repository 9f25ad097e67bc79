package io.spatho.core.matrix;

/** Takes the rows of a sparse matrix in order, some at a time, so that nobody has to hold all of them. */
public interface RowSink {

    /** Says the shape; once, before any row. */
    void begin(int rows, int columns);

    /** Takes the next rows, with the number of columns that was said. */
    void append(CsrMatrix rows);
}
