package io.spatho.anndata.zarr;

import com.fasterxml.jackson.databind.JsonNode;
import io.spatho.anndata.tree.ArrayTree;
import io.spatho.anndata.tree.Guard;
import io.spatho.anndata.tree.NumberType;
import io.spatho.anndata.tree.Numbers;
import io.spatho.anndata.tree.RecordField;
import io.spatho.core.error.InputException;
import io.spatho.core.error.Problem;
import io.spatho.core.parallel.Workers;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Reads a Zarr store, of format 2 or 3, in a folder or in a zip file, that may be broken or hostile. A zip is read in place.
 *
 * <p>Reads come back flat, row after row; a scalar is an array of one element; chunks that are not there have the fill value. Numbers
 * are converted to the type asked for and checked where that can lose. Codecs: blosc (with all its own), zstd, lz4, gzip, zlib,
 * shuffle, crc32c, transposed and sharded arrays; strings of fixed and of any length. Copies of metadata ({@code .zmetadata}) are not
 * needed and not read.
 *
 * <p>Determinism: the result does not depend on the number of threads. Cost: linear; chunks are read and decoded on the workers, if
 * there are any (then no call may be made from a worker). Limits: 256 MiB per decoded chunk, never more than it declares; see {@link
 * ZipStore} and {@link ZipDirectory} for zips. Errors: whatever is wrong with the store ends in an {@link InputException} that
 * names store and path. Not for use by several threads at once.
 */
public final class ZarrSource implements ArrayTree {

    private final ByteStore store;
    private final Hierarchy hierarchy;
    private final Workers workers;
    private final Guard guard;

    private ZarrSource(ByteStore store, Workers workers) {
        this.store = store;
        this.hierarchy = new Hierarchy(store);
        this.workers = workers;
        this.guard = (path, failure) -> OpenedStore.fault(store.file() + ":" + path, failure);
    }

    /** Opens a store whose chunks are read on the calling thread. */
    public static ZarrSource open(Path path) {
        return open(path, null);
    }

    /** Opens a store whose chunks are read on workers. */
    public static ZarrSource open(Path path, Workers workers) {
        ZarrSource source = new ZarrSource(OpenedStore.open(path), workers);
        boolean opened = false;
        try {
            if (!source.exists("/")) {
                throw new InputException(Problem.of("not a Zarr store")
                        .at(path)
                        .expected("zarr.json, .zgroup or .zarray at its root", "none of these")
                        .fix("Give the folder or zip file that a Zarr library wrote."));
            }
            opened = true;
            return source;
        } finally {
            if (!opened) {
                source.close();
            }
        }
    }

    /** Whether a folder or a zip file looks like a Zarr store; nothing but the names at its root is judged. */
    public static boolean isStore(Path path) {
        try (ZarrSource source = open(path)) {
            return source.isGroup("/") || source.isDataset("/");
        } catch (InputException e) {
            return false;
        }
    }

    @Override
    public Path file() {
        return store.file();
    }

    @Override
    public boolean exists(String path) {
        return guarded(path, () -> hierarchy.find(path).isPresent());
    }

    @Override
    public boolean isGroup(String path) {
        return guarded(
                path, () -> hierarchy.find(path).filter(ZarrNode::isGroup).isPresent());
    }

    @Override
    public boolean isDataset(String path) {
        return guarded(
                path, () -> hierarchy.find(path).filter(node -> !node.isGroup()).isPresent());
    }

    @Override
    public List<String> children(String path) {
        return guarded(path, () -> hierarchy.children(path));
    }

    @Override
    public long identity(String path) {
        return guarded(path, () -> hierarchy.require(path).number());
    }

    @Override
    public long[] shape(String path) {
        return guarded(path, () -> layout(path).shape().clone());
    }

    /** Whether an array is anndata's null, which in Zarr is a boolean without dimensions that says so in an attribute. */
    @Override
    public boolean isNothing(String path) {
        Optional<String> encoding = text(path, "encoding-type");
        return shape(path).length == 0 && encoding.equals(Optional.of("null"));
    }

    @Override
    public Kind kind(String path) {
        return guarded(path, () -> {
            ArrayLayout layout = layout(path);
            return layout.fields().isEmpty() ? layout.type().kind() : Kind.COMPOUND;
        });
    }

    @Override
    public int elementSize(String path) {
        return guarded(path, () -> layout(path).type().size());
    }

    @Override
    public long[] longs(String path) {
        return values(path, ArrayValues::longs);
    }

    @Override
    public int[] ints(String path) {
        return values(path, ArrayValues::ints);
    }

    @Override
    public float[] floats(String path) {
        return values(path, ArrayValues::floats);
    }

    @Override
    public double[] doubles(String path) {
        return values(path, ArrayValues::doubles);
    }

    @Override
    public boolean[] booleans(String path) {
        return values(path, ArrayValues::booleans);
    }

    @Override
    public byte[] bytes(String path) {
        return values(path, ArrayValues::bytes);
    }

    @Override
    public String[] strings(String path) {
        return values(path, ArrayValues::strings);
    }

    @Override
    public ZarrRows rows(String path) {
        return guarded(path, () -> {
            StoredArray array = array(path);
            array.type().requireNumber();
            array.requirePossible();
            if (array.layout().shape().length != 2) {
                throw new IllegalStateException(
                        "expected two dimensions, found " + array.layout().shape().length);
            }
            return new ZarrRows(this, path, array);
        });
    }

    Workers workers() {
        return workers;
    }

    @Override
    public Optional<NumberType> numberType(String path) {
        return guarded(path, () -> layout(path).type().number());
    }

    @Override
    public Numbers numbers(String path) {
        return guarded(path, () -> new ZarrNumbers(this, path, array(path)));
    }

    @Override
    public int textWidth(String path) {
        return guarded(path, () -> {
            ElementType type = layout(path).type();
            return type.form() == ElementType.Form.BYTES ? type.size() : 0;
        });
    }

    @Override
    public byte[] textBytes(String path) {
        return guarded(path, () -> array(path).raw(workers));
    }

    @Override
    public List<RecordField> records(String path) {
        return guarded(path, () -> new Records(array(path), workers).read());
    }

    /** The fields of an array of records: integers as {@code long[]}, other numbers as {@code double[]}, strings, booleans. */
    @Override
    public Map<String, Object> compound(String path) {
        return guarded(path, () -> Records.arrays(records(path)));
    }

    @Override
    public Set<String> attributes(String path) {
        return guarded(path, () -> {
            Set<String> names = new TreeSet<>();
            hierarchy.require(path).attributes().fieldNames().forEachRemaining(names::add);
            return names;
        });
    }

    /** An attribute as JSON, for those that are lists of lists or objects. */
    public Optional<JsonNode> json(String path, String name) {
        return attribute(path, name, value -> value);
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

    private <T> Optional<T> attribute(String path, String name, Function<JsonNode, T> read) {
        return guarded(path + ", attribute " + name, () -> {
            JsonNode value = hierarchy.require(path).attributes().path(name);
            return value.isMissingNode() || value.isNull() ? Optional.empty() : Optional.of(read.apply(value));
        });
    }

    private ArrayLayout layout(String path) {
        return hierarchy.layout(path);
    }

    private StoredArray array(String path) {
        return new StoredArray(store, Hierarchy.key(path), layout(path));
    }

    private <T> T values(String path, Function<ArrayValues, T> read) {
        return guarded(path, () -> read.apply(new ArrayValues(array(path), workers)));
    }

    /** Runs a read; whatever a broken store makes it throw becomes one line. */
    <T> T guarded(String path, Supplier<T> read) {
        return guard.run(path, read);
    }

    @Override
    public void close() {
        try {
            store.close();
        } catch (IOException e) {
            throw OpenedStore.fault(file().toString(), e);
        }
    }
}
