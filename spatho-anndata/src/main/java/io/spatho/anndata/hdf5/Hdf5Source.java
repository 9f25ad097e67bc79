package io.spatho.anndata.hdf5;

import io.jhdf.ObjectHeader;
import io.jhdf.api.Attribute;
import io.jhdf.object.datatype.StringData;
import io.jhdf.object.message.DataSpaceMessage;
import io.spatho.anndata.tree.ArrayTree;
import io.spatho.anndata.tree.Guard;
import io.spatho.anndata.tree.NumberType;
import io.spatho.anndata.tree.RecordField;
import io.spatho.core.error.InputException;
import io.spatho.core.parallel.Workers;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiFunction;
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
public final class Hdf5Source implements ArrayTree {

    private final Path file;
    private final GuardedStorage storage;
    private final Namespace namespace;
    private final Workers workers;
    private final Guard guard;

    private Hdf5Source(Path file, GuardedStorage storage, long root, Workers workers) {
        this.file = file;
        this.storage = storage;
        this.namespace = new Namespace(storage, root);
        this.workers = workers;
        this.guard = (path, failure) -> fault(path, OpenedFile.deepestMessage(failure), failure);
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

    @Override
    public Path file() {
        return file;
    }

    @Override
    public long storedBytes() {
        return storage.size();
    }

    @Override
    public boolean exists(String path) {
        return guarded(path, () -> namespace.find(path).isPresent());
    }

    @Override
    public boolean isGroup(String path) {
        return guarded(path, () -> namespace.find(path).filter(Links::isGroup).isPresent());
    }

    @Override
    public boolean isDataset(String path) {
        return guarded(path, () -> namespace
                .find(path)
                .filter(header -> header.hasMessageOfType(DataSpaceMessage.class))
                .isPresent());
    }

    @Override
    public List<String> children(String path) {
        return guarded(path, () -> namespace.children(path));
    }

    @Override
    public long identity(String path) {
        return guarded(path, () -> namespace.require(path).getAddress());
    }

    @Override
    public long[] shape(String path) {
        return array(path, StoredArray::shape);
    }

    @Override
    public boolean isNothing(String path) {
        return array(path, StoredArray::absent);
    }

    @Override
    public Kind kind(String path) {
        return array(path, array -> NumberFormat.kind(array.type()));
    }

    @Override
    public int elementSize(String path) {
        return array(path, array -> array.type().getSize());
    }

    @Override
    public long[] longs(String path) {
        return numbers(path, NumberArrays::longs);
    }

    @Override
    public int[] ints(String path) {
        return numbers(path, NumberArrays::ints);
    }

    @Override
    public float[] floats(String path) {
        return numbers(path, NumberArrays::floats);
    }

    @Override
    public double[] doubles(String path) {
        return numbers(path, NumberArrays::doubles);
    }

    @Override
    public boolean[] booleans(String path) {
        return numbers(path, NumberArrays::booleans);
    }

    @Override
    public byte[] bytes(String path) {
        return numbers(path, NumberArrays::bytes);
    }

    @Override
    public String[] strings(String path) {
        return array(path, array -> new StringArrays(storage, array, workers).read());
    }

    @Override
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

    /** Numbers of a dataset of one dimension that is read some elements at a time. */
    public Hdf5Stretches stretches(String path) {
        return array(path, stored -> {
            stored.requirePossible();
            if (stored.shape().length != 1) {
                throw new IllegalStateException("expected one dimension, found " + stored.shape().length);
            }
            return new Hdf5Stretches(this, path, stored);
        });
    }

    /** Single bytes of a dataset of any shape that is read some rows at a time. */
    public Hdf5ByteRows byteRows(String path) {
        return array(path, stored -> {
            stored.requirePossible();
            if (stored.shape().length == 0 || stored.type().getSize() != 1) {
                throw new IllegalStateException("expected rows of single bytes");
            }
            return new Hdf5ByteRows(this, path, stored);
        });
    }

    Workers workers() {
        return workers;
    }

    @Override
    public Optional<NumberType> numberType(String path) {
        return array(path, Hdf5Numbers::type);
    }

    @Override
    public Hdf5Numbers numbers(String path) {
        return array(path, array -> {
            array.requirePossible();
            return new Hdf5Numbers(this, path, array);
        });
    }

    @Override
    public int textWidth(String path) {
        return array(path, array -> array.type() instanceof StringData fixed ? fixed.getSize() : 0);
    }

    @Override
    public byte[] textBytes(String path) {
        return array(path, array -> {
            int width = array.type().getSize();
            byte[] bytes = new byte[Math.multiplyExact(array.count(), width)];
            array.read(workers, (raw, at, n, to) -> System.arraycopy(raw, at, bytes, to * width, n * width));
            return bytes;
        });
    }

    @Override
    public List<RecordField> records(String path) {
        return array(path, array -> new Records(storage, array, workers).read());
    }

    @Override
    public Map<?, ?> compound(String path) {
        return array(path, array -> {
            array.count();
            return array.dataset().getData() instanceof Map<?, ?> fields ? fields : Map.of();
        });
    }

    @Override
    public Set<String> attributes(String path) {
        return guarded(path, () -> new TreeSet<>(attributesOf(path).keySet()));
    }

    /** The value of an attribute as jHDF gives it; empty when there is none or it has no elements. */
    Optional<Object> attribute(String path, String name) {
        return guarded(
                path, () -> Optional.ofNullable(attributesOf(path).get(name)).map(Attribute::getData));
    }

    private <T> Optional<T> attribute(String path, String name, BiFunction<String, Object, T> read) {
        return attribute(path, name).map(value -> read.apply(file + ", attribute " + name + " of " + path, value));
    }

    @Override
    public Optional<String> text(String path, String name) {
        return attribute(path, name, AttributeValues::text);
    }

    @Override
    public String[] texts(String path, String name) {
        return attribute(path, name, AttributeValues::texts).orElse(new String[0]);
    }

    @Override
    public long[] integers(String path, String name) {
        return attribute(path, name, AttributeValues::integers).orElse(new long[0]);
    }

    @Override
    public Optional<Double> number(String path, String name) {
        return attribute(path, name, AttributeValues::number);
    }

    @Override
    public Optional<Boolean> flag(String path, String name) {
        return attribute(path, name, AttributeValues::flag);
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

    /** Runs a read; whatever a broken file makes it throw becomes one line. */
    <T> T guarded(String path, Supplier<T> read) {
        return guard.run(path, () -> {
            storage.startOperation();
            return read.get();
        });
    }

    private InputException fault(String path, String message, Throwable cause) {
        return OpenedFile.fault(file + ":" + path, message, cause);
    }

    @Override
    public void close() {
        storage.close();
    }
}
