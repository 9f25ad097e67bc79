package io.spatho.anndata.hdf5;

import io.spatho.anndata.tree.Numbers;
import io.spatho.anndata.tree.RecordField;
import io.spatho.anndata.tree.TreeGroup;
import io.spatho.anndata.tree.TreeObject;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * A group that is being written: named sub-groups, arrays, scalars and streams.
 *
 * <p>Arrays take an optional shape, whose product must be the number of values (row after row); without one they have one
 * dimension. Arrays above 16 KiB are compressed in chunks along the first dimension. Names must be unique within the group, not
 * empty, and without {@code /}; anything else is a programming mistake. Not for use by several threads at once.
 */
public final class Hdf5Group extends Hdf5Object implements TreeGroup {

    private final Map<String, Supplier<? extends Hdf5Object>> children = new LinkedHashMap<>();
    private final ArrayStorage storage;

    Hdf5Group(Hdf5Writer writer) {
        super(writer);
        this.storage = new ArrayStorage(writer);
    }

    @Override
    public Hdf5Group group(String name) {
        return add(name, new Hdf5Group(writer()));
    }

    @Override
    public Hdf5Object link(String name, TreeObject target) {
        return add(name, (Hdf5Object) target);
    }

    @Override
    public Hdf5Dataset bytes(String name, byte[] values, long... shape) {
        return array(name, Datatype.INT8, values.length, (at, n, out) -> out.put(values, at, n), shape);
    }

    @Override
    public Hdf5Dataset unsignedBytes(String name, byte[] values, long... shape) {
        return array(name, Datatype.UINT8, values.length, (at, n, out) -> out.put(values, at, n), shape);
    }

    @Override
    public Hdf5Dataset shorts(String name, short[] values, long... shape) {
        return array(name, Datatype.INT16, values.length, shorts(values), shape);
    }

    @Override
    public Hdf5Dataset unsignedShorts(String name, short[] values, long... shape) {
        return array(name, Datatype.UINT16, values.length, shorts(values), shape);
    }

    @Override
    public Hdf5Dataset ints(String name, int[] values, long... shape) {
        return array(name, Datatype.INT32, values.length, ints(values), shape);
    }

    @Override
    public Hdf5Dataset unsignedInts(String name, int[] values, long... shape) {
        return array(name, Datatype.UINT32, values.length, ints(values), shape);
    }

    @Override
    public Hdf5Dataset longs(String name, long[] values, long... shape) {
        return array(name, Datatype.INT64, values.length, longs(values), shape);
    }

    @Override
    public Hdf5Dataset unsignedLongs(String name, long[] values, long... shape) {
        return array(name, Datatype.UINT64, values.length, longs(values), shape);
    }

    @Override
    public Hdf5Dataset floats(String name, float[] values, long... shape) {
        Elements elements = (at, n, out) -> out.asFloatBuffer().put(values, at, n);
        return array(name, Datatype.FLOAT32, values.length, elements, shape);
    }

    @Override
    public Hdf5Dataset doubles(String name, double[] values, long... shape) {
        Elements elements = (at, n, out) -> out.asDoubleBuffer().put(values, at, n);
        return array(name, Datatype.FLOAT64, values.length, elements, shape);
    }

    @Override
    public Hdf5Dataset booleans(String name, boolean[] values, long... shape) {
        Elements elements = (at, n, out) -> {
            for (int i = at; i < at + n; i++) {
                out.put((byte) (values[i] ? 1 : 0));
            }
        };
        return array(name, Datatype.BOOLEAN, values.length, elements, shape);
    }

    @Override
    public Hdf5Dataset strings(String name, String[] values, long... shape) {
        byte[] references = writer().heap().references(values, 0, values.length);
        Elements elements = (at, n, out) -> out.put(references, 16 * at, 16 * n);
        return array(name, Datatype.TEXT, values.length, elements, shape);
    }

    /** Adds an array of ASCII strings of a fixed width, padded with null bytes, as 10x matrices hold their names. */
    public Hdf5Dataset fixedStrings(String name, String[] values, int width) {
        for (String value : values) {
            if (value.length() > width
                    || !StandardCharsets.US_ASCII.newEncoder().canEncode(value)) {
                throw new IllegalArgumentException(value + " is not ASCII of at most " + width + " characters");
            }
        }
        Elements elements = (at, n, out) -> {
            int start = out.position();
            for (int i = 0; i < n; i++) {
                out.position(start + i * width).put(values[at + i].getBytes(StandardCharsets.US_ASCII));
            }
        };
        return array(name, Datatype.ascii(width), values.length, elements);
    }

    @Override
    public Hdf5Dataset numbers(String name, Numbers values) {
        return add(name, new NumberStorage(writer()).write(values));
    }

    @Override
    public Hdf5Dataset records(String name, List<RecordField> fields, long... shape) {
        return add(name, new RecordStorage(writer()).write(fields, shape));
    }

    @Override
    public Hdf5Dataset fixedTexts(String name, byte[] encoded, int width, long... shape) {
        Elements elements = (at, n, out) -> out.put(encoded, at * width, n * width);
        if (shape.length == 0) {
            return add(name, storage.scalar(Datatype.ascii(width), elements));
        }
        return array(name, Datatype.ascii(width), encoded.length / width, elements, shape);
    }

    @Override
    public Hdf5Dataset scalar(String name, long value) {
        return scalar(name, Datatype.INT64, out -> out.putLong(value));
    }

    @Override
    public Hdf5Dataset scalar(String name, int value) {
        return scalar(name, Datatype.INT32, out -> out.putInt(value));
    }

    @Override
    public Hdf5Dataset scalar(String name, double value) {
        return scalar(name, Datatype.FLOAT64, out -> out.putDouble(value));
    }

    @Override
    public Hdf5Dataset scalar(String name, boolean value) {
        return scalar(name, Datatype.BOOLEAN, out -> out.put((byte) (value ? 1 : 0)));
    }

    @Override
    public Hdf5Dataset scalar(String name, String value) {
        byte[] reference = writer().heap().references(new String[] {value}, 0, 1);
        return scalar(name, Datatype.TEXT, out -> out.put(reference));
    }

    @Override
    public Hdf5Dataset nothing(String name) {
        return add(name, storage.nothing());
    }

    @Override
    public Hdf5Stream floatStream(String name) {
        return stream(name, Datatype.FLOAT32);
    }

    @Override
    public Hdf5Stream intStream(String name) {
        return stream(name, Datatype.INT32);
    }

    @Override
    public Hdf5Stream longStream(String name) {
        return stream(name, Datatype.INT64);
    }

    private Hdf5Stream stream(String name, Datatype type) {
        Hdf5Stream stream = new Hdf5Stream(writer(), type);
        name(name, () -> {
            Hdf5Dataset dataset = stream.end();
            dataset.linked();
            return dataset;
        });
        return stream;
    }

    private Hdf5Dataset array(String name, Datatype type, int length, Elements elements, long... shape) {
        return add(name, storage.array(type, length, elements, shape));
    }

    private Hdf5Dataset scalar(String name, Datatype type, java.util.function.Consumer<ByteBuffer> element) {
        return add(name, storage.scalar(type, (at, n, out) -> element.accept(out)));
    }

    private static Elements shorts(short[] values) {
        return (at, n, out) -> out.asShortBuffer().put(values, at, n);
    }

    private static Elements ints(int[] values) {
        return (at, n, out) -> out.asIntBuffer().put(values, at, n);
    }

    private static Elements longs(long[] values) {
        return (at, n, out) -> out.asLongBuffer().put(values, at, n);
    }

    private <T extends Hdf5Object> T add(String name, T child) {
        name(name, () -> child);
        child.linked();
        return child;
    }

    private void name(String name, Supplier<? extends Hdf5Object> child) {
        if (name.isEmpty() || name.indexOf('/') >= 0 || name.indexOf('\0') >= 0 || name.equals(".")) {
            throw new IllegalArgumentException("\"" + name + "\" cannot be the name of an HDF5 object");
        }
        if (children.putIfAbsent(name, child) != null) {
            throw new IllegalArgumentException("the group has two objects named " + name);
        }
    }

    @Override
    void messages(ObjectHeader header) {
        byte[] noIndex = new LittleEndian()
                .u8(0)
                .u8(0)
                .u64(LittleEndian.UNDEFINED)
                .u64(LittleEndian.UNDEFINED)
                .toBytes();
        header.message(ObjectHeader.LINK_INFO, noIndex);
        header.message(ObjectHeader.GROUP_INFO, new byte[2]);
        children.forEach((name, child) ->
                header.message(ObjectHeader.LINK, link(name, child.get().write())));
    }

    private static byte[] link(String name, long address) {
        byte[] encoded = name.getBytes(StandardCharsets.UTF_8);
        int nameLengthInTwoBytesAndCharset = 0x11;
        return new LittleEndian()
                .u8(1)
                .u8(nameLengthInTwoBytesAndCharset)
                .u8(1)
                .u16(encoded.length)
                .put(encoded)
                .u64(address)
                .toBytes();
    }
}
