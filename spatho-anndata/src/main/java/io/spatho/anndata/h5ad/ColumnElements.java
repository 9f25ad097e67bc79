package io.spatho.anndata.h5ad;

import io.spatho.anndata.tree.NumberType;
import io.spatho.anndata.tree.Numbers;
import io.spatho.core.table.Column;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/** Turns columns of a table in memory into elements. */
final class ColumnElements {

    private ColumnElements() {}

    static Element of(Column column) {
        if (column instanceof Column.Strings strings) {
            return strings(strings.values());
        }
        if (column instanceof Column.Categories categories) {
            String[] names = categories.categories().toArray(String[]::new);
            Element list = new Element.Strings(names, new long[] {names.length});
            return new Element.Categorical(codes(categories.codes(), names.length), list, categories.ordered());
        }
        return new Element.Dense(numbers(column));
    }

    private static Element strings(String[] values) {
        long[] shape = {values.length};
        byte[] mask = new byte[values.length];
        boolean any = false;
        for (int row = 0; row < values.length; row++) {
            mask[row] = (byte) (values[row] == null ? 1 : 0);
            any |= values[row] == null;
        }
        if (!any) {
            return new Element.Strings(values, shape);
        }
        String[] filled =
                Arrays.stream(values).map(value -> value == null ? "" : value).toArray(String[]::new);
        return new Element.Nullable(
                Encoding.NULLABLE_STRING_ARRAY.type(),
                new Element.Strings(filled, shape),
                Numbers.of(NumberType.BOOLEAN, mask, shape),
                "NA");
    }

    /** Codes in the narrowest integers that hold them, as pandas keeps them. */
    private static Numbers codes(int[] codes, int categories) {
        NumberType type = NumberType.INT32;
        if (categories <= Short.MAX_VALUE) {
            type = categories <= Byte.MAX_VALUE ? NumberType.INT8 : NumberType.INT16;
        }
        byte[] raw = new byte[Math.multiplyExact(codes.length, type.bytes())];
        ByteBuffer bytes = ByteBuffer.wrap(raw).order(ByteOrder.LITTLE_ENDIAN);
        for (int code : codes) {
            switch (type) {
                case INT8 -> bytes.put((byte) code);
                case INT16 -> bytes.putShort((short) code);
                default -> bytes.putInt(code);
            }
        }
        return Numbers.of(type, raw, codes.length);
    }

    private static Numbers numbers(Column column) {
        int n = column.size();
        if (column instanceof Column.Doubles doubles) {
            return Numbers.of(doubles.values());
        }
        NumberType type = NumberType.BOOLEAN;
        if (column instanceof Column.Floats) {
            type = NumberType.FLOAT32;
        } else if (column instanceof Column.Ints) {
            type = NumberType.INT32;
        } else if (column instanceof Column.Longs) {
            type = NumberType.INT64;
        }
        byte[] raw = new byte[Math.multiplyExact(n, type.bytes())];
        ByteBuffer bytes = ByteBuffer.wrap(raw).order(ByteOrder.LITTLE_ENDIAN);
        if (column instanceof Column.Floats floats) {
            bytes.asFloatBuffer().put(floats.values());
        } else if (column instanceof Column.Ints ints) {
            bytes.asIntBuffer().put(ints.values());
        } else if (column instanceof Column.Longs longs) {
            bytes.asLongBuffer().put(longs.values());
        } else if (column instanceof Column.Booleans booleans) {
            for (boolean value : booleans.values()) {
                bytes.put((byte) (value ? 1 : 0));
            }
        }
        return Numbers.of(type, raw, n);
    }
}
