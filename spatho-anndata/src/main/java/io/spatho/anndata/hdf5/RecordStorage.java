package io.spatho.anndata.hdf5;

import io.spatho.anndata.tree.NumberType;
import io.spatho.anndata.tree.Numbers;
import io.spatho.anndata.tree.RecordField;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Stores arrays of records as compound datasets: numbers as they are, strings with variable length. */
final class RecordStorage {

    private static final int COMPOUND = 0x36;
    private static final int ARRAY = 0x3a;

    private final Hdf5Writer writer;

    RecordStorage(Hdf5Writer writer) {
        this.writer = writer;
    }

    /** A field's type and its values of all records, one record after the other. */
    private record Part(String name, Datatype type, byte[] values) {}

    Hdf5Dataset write(List<RecordField> fields, long... shape) {
        int count = Math.toIntExact(Dataspace.count(shape));
        List<Part> parts = new ArrayList<>();
        int width = 0;
        for (RecordField field : fields) {
            Part part = part(field);
            if (part.values.length != Math.multiplyExact(count, part.type.size())) {
                throw new IllegalArgumentException("field " + part.name + " does not have " + count + " values");
            }
            parts.add(part);
            width = Math.addExact(width, part.type.size());
        }
        byte[] rows = new byte[Math.multiplyExact(count, width)];
        int offset = 0;
        for (Part part : parts) {
            int size = part.type.size();
            for (int row = 0; row < count; row++) {
                System.arraycopy(part.values, row * size, rows, row * width + offset, size);
            }
            offset += size;
        }
        long address =
                rows.length == 0 ? LittleEndian.UNDEFINED : writer.space().append(rows);
        byte[] space = shape.length == 0 ? Dataspace.scalar() : Dataspace.array(shape);
        byte[] layout = DataLayout.contiguous(address, rows.length);
        return new Hdf5Dataset(writer, compound(parts, width), space, layout, new byte[0]);
    }

    private Part part(RecordField field) {
        if (field instanceof RecordField.Texts texts) {
            byte[] references = writer.heap().references(texts.values(), 0, texts.values().length);
            return new Part(field.name(), Datatype.TEXT, references);
        }
        Numbers values = ((RecordField.Values) field).values();
        long[] shape = values.shape();
        byte[] bytes = values.read(0, Math.toIntExact(values.count()));
        Datatype type = NumberStorage.type(values.type());
        return new Part(field.name(), shape.length == 1 ? type : array(type, values.type(), shape), bytes);
    }

    private static Datatype array(Datatype base, NumberType number, long[] shape) {
        int elements = 1;
        LittleEndian extents = new LittleEndian();
        for (int i = 1; i < shape.length; i++) {
            elements = Math.multiplyExact(elements, Math.toIntExact(shape[i]));
            extents.u32(shape[i]);
        }
        int size = Math.multiplyExact(elements, number.bytes());
        byte[] message = new LittleEndian()
                .u8(ARRAY)
                .u8(0)
                .u16(0)
                .u32(size)
                .u8(shape.length - 1)
                .put(extents.toBytes())
                .put(base.message())
                .toBytes();
        return new Datatype(size, message);
    }

    private static Datatype compound(List<Part> parts, int width) {
        int offsetBytes = bytesFor(width);
        LittleEndian message =
                new LittleEndian().u8(COMPOUND).u16(parts.size()).u8(0).u32(width);
        int offset = 0;
        for (Part part : parts) {
            message.put(part.name.getBytes(StandardCharsets.UTF_8)).u8(0);
            for (int i = 0; i < offsetBytes; i++) {
                message.u8((offset >>> (8 * i)) & 0xff);
            }
            message.put(part.type.message());
            offset += part.type.size();
        }
        return new Datatype(width, message.toBytes());
    }

    /** The bytes that hold any offset in a record. */
    private static int bytesFor(int width) {
        int bits = 32 - Integer.numberOfLeadingZeros(Math.max(1, width));
        return (bits + 7) / 8;
    }
}
