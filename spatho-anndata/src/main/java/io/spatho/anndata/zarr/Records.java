package io.spatho.anndata.zarr;

import io.spatho.anndata.tree.NumberType;
import io.spatho.anndata.tree.Numbers;
import io.spatho.anndata.tree.RecordField;
import io.spatho.anndata.zarr.ArrayLayout.Field;
import io.spatho.core.parallel.Workers;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads an array of records field by field. */
final class Records {

    private final List<Field> fields;
    private final int count;
    private final int width;
    private final byte[] raw;

    Records(StoredArray array, Workers workers) {
        this.fields = array.layout().fields();
        if (fields.isEmpty()) {
            throw new IllegalStateException(
                    "expected records, found " + array.type().describe());
        }
        this.count = array.count();
        this.width = array.type().size();
        this.raw = array.raw(workers);
    }

    List<RecordField> read() {
        List<RecordField> read = new ArrayList<>();
        for (Field field : fields) {
            read.add(
                    field.type().isText()
                            ? new RecordField.Texts(field.name(), texts(field))
                            : new RecordField.Values(field.name(), numbers(field)));
        }
        return read;
    }

    private String[] texts(Field field) {
        String[] texts = new String[count];
        for (int row = 0; row < count; row++) {
            texts[row] = field.type().text(raw, row * width + field.offset());
        }
        return texts;
    }

    private Numbers numbers(Field field) {
        NumberType type = field.type()
                .number()
                .orElseThrow(() -> new IllegalStateException("Unsupported type of the record field " + field.name()));
        byte[] bytes = new byte[Math.multiplyExact(count, type.bytes())];
        for (int row = 0; row < count; row++) {
            System.arraycopy(raw, row * width + field.offset(), bytes, row * type.bytes(), type.bytes());
        }
        return Numbers.of(type, ZarrNumbers.littleEndian(bytes, field.type()), count);
    }

    /** The same as plain arrays. */
    static Map<String, Object> arrays(List<RecordField> fields) {
        Map<String, Object> arrays = new LinkedHashMap<>();
        for (RecordField field : fields) {
            if (field instanceof RecordField.Texts texts) {
                arrays.put(field.name(), texts.values());
            } else if (field instanceof RecordField.Values values) {
                arrays.put(field.name(), array(values.values()));
            }
        }
        return arrays;
    }

    private static Object array(Numbers values) {
        if (values.type() == NumberType.BOOLEAN) {
            return values.booleans();
        }
        return values.type().isInteger() ? values.longs() : values.doubles();
    }
}
