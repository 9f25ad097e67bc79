package io.spatho.anndata.hdf5;

import io.jhdf.object.datatype.ArrayDataType;
import io.jhdf.object.datatype.CompoundDataType;
import io.jhdf.object.datatype.CompoundDataType.CompoundDataMember;
import io.jhdf.object.datatype.DataType;
import io.jhdf.object.datatype.StringData;
import io.spatho.anndata.tree.NumberType;
import io.spatho.anndata.tree.Numbers;
import io.spatho.anndata.tree.RecordField;
import io.spatho.core.parallel.Workers;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/** Reads a compound dataset field by field: numbers, booleans, strings of fixed and variable length, and arrays of numbers. */
final class Records {

    private final GuardedStorage storage;
    private final int count;
    private final int width;
    private final byte[] raw;
    private final List<CompoundDataMember> members;

    Records(GuardedStorage storage, StoredArray array, Workers workers) {
        if (!(array.type() instanceof CompoundDataType type)) {
            throw new IllegalStateException(
                    "expected records, found " + array.type().getClass().getSimpleName());
        }
        this.storage = storage;
        this.members = type.getMembers();
        this.width = type.getSize();
        this.count = array.count();
        this.raw = new byte[Math.multiplyExact(count, width)];
        array.read(
                workers,
                (bytes, at, n, to) -> System.arraycopy(bytes, at, raw, to * width, Math.multiplyExact(n, width)));
    }

    List<RecordField> read() {
        List<RecordField> fields = new ArrayList<>();
        for (CompoundDataMember member : members) {
            int end = Math.addExact(member.getOffset(), member.getDataType().getSize());
            if (member.getOffset() < 0 || end > width) {
                throw new IllegalStateException("field " + member.getName() + " lies outside its record");
            }
            fields.add(field(member.getName(), member.getOffset(), member.getDataType()));
        }
        return fields;
    }

    private RecordField field(String name, int offset, DataType type) {
        if (type instanceof StringData fixed) {
            return new RecordField.Texts(name, fixed(offset, fixed));
        }
        if (StringArrays.isText(type)) {
            return new RecordField.Texts(name, variable(offset));
        }
        long[] inner = {};
        DataType base = type;
        if (type instanceof ArrayDataType array) {
            base = array.getBaseType();
            int[] extents = array.getArrayTypeDimensions();
            inner = new long[extents.length];
            for (int i = 0; i < inner.length; i++) {
                inner[i] = extents[i];
            }
        }
        NumberType number = NumberFormat.numberType(base)
                .orElseThrow(() -> new IllegalStateException("Unsupported type of the record field " + name));
        return new RecordField.Values(name, numbers(offset, type.getSize(), base, number, inner));
    }

    private Numbers numbers(int offset, int size, DataType base, NumberType number, long[] inner) {
        byte[] bytes = new byte[Math.multiplyExact(count, size)];
        for (int row = 0; row < count; row++) {
            System.arraycopy(raw, row * width + offset, bytes, row * size, size);
        }
        if (NumberFormat.of(base).order() == ByteOrder.BIG_ENDIAN) {
            Hdf5Numbers.turn(bytes, number.bytes());
        }
        long[] shape = new long[inner.length + 1];
        shape[0] = count;
        System.arraycopy(inner, 0, shape, 1, inner.length);
        return Numbers.of(number, bytes, shape);
    }

    private String[] fixed(int offset, StringData type) {
        String[] values = new String[count];
        for (int row = 0; row < count; row++) {
            values[row] = StringArrays.fixed(raw, row * width + offset, type);
        }
        return values;
    }

    private String[] variable(int offset) {
        ByteBuffer references = ByteBuffer.wrap(raw).order(ByteOrder.LITTLE_ENDIAN);
        HeapStrings heap = new HeapStrings(storage);
        String[] values = new String[count];
        int offsetBytes = storage.getSizeOfOffsets();
        for (int row = 0; row < count; row++) {
            int at = row * width + offset;
            long address =
                    offsetBytes == 8 ? references.getLong(at + 4) : Integer.toUnsignedLong(references.getInt(at + 4));
            values[row] = heap.string(address, references.getInt(at + 4 + offsetBytes), references.getInt(at));
        }
        return values;
    }
}
