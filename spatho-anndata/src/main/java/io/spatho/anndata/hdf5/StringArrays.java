package io.spatho.anndata.hdf5;

import io.jhdf.object.datatype.DataType;
import io.jhdf.object.datatype.EnumDataType;
import io.jhdf.object.datatype.StringData;
import io.jhdf.object.datatype.VariableLength;
import io.spatho.core.parallel.Workers;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;

/** Reads a dataset's strings: variable-length, fixed-length, or the names of an enumeration. */
final class StringArrays {

    private final GuardedStorage storage;
    private final StoredArray array;
    private final Workers workers;

    StringArrays(GuardedStorage storage, StoredArray array, Workers workers) {
        this.storage = storage;
        this.array = array;
        this.workers = workers;
    }

    static boolean isText(DataType type) {
        return type instanceof StringData
                || (type instanceof VariableLength variable && variable.isVariableLengthString());
    }

    String[] read() {
        DataType type = array.type();
        if (type instanceof StringData fixed) {
            return fixed(fixed);
        }
        if (type instanceof EnumDataType enumeration) {
            return names(enumeration);
        }
        if (isText(type)) {
            return variable();
        }
        throw new IllegalStateException(
                "expected strings, found " + type.getClass().getSimpleName());
    }

    private String[] fixed(StringData type) {
        int width = type.getSize();
        String[] values = new String[array.count()];
        array.read(workers, (raw, at, n, to) -> {
            for (int i = 0; i < n; i++) {
                values[to + i] = fixed(raw, at + i * width, type);
            }
        });
        return filled(values);
    }

    static String fixed(byte[] raw, int from, StringData type) {
        return new String(raw, from, length(raw, from, type.getSize(), type), StandardCharsets.UTF_8);
    }

    private static int length(byte[] raw, int from, int width, StringData type) {
        int length = 0;
        switch (type.getPaddingType()) {
            case NULL_TERMINATED -> {
                while (length < width && raw[from + length] != 0) {
                    length++;
                }
            }
            case NULL_PADDED -> length = trimmed(raw, from, width, (byte) 0);
            case SPACE_PADDED -> length = trimmed(raw, from, width, (byte) ' ');
        }
        return length;
    }

    private static int trimmed(byte[] raw, int from, int width, byte padding) {
        int length = width;
        while (length > 0 && raw[from + length - 1] == padding) {
            length--;
        }
        return length;
    }

    private String[] names(EnumDataType type) {
        Map<Integer, String> names = type.getEnumMapping();
        long[] numbers = new NumberArrays(array, workers).longs();
        return filled(Arrays.stream(numbers)
                .mapToObj(number -> names.get((int) number))
                .toArray(String[]::new));
    }

    private String[] variable() {
        int size = array.type().getSize();
        int offsetBytes = storage.getSizeOfOffsets();
        if (size != 8 + offsetBytes) {
            throw new IllegalStateException("a reference to a string has " + size + " bytes");
        }
        byte[] references = new byte[Math.multiplyExact(array.count(), size)];
        array.read(workers, (raw, at, n, to) -> System.arraycopy(raw, at, references, to * size, n * size));
        ByteBuffer reference = ByteBuffer.wrap(references).order(ByteOrder.LITTLE_ENDIAN);
        HeapStrings heap = new HeapStrings(storage);
        String[] values = new String[array.count()];
        for (int i = 0; i < values.length; i++) {
            int at = i * size;
            long address =
                    offsetBytes == 8 ? reference.getLong(at + 4) : Integer.toUnsignedLong(reference.getInt(at + 4));
            values[i] = heap.string(address, reference.getInt(at + 4 + offsetBytes), reference.getInt(at));
        }
        return values;
    }

    /** Elements that were never written are empty strings. */
    private static String[] filled(String[] values) {
        Arrays.setAll(values, i -> values[i] == null ? "" : values[i]);
        return values;
    }
}
