package io.spatho.anndata.tree;

/** A numeric matrix of which some rows are read at a time; for matrices too large to hold. */
public interface ArrayRows {

    /** The number of rows. */
    long rows();

    /** The number of columns. */
    long columns();

    /** How many rows to read at a time so that no chunk is decoded twice and about 16 MiB are held. */
    int rowsAtATime();

    /** The rows from {@code first}, row after row, as float32. */
    float[] floats(long first, int rows);
}
