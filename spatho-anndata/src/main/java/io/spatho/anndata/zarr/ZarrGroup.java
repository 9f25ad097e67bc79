package io.spatho.anndata.zarr;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spatho.anndata.tree.NumberType;
import io.spatho.anndata.tree.Numbers;
import io.spatho.anndata.tree.RecordField;
import io.spatho.anndata.tree.TreeGroup;
import io.spatho.anndata.tree.TreeObject;
import io.spatho.core.error.InputException;
import io.spatho.core.error.Problem;
import java.nio.Buffer;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A group that is being written: named sub-groups, arrays, scalars and streams.
 *
 * <p>Arrays take an optional shape, whose product must be the number of values (row after row); without one they have one
 * dimension. Chunks of about 4 MiB along the first dimension are compressed with zstd. Names must be unique within the group;
 * anything else is a programming mistake. A name that cannot be that of a folder is an {@link InputException}. Not for use by
 * several threads at once.
 */
public final class ZarrGroup extends ZarrObject implements TreeGroup {

    private static final int LONGEST_NAME = 240;

    private final Map<String, ZarrObject> children = new LinkedHashMap<>();
    private final ArrayStorage storage;

    ZarrGroup(ZarrWriter writer, String path) {
        super(writer, path);
        this.storage = new ArrayStorage(writer);
    }

    /** The folder of this group, for files that are no part of Zarr, such as Parquet; it exists. */
    public Path folder() {
        return writer().makeFolder(path());
    }

    /** A folder in that of this group which is no part of Zarr; it exists. */
    public Path folder(String name) {
        return writer().makeFolder(place(name));
    }

    /** A group that was added to this one before. */
    public ZarrGroup existing(String name) {
        if (children.get(name) instanceof ZarrGroup group) {
            return group;
        }
        throw new IllegalArgumentException("there is no group " + name + " among " + children.keySet());
    }

    Map<String, ZarrObject> children() {
        return children;
    }

    @Override
    void describe(ObjectNode document) {
        document.put("node_type", "group");
    }

    @Override
    public ZarrGroup group(String name) {
        return add(name, new ZarrGroup(writer(), place(name)));
    }

    /** Stores an array of this tree a second time, under another name. */
    @Override
    public ZarrArray link(String name, TreeObject target) {
        ZarrArray array = (ZarrArray) target;
        return add(name, writer().copy(array, place(name)));
    }

    @Override
    public ZarrArray numbers(String name, Numbers values) {
        return add(name, storage.numbers(place(name), values));
    }

    @Override
    public ZarrArray fixedTexts(String name, byte[] encoded, int width, long... shape) {
        ArrayStorage.Elements elements =
                (first, n) -> Arrays.copyOfRange(encoded, (int) first * width, ((int) first + n) * width);
        return add(name, storage.fixed(place(name), StoredType.fixedText(width), shape, elements));
    }

    /** Adds an array of records; its strings get the width of the longest, and fields that hold arrays are refused. */
    @Override
    public ZarrArray records(String name, List<RecordField> fields, long... shape) {
        long count = 1;
        for (long extent : shape) {
            count = Math.multiplyExact(count, extent);
        }
        RecordBytes records = new RecordBytes(name, fields, Math.toIntExact(count));
        int width = records.type().bytes();
        ArrayStorage.Elements elements =
                (first, n) -> Arrays.copyOfRange(records.bytes(), (int) first * width, ((int) first + n) * width);
        return add(name, storage.fixed(place(name), records.type(), shape, elements));
    }

    @Override
    public ZarrArray bytes(String name, byte[] values, long... shape) {
        return array(name, NumberType.INT8, values.length, shape, (at, n, out) -> out.put(values, at, n));
    }

    @Override
    public ZarrArray unsignedBytes(String name, byte[] values, long... shape) {
        return array(name, NumberType.UINT8, values.length, shape, (at, n, out) -> out.put(values, at, n));
    }

    @Override
    public ZarrArray shorts(String name, short[] values, long... shape) {
        return array(name, NumberType.INT16, values.length, shape, shorts(values));
    }

    @Override
    public ZarrArray unsignedShorts(String name, short[] values, long... shape) {
        return array(name, NumberType.UINT16, values.length, shape, shorts(values));
    }

    @Override
    public ZarrArray ints(String name, int[] values, long... shape) {
        return array(name, NumberType.INT32, values.length, shape, ints(values));
    }

    @Override
    public ZarrArray unsignedInts(String name, int[] values, long... shape) {
        return array(name, NumberType.UINT32, values.length, shape, ints(values));
    }

    @Override
    public ZarrArray longs(String name, long[] values, long... shape) {
        return array(name, NumberType.INT64, values.length, shape, longs(values));
    }

    @Override
    public ZarrArray unsignedLongs(String name, long[] values, long... shape) {
        return array(name, NumberType.UINT64, values.length, shape, longs(values));
    }

    @Override
    public ZarrArray floats(String name, float[] values, long... shape) {
        return array(name, NumberType.FLOAT32, values.length, shape, (at, n, out) -> out.asFloatBuffer()
                .put(values, at, n));
    }

    @Override
    public ZarrArray doubles(String name, double[] values, long... shape) {
        return array(name, NumberType.FLOAT64, values.length, shape, (at, n, out) -> out.asDoubleBuffer()
                .put(values, at, n));
    }

    @Override
    public ZarrArray booleans(String name, boolean[] values, long... shape) {
        return array(name, NumberType.BOOLEAN, values.length, shape, (at, n, out) -> {
            for (int i = at; i < at + n; i++) {
                out.put((byte) (values[i] ? 1 : 0));
            }
            return out;
        });
    }

    @Override
    public ZarrArray strings(String name, String[] values, long... shape) {
        return add(name, storage.texts(place(name), values, shape(values.length, shape)));
    }

    @Override
    public ZarrArray scalar(String name, long value) {
        return scalar(name, NumberType.INT64, longs(new long[] {value}));
    }

    @Override
    public ZarrArray scalar(String name, int value) {
        return scalar(name, NumberType.INT32, ints(new int[] {value}));
    }

    @Override
    public ZarrArray scalar(String name, double value) {
        return scalar(name, NumberType.FLOAT64, (at, n, out) -> out.putDouble(value));
    }

    @Override
    public ZarrArray scalar(String name, boolean value) {
        return scalar(name, NumberType.BOOLEAN, (at, n, out) -> out.put((byte) (value ? 1 : 0)));
    }

    @Override
    public ZarrArray scalar(String name, String value) {
        return add(name, storage.texts(place(name), new String[] {value}, new long[0]));
    }

    /** Adds what anndata calls null: in Zarr, a boolean without dimensions. */
    @Override
    public ZarrArray nothing(String name) {
        return scalar(name, false);
    }

    @Override
    public ZarrStream floatStream(String name) {
        return stream(name, NumberType.FLOAT32);
    }

    @Override
    public ZarrStream intStream(String name) {
        return stream(name, NumberType.INT32);
    }

    @Override
    public ZarrStream longStream(String name) {
        return stream(name, NumberType.INT64);
    }

    private ZarrStream stream(String name, NumberType type) {
        ZarrStream stream = writer().opened(new ZarrStream(writer(), place(name), type));
        add(name, stream.array());
        return stream;
    }

    /** Puts some of an array's values into a buffer. */
    @FunctionalInterface
    private interface Values {
        Buffer put(int at, int n, ByteBuffer out);
    }

    private static Values shorts(short[] values) {
        return (at, n, out) -> out.asShortBuffer().put(values, at, n);
    }

    private static Values ints(int[] values) {
        return (at, n, out) -> out.asIntBuffer().put(values, at, n);
    }

    private static Values longs(long[] values) {
        return (at, n, out) -> out.asLongBuffer().put(values, at, n);
    }

    private ZarrArray scalar(String name, NumberType type, Values value) {
        return add(name, storage.fixed(place(name), StoredType.of(type), new long[0], elements(type, value)));
    }

    private ZarrArray array(String name, NumberType type, int length, long[] shape, Values values) {
        return add(name, storage.fixed(place(name), StoredType.of(type), shape(length, shape), elements(type, values)));
    }

    private static ArrayStorage.Elements elements(NumberType type, Values values) {
        return (first, n) -> {
            byte[] bytes = new byte[Math.multiplyExact(n, type.bytes())];
            values.put((int) first, n, ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN));
            return bytes;
        };
    }

    private static long[] shape(int length, long[] shape) {
        if (shape.length == 0) {
            return new long[] {length};
        }
        long count = 1;
        for (long extent : shape) {
            count = Math.multiplyExact(count, extent);
        }
        if (count != length) {
            throw new IllegalArgumentException(length + " values do not fill " + Arrays.toString(shape));
        }
        return shape.clone();
    }

    /** The path of a child, once its name was judged. */
    private String place(String name) {
        if (name.isEmpty() || name.indexOf('/') >= 0 || children.containsKey(name)) {
            throw new IllegalArgumentException("\"" + name + "\" cannot be the name of one more object of the group");
        }
        boolean special = name.equals(".") || name.equals("..") || name.equals("zarr.json") || name.indexOf('\0') >= 0;
        if (special || name.getBytes(StandardCharsets.UTF_8).length > LONGEST_NAME) {
            throw new InputException(Problem.of("a name cannot be that of a folder in a Zarr store")
                    .at(name)
                    .fix("Rename the column or element; at most " + LONGEST_NAME + " bytes"));
        }
        return ByteStore.join(path(), name);
    }

    private <T extends ZarrObject> T add(String name, T child) {
        children.put(name, child);
        return child;
    }
}
