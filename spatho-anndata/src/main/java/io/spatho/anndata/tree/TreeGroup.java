package io.spatho.anndata.tree;

import java.util.List;

/**
 * A group that is being written: named sub-groups, arrays, scalars and streams.
 *
 * <p>Arrays take an optional shape, whose product must be the number of values (row after row); without one they have one
 * dimension. Names must be unique within the group, not empty, and without {@code /}; anything else is a programming mistake.
 * Not for use by several threads at once.
 */
public interface TreeGroup extends TreeObject {

    /** Adds an empty group. */
    TreeGroup group(String name);

    /** Adds a second name for an object of the same tree; a format without links stores it twice. */
    TreeObject link(String name, TreeObject target);

    /** Adds an array of int8. */
    TreeObject bytes(String name, byte[] values, long... shape);

    /** Adds an array of uint8, given as the same bits. */
    TreeObject unsignedBytes(String name, byte[] values, long... shape);

    /** Adds an array of int16. */
    TreeObject shorts(String name, short[] values, long... shape);

    /** Adds an array of uint16, given as the same bits. */
    TreeObject unsignedShorts(String name, short[] values, long... shape);

    /** Adds an array of int32. */
    TreeObject ints(String name, int[] values, long... shape);

    /** Adds an array of uint32, given as the same bits. */
    TreeObject unsignedInts(String name, int[] values, long... shape);

    /** Adds an array of int64. */
    TreeObject longs(String name, long[] values, long... shape);

    /** Adds an array of uint64, given as the same bits. */
    TreeObject unsignedLongs(String name, long[] values, long... shape);

    /** Adds an array of float32. */
    TreeObject floats(String name, float[] values, long... shape);

    /** Adds an array of float64. */
    TreeObject doubles(String name, double[] values, long... shape);

    /** Adds an array of booleans, stored as h5py does: an enumeration {FALSE, TRUE} over int8. */
    TreeObject booleans(String name, boolean[] values, long... shape);

    /** Adds an array of variable-length UTF-8 strings; none may be {@code null}. */
    TreeObject strings(String name, String[] values, long... shape);

    /** Adds numbers of any type, shape and length, read piece by piece while they are written; no extents make a scalar. */
    default TreeObject numbers(String name, Numbers values) {
        return WholeWrites.numbers(this, name, values);
    }

    /** Adds strings of a fixed width (numpy's {@code S}), padded with null bytes; no extents make a scalar. */
    default TreeObject fixedTexts(String name, byte[] encoded, int width, long... shape) {
        throw WholeWrites.unsupported(name, "byte strings");
    }

    /** Adds an array of records (a compound dataset). */
    default TreeObject records(String name, List<RecordField> fields, long... shape) {
        throw WholeWrites.unsupported(name, "arrays of records");
    }

    /** Adds one int64. */
    TreeObject scalar(String name, long value);

    /** Adds one int32. */
    TreeObject scalar(String name, int value);

    /** Adds one float64. */
    TreeObject scalar(String name, double value);

    /** Adds one boolean. */
    TreeObject scalar(String name, boolean value);

    /** Adds one UTF-8 string. */
    TreeObject scalar(String name, String value);

    /** Adds a dataset without elements and without shape (a null dataspace). */
    TreeObject nothing(String name);

    /** Adds a float32 dataset that grows; it ends by itself when the file is finished. */
    TreeStream floatStream(String name);

    /** Adds an int32 dataset that grows; it ends by itself when the file is finished. */
    TreeStream intStream(String name);

    /** Adds an int64 dataset that grows; it ends by itself when the file is finished. */
    TreeStream longStream(String name);
}
