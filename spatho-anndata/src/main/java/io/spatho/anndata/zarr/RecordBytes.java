package io.spatho.anndata.zarr;

import io.spatho.anndata.tree.Numbers;
import io.spatho.anndata.tree.RecordField;
import io.spatho.core.error.InputException;
import io.spatho.core.error.Problem;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Puts the fields of records together, as zarr-python's data type {@code structured} has them. */
final class RecordBytes {

    private final Map<String, StoredType> types = new LinkedHashMap<>();
    private final StoredType type;
    private final byte[] bytes;

    RecordBytes(String array, List<RecordField> fields, int count) {
        for (RecordField field : fields) {
            types.put(field.name(), type(array, field));
        }
        this.type = StoredType.records(types);
        this.bytes = new byte[Math.multiplyExact(count, type.bytes())];
        int offset = 0;
        for (RecordField field : fields) {
            int size = types.get(field.name()).bytes();
            if (field instanceof RecordField.Texts texts) {
                put(texts.values(), offset);
            } else if (field instanceof RecordField.Values values) {
                put(values.values().read(0, count), offset, size);
            }
            offset += size;
        }
    }

    private static StoredType type(String array, RecordField field) {
        if (field instanceof RecordField.Values values) {
            Numbers numbers = values.values();
            if (numbers.shape().length != 1) {
                throw new InputException(Problem.of("a field of records that holds arrays cannot be written to Zarr")
                        .at(array + "." + field.name())
                        .fix("Write an h5ad file instead, or take the element out"));
            }
            return StoredType.of(numbers.type());
        }
        int most = 1;
        for (String text : ((RecordField.Texts) field).values()) {
            most = Math.max(most, text.codePointCount(0, text.length()));
        }
        return StoredType.codePoints(most);
    }

    private void put(byte[] values, int offset, int size) {
        for (int row = 0; row * size < values.length; row++) {
            System.arraycopy(values, row * size, bytes, row * type.bytes() + offset, size);
        }
    }

    private void put(String[] values, int offset) {
        ByteBuffer out = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        for (int row = 0; row < values.length; row++) {
            out.position(row * type.bytes() + offset);
            values[row].codePoints().forEach(out::putInt);
        }
    }

    StoredType type() {
        return type;
    }

    byte[] bytes() {
        return bytes;
    }
}
