package io.spatho.anndata.hdf5;

import io.spatho.anndata.tree.TreeObject;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * A group or dataset that is being written; attributes may be added until {@link Hdf5Writer#finish}.
 *
 * <p>Errors: an attribute above 64 KiB (a list of more than about 4,000 names) or one that is set twice is a programming mistake.
 */
public abstract sealed class Hdf5Object implements TreeObject permits Hdf5Group, Hdf5Dataset {

    private static final int ATTRIBUTE = 0x0c;
    private static final int UTF8 = 1;

    private final Hdf5Writer writer;
    private final List<byte[]> attributes = new ArrayList<>();
    private final Set<String> names = new HashSet<>();
    private int links;
    private long address = LittleEndian.UNDEFINED;

    Hdf5Object(Hdf5Writer writer) {
        this.writer = writer;
    }

    final Hdf5Writer writer() {
        return writer;
    }

    final void linked() {
        links++;
    }

    /** Puts the messages that are particular to this kind of object. */
    abstract void messages(ObjectHeader header);

    /** Writes the header once and returns its address. */
    final long write() {
        if (address == LittleEndian.UNDEFINED) {
            ObjectHeader header = new ObjectHeader();
            messages(header);
            attributes.forEach(attribute -> header.message(ATTRIBUTE, attribute));
            header.referenceCount(links);
            address = writer.space().append(header.toBytes());
        }
        return address;
    }

    @Override
    public final void attribute(String name, String value) {
        attribute(name, Datatype.TEXT, Dataspace.scalar(), writer.heap().references(new String[] {value}, 0, 1));
    }

    @Override
    public final void attribute(String name, String[] values) {
        byte[] references = writer.heap().references(values, 0, values.length);
        attribute(name, Datatype.TEXT, Dataspace.array(values.length), references);
    }

    @Override
    public final void attribute(String name, int value) {
        attribute(
                name,
                Datatype.INT32,
                Dataspace.scalar(),
                new LittleEndian().u32(value).toBytes());
    }

    @Override
    public final void attribute(String name, long value) {
        attribute(
                name,
                Datatype.INT64,
                Dataspace.scalar(),
                new LittleEndian().u64(value).toBytes());
    }

    @Override
    public final void attribute(String name, double value) {
        attribute(
                name,
                Datatype.FLOAT64,
                Dataspace.scalar(),
                new LittleEndian().u64(Double.doubleToRawLongBits(value)).toBytes());
    }

    @Override
    public final void attribute(String name, boolean value) {
        attribute(name, Datatype.BOOLEAN, Dataspace.scalar(), new byte[] {(byte) (value ? 1 : 0)});
    }

    @Override
    public final void attribute(String name, int[] values) {
        byte[] data = new byte[Math.multiplyExact(4, values.length)];
        ByteBuffer.wrap(data).order(ByteOrder.LITTLE_ENDIAN).asIntBuffer().put(values);
        attribute(name, Datatype.INT32, Dataspace.array(values.length), data);
    }

    @Override
    public final void attribute(String name, long[] values) {
        byte[] data = new byte[Math.multiplyExact(8, values.length)];
        ByteBuffer.wrap(data).order(ByteOrder.LITTLE_ENDIAN).asLongBuffer().put(values);
        attribute(name, Datatype.INT64, Dataspace.array(values.length), data);
    }

    private void attribute(String name, Datatype type, byte[] dataspace, byte[] data) {
        if (!names.add(name)) {
            throw new IllegalArgumentException("attribute " + name + " is set twice");
        }
        byte[] encoded = (name + "\0").getBytes(StandardCharsets.UTF_8);
        LittleEndian message = new LittleEndian().u8(3).u8(0).u16(encoded.length);
        message.u16(type.message().length).u16(dataspace.length).u8(UTF8);
        message.put(encoded).put(type.message()).put(dataspace).put(data);
        if (message.size() > ObjectHeader.LARGEST_MESSAGE) {
            throw new IllegalArgumentException("attribute " + name + " has " + message.size() + " bytes");
        }
        attributes.add(message.toBytes());
    }
}
