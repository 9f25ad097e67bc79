package io.spatho.anndata.tree;

/** An array of one dimension that grows while it is written; its length is known only at {@link #end}. */
public interface TreeStream {

    /** Adds the values from position {@code from} to {@code to}, exclusive. */
    void append(float[] values, int from, int to);

    /** Adds the values from position {@code from} to {@code to}, exclusive. */
    void append(int[] values, int from, int to);

    /** Adds the values from position {@code from} to {@code to}, exclusive. */
    void append(long[] values, int from, int to);

    /** The number of elements so far. */
    long count();

    /** Ends the dataset and returns it, ready for attributes. */
    TreeObject end();
}
