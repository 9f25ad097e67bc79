package io.spatho.anndata.tree;

import io.spatho.core.error.InputException;
import io.spatho.core.error.Problem;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A tree of groups, arrays and attributes that is read from a file which may be broken or hostile: HDF5 or Zarr.
 *
 * <p>Paths are absolute or relative to the root, parts joined by {@code /}. Reads come back flat, row after row; a scalar is an
 * array of one element. Numbers are converted to the type asked for and checked where that can lose.
 *
 * <p>Errors: whatever is wrong ends in an {@link InputException} that names file and path.
 */
public interface ArrayTree extends AutoCloseable {

    /** What a dataset holds. */
    public enum Kind {
        /** Integers of any width. */
        INTEGER,
        /** Floating-point numbers. */
        FLOAT,
        /** An enumeration or bit field, which is how booleans are stored. */
        BOOLEAN,
        /** Strings. */
        TEXT,
        /** Records of several fields. */
        COMPOUND,
        /** Anything else. */
        OTHER
    }

    /** The file. */
    Path file();

    /** The bytes that the tree takes in its file or folder, against which declared sizes are held; many where that is not known. */
    default long storedBytes() {
        return 1L << 40;
    }

    /** Whether there is a group or dataset at a path. */
    boolean exists(String path);

    /** Whether there is a group at a path. */
    boolean isGroup(String path);

    /** Whether there is a dataset at a path. */
    boolean isDataset(String path);

    /** The names in a group, in the order of the file. */
    List<String> children(String path);

    /** A number that two paths share when they name the same object. */
    long identity(String path);

    /** The extents of a dataset; none for a scalar. */
    long[] shape(String path);

    /** Whether a dataset has a null dataspace: no elements and no shape. */
    boolean isNothing(String path);

    /** What a dataset holds. */
    Kind kind(String path);

    /** The bytes per element of a dataset. */
    int elementSize(String path);

    /** Numbers as int64. */
    long[] longs(String path);

    /** Numbers as int32. */
    int[] ints(String path);

    /** Numbers as float32, rounded. */
    float[] floats(String path);

    /** Numbers as float64. */
    double[] doubles(String path);

    /** Booleans: an enumeration, bit field or numbers, of which 0 is false. */
    boolean[] booleans(String path);

    /** One-byte numbers as they are; unsigned ones keep their bits. */
    byte[] bytes(String path);

    /** Strings, or the names of an enumeration; none is {@code null}. */
    String[] strings(String path);

    /** The string of a scalar or an array of one. */
    default String string(String path) {
        String[] values = strings(path);
        if (values.length != 1) {
            throw new InputException(Problem.of("expected one string, found " + values.length)
                    .at(file() + ":" + path)
                    .fix("Write the element again from the same object"));
        }
        return values[0];
    }

    /** Numbers of a dataset of two dimensions that is read some rows at a time. */
    ArrayRows rows(String path);

    /** How the numbers or booleans of a dataset are stored; empty when it holds something else. */
    Optional<NumberType> numberType(String path);

    /** The numbers or booleans of a dataset, to be read in pieces as they are stored. */
    Numbers numbers(String path);

    /** The bytes per string where strings have a fixed width (numpy's {@code S}); 0 for others. */
    int textWidth(String path);

    /** The bytes of strings of a fixed width, padding included, one string after the other. */
    byte[] textBytes(String path);

    /** The records of a compound dataset, field by field in the order of the file. */
    List<RecordField> records(String path);

    /** A compound dataset as jHDF gives it: field name to array. */
    Map<?, ?> compound(String path);

    /** The names of the attributes at a path, sorted. */
    Set<String> attributes(String path);

    /** A string attribute. */
    Optional<String> text(String path, String name);

    /** An attribute of strings; none when there is no such attribute. */
    String[] texts(String path, String name);

    /** An attribute of integers; none when there is no such attribute. */
    long[] integers(String path, String name);

    /** A numeric attribute. */
    Optional<Double> number(String path, String name);

    /** A boolean attribute. */
    Optional<Boolean> flag(String path, String name);

    @Override
    void close();
}
