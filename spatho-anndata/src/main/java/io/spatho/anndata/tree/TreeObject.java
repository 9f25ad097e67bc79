package io.spatho.anndata.tree;

/** A group or array that is being written and takes attributes until the tree is finished. */
public interface TreeObject {

    /** Sets an attribute of one UTF-8 string. */
    void attribute(String name, String value);

    /** Sets an attribute of any number of UTF-8 strings, none included. */
    void attribute(String name, String[] values);

    /** Sets an attribute of one int32. */
    void attribute(String name, int value);

    /** Sets an attribute of one int64. */
    void attribute(String name, long value);

    /** Sets an attribute of one float64. */
    void attribute(String name, double value);

    /** Sets an attribute of one boolean. */
    void attribute(String name, boolean value);

    /** Sets an attribute of int32 values. */
    void attribute(String name, int[] values);

    /** Sets an attribute of int64 values. */
    void attribute(String name, long[] values);
}
