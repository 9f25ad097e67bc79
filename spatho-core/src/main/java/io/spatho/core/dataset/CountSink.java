package io.spatho.core.dataset;

import io.spatho.core.matrix.CsrMatrix;

/** Takes the rows of a sparse matrix of counts in order, some at a time, so that nobody has to hold all of them. */
public interface CountSink {

    /** Says the number of rows and the features of the columns; once, before any row. */
    void begin(int rows, GenePanel features);

    /** Takes the next rows. */
    void append(CsrMatrix rows);
}
