package io.spatho.anndata.hdf5;

import io.jhdf.ObjectHeader;
import io.jhdf.api.Attribute;
import io.jhdf.object.datatype.BitField;
import io.jhdf.object.datatype.CompoundDataType;
import io.jhdf.object.datatype.DataType;
import io.jhdf.object.datatype.EnumDataType;
import io.jhdf.object.datatype.FloatingPoint;
import io.jhdf.object.message.DataSpaceMessage;
import io.spatho.core.error.InputException;
import io.spatho.core.error.SpathoException;
import io.spatho.core.parallel.Workers;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Reads an HDF5 file that may be broken or hostile.
 *
 * <p>Paths are absolute or relative to the root, parts joined by {@code /}. Reads come back flat, row after row; a scalar is an
 * array of one element, a null dataspace an array of none. Numbers are converted to the type asked for and checked where that can
 * lose: an integer that does not fit or a fraction where integers are asked for is an error.
 *
 * <p>Determinism: the result does not depend on the number of threads. Cost: linear; chunks are read and inflated on the workers,
 * if there are any (then no call may be made from a worker). Errors: whatever is wrong with the file ends in an
 * {@link InputException} that names file and path; links into other files are refused. Not for use by several threads at once.
 *
 * <p>Source: HDF5 File Format Specification 3.0; object headers, groups, attributes and newer chunk indexes are read by jHDF 0.13.
 */
public final class Hdf5Source implements AutoCloseable {

    private final Path file;
    private final GuardedStorage storage;
    private final Namespace namespace;
    private final Workers workers;

    private Hdf5Source(Path file, GuardedStorage storage, long root, Workers workers) {
        this.file = file;
        this.storage = storage;
        this.namespace = new Namespace(storage, root);
        this.workers = workers;
    }

    /** Opens a file whose chunks are read on the calling thread. */
    public static Hdf5Source open(Path file) {
        return open(file, null);
    }

    /** Opens a file whose chunks are read on workers. */
    public static Hdf5Source open(Path file, Workers workers) {
        OpenedFile opened = OpenedFile.open(file);
        return new Hdf5Source(file, opened.storage(), opened.root(), workers);
    }

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
    public Path file() {
        return file;
    }

    /** Whether there is a group or dataset at a path. */
    public boolean exists(String path) {
        return guarded(path, () -> namespace.find(path).isPresent());
    }

    /** Whether there is a group at a path. */
    public boolean isGroup(String path) {
        return guarded(path, () -> namespace.find(path).filter(Links::isGroup).isPresent());
    }

    /** Whether there is a dataset at a path. */
    public boolean isDataset(String path) {
        return guarded(path, () -> namespace
                .find(path)
                .filter(header -> header.hasMessageOfType(DataSpaceMessage.class))
                .isPresent());
    }

    /** The names in a group, in the order of the file. */
    public List<String> children(String path) {
        return guarded(path, () -> namespace.children(path));
    }

    /** A number that two paths share when they name the same object. */
    public long identity(String path) {
        return guarded(path, () -> namespace.require(path).getAddress());
    }

    /** The extents of a dataset; none for a scalar. */
    public long[] shape(String path) {
        return array(path, StoredArray::shape);
    }

    /** Whether a dataset has a null dataspace: no elements and no shape. */
    public boolean isNothing(String path) {
        return array(path, StoredArray::absent);
    }

    /** What a dataset holds. */
    public Kind kind(String path) {
        return array(path, array -> kind(array.type()));
    }

    private static Kind kind(DataType type) {
        if (StringArrays.isText(type)) {
            return Kind.TEXT;
        }
        if (type instanceof EnumDataType || type instanceof BitField) {
            return Kind.BOOLEAN;
        }
        if (type instanceof CompoundDataType) {
            return Kind.COMPOUND;
        }
        if (type instanceof FloatingPoint) {
            return Kind.FLOAT;
        }
        return NumberFormat.isNumeric(type) ? Kind.INTEGER : Kind.OTHER;
    }

    /** The bytes per element of a dataset. */
    public int elementSize(String path) {
        return array(path, array -> array.type().getSize());
    }

    /** Numbers as int64. */
    public long[] longs(String path) {
        return numbers(path, NumberArrays::longs);
    }

    /** Numbers as int32. */
    public int[] ints(String path) {
        return numbers(path, NumberArrays::ints);
    }

    /** Numbers as float32, rounded. */
    public float[] floats(String path) {
        return numbers(path, NumberArrays::floats);
    }

    /** Numbers as float64. */
    public double[] doubles(String path) {
        return numbers(path, NumberArrays::doubles);
    }

    /** Booleans: an enumeration, bit field or numbers, of which 0 is false. */
    public boolean[] booleans(String path) {
        return numbers(path, NumberArrays::booleans);
    }

    /** One-byte numbers as they are; unsigned ones keep their bits. */
    public byte[] bytes(String path) {
        return numbers(path, NumberArrays::bytes);
    }

    /** Strings, or the names of an enumeration; none is {@code null}. */
    public String[] strings(String path) {
        return array(path, array -> new StringArrays(storage, array, workers).read());
    }

    /** The string of a scalar or an array of one. */
    public String string(String path) {
        String[] values = strings(path);
        if (values.length != 1) {
            throw fault(path, "expected one string, found " + values.length, null);
        }
        return values[0];
    }

    /** Numbers of a dataset of two dimensions that is read some rows at a time. */
    public Hdf5Rows rows(String path) {
        StoredArray stored = array(path, array -> {
            array.requirePossible();
            return array;
        });
        if (stored.shape().length != 2) {
            throw fault(path, "expected two dimensions, found " + stored.shape().length, null);
        }
        return guarded(path, () -> new Hdf5Rows(this, path, stored));
    }

    Workers workers() {
        return workers;
    }

    /** A compound dataset as jHDF gives it: field name to array. */
    public Map<?, ?> compound(String path) {
        return array(path, array -> {
            array.count();
            return array.dataset().getData() instanceof Map<?, ?> fields ? fields : Map.of();
        });
    }

    /** The names of the attributes at a path, sorted. */
    public Set<String> attributes(String path) {
        return guarded(path, () -> new TreeSet<>(attributesOf(path).keySet()));
    }

    /** The value of an attribute as jHDF gives it; empty when there is none or it has no elements. */
    Optional<Object> attribute(String path, String name) {
        return guarded(
                path, () -> Optional.ofNullable(attributesOf(path).get(name)).map(Attribute::getData));
    }

    /** A string attribute. */
    public Optional<String> text(String path, String name) {
        return attribute(path, name).map(value -> AttributeValues.text(where(path, name), value));
    }

    /** An attribute of strings; none when there is no such attribute. */
    public String[] texts(String path, String name) {
        return attribute(path, name)
                .map(value -> AttributeValues.texts(where(path, name), value))
                .orElse(new String[0]);
    }

    /** An attribute of integers; none when there is no such attribute. */
    public long[] integers(String path, String name) {
        return attribute(path, name)
                .map(value -> AttributeValues.integers(where(path, name), value))
                .orElse(new long[0]);
    }

    /** A numeric attribute. */
    public Optional<Double> number(String path, String name) {
        return attribute(path, name).map(value -> AttributeValues.number(where(path, name), value));
    }

    /** A boolean attribute. */
    public Optional<Boolean> flag(String path, String name) {
        return attribute(path, name).map(value -> AttributeValues.flag(where(path, name), value));
    }

    private Map<String, Attribute> attributesOf(String path) {
        return new HeaderNode(storage, namespace.require(path).getAddress(), path).getAttributes();
    }

    private <T> T array(String path, Function<StoredArray, T> read) {
        return guarded(path, () -> {
            ObjectHeader header = namespace.require(path);
            if (!header.hasMessageOfType(DataSpaceMessage.class)) {
                throw new IllegalStateException("expected a dataset, found a group");
            }
            return read.apply(new StoredArray(storage, header, path));
        });
    }

    private <T> T numbers(String path, Function<NumberArrays, T> read) {
        return array(path, array -> read.apply(new NumberArrays(array, workers)));
    }

    private String where(String path, String name) {
        return file + ", attribute " + name + " of " + path;
    }

    /** Runs a read; whatever a broken file makes it throw becomes one line. */
    <T> T guarded(String path, Supplier<T> read) {
        try {
            storage.startOperation();
            return read.get();
        } catch (SpathoException e) {
            throw e;
        } catch (RuntimeException | StackOverflowError | OutOfMemoryError e) {
            throw fault(path, OpenedFile.deepestMessage(e), e);
        }
    }

    private InputException fault(String path, String message, Throwable cause) {
        return OpenedFile.fault(file + ":" + path, message, cause);
    }

    @Override
    public void close() {
        storage.close();
    }
}
