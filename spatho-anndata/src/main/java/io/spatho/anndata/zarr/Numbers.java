package io.spatho.anndata.zarr;

import io.spatho.anndata.zarr.ArrayLayout.Field;
import io.spatho.anndata.zarr.ElementType.Form;
import io.spatho.core.parallel.Workers;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.Map;

/** Reads an array's elements into Java arrays of the type that the caller wants. */
final class Numbers {

    private final StoredArray array;
    private final ElementType type;
    private final Workers workers;

    Numbers(StoredArray array, Workers workers) {
        this.array = array;
        this.type = array.type();
        this.workers = workers;
    }

    private ByteBuffer wrap(byte[] raw) {
        return ByteBuffer.wrap(raw).order(type.order());
    }

    private ByteBuffer from(byte[] raw, int at) {
        return wrap(raw).position(at).slice().order(type.order());
    }

    private int count() {
        type.requireNumber();
        return array.count();
    }

    long[] longs() {
        long[] values = new long[count()];
        boolean same = type.is(Form.SIGNED, 8);
        array.read(workers, (raw, at, n, to) -> {
            if (same) {
                from(raw, at).asLongBuffer().get(values, to, n);
                return;
            }
            ByteBuffer bytes = wrap(raw);
            for (int i = 0; i < n; i++) {
                values[to + i] = type.integer(bytes, at + i * type.size());
            }
        });
        return values;
    }

    int[] ints() {
        int[] values = new int[count()];
        boolean same = type.is(Form.SIGNED, 4);
        array.read(workers, (raw, at, n, to) -> {
            if (same) {
                from(raw, at).asIntBuffer().get(values, to, n);
                return;
            }
            ByteBuffer bytes = wrap(raw);
            for (int i = 0; i < n; i++) {
                long value = type.integer(bytes, at + i * type.size());
                if (value != (int) value) {
                    throw new IllegalStateException(value + " does not fit 32 bits");
                }
                values[to + i] = (int) value;
            }
        });
        return values;
    }

    float[] floats() {
        float[] values = new float[count()];
        array.read(workers, (raw, at, n, to) -> floats(raw, at, n, values, to));
        return values;
    }

    /** The rows from {@code first}, row after row. */
    float[] floats(long first, int rows) {
        float[] values = new float[Math.toIntExact(Math.multiplyExact(rows, array.rowElements()))];
        array.read(workers, first, first + rows, (raw, at, n, to) -> floats(raw, at, n, values, to));
        return values;
    }

    private void floats(byte[] raw, int at, int n, float[] values, int to) {
        if (type.is(Form.FLOATING, 4)) {
            from(raw, at).asFloatBuffer().get(values, to, n);
            return;
        }
        ByteBuffer bytes = wrap(raw);
        for (int i = 0; i < n; i++) {
            values[to + i] = (float) type.real(bytes, at + i * type.size());
        }
    }

    double[] doubles() {
        double[] values = new double[count()];
        array.read(workers, (raw, at, n, to) -> {
            ByteBuffer bytes = wrap(raw);
            for (int i = 0; i < n; i++) {
                values[to + i] = type.real(bytes, at + i * type.size());
            }
        });
        return values;
    }

    boolean[] booleans() {
        boolean[] values = new boolean[count()];
        array.read(workers, (raw, at, n, to) -> {
            ByteBuffer bytes = wrap(raw);
            for (int i = 0; i < n; i++) {
                values[to + i] = type.integer(bytes, at + i * type.size()) != 0;
            }
        });
        return values;
    }

    /** The bytes of an array of one-byte numbers, as they are. */
    byte[] bytes() {
        if (type.size() != 1) {
            throw new IllegalStateException("expected numbers of one byte, found " + type.describe());
        }
        byte[] values = new byte[count()];
        array.read(workers, (raw, at, n, to) -> System.arraycopy(raw, at, values, to, n));
        return values;
    }

    String[] strings() {
        if (!type.isText()) {
            throw new IllegalStateException("expected strings, found " + type.describe());
        }
        if (type.form() == Form.TEXT) {
            return array.texts(workers);
        }
        String[] values = new String[array.count()];
        java.util.Arrays.fill(values, "");
        array.read(workers, (raw, at, n, to) -> {
            for (int i = 0; i < n; i++) {
                values[to + i] = type.text(raw, at + i * type.size());
            }
        });
        return values;
    }

    /** The fields of records: integers as int64, other numbers as float64, booleans and strings as they are. */
    Map<String, Object> fields() {
        int count = array.count();
        Map<String, Object> columns = new LinkedHashMap<>();
        for (Field field : array.layout().fields()) {
            columns.put(field.name(), column(field.type(), count));
        }
        int size = type.size();
        array.read(workers, (raw, at, n, to) -> {
            for (Field field : array.layout().fields()) {
                Object column = columns.get(field.name());
                ByteBuffer bytes = ByteBuffer.wrap(raw).order(field.type().order());
                for (int i = 0; i < n; i++) {
                    put(field.type(), raw, bytes, at + i * size + field.offset(), column, to + i);
                }
            }
        });
        return columns;
    }

    private static Object column(ElementType field, int count) {
        return switch (field.form()) {
            case SIGNED, UNSIGNED -> new long[count];
            case FLOATING -> new double[count];
            case BOOLEAN -> new boolean[count];
            case BYTES, UTF32, TEXT -> new String[count];
            case OTHER -> throw new IllegalStateException("Unsupported field of a record: " + field.describe());
        };
    }

    private static void put(ElementType field, byte[] raw, ByteBuffer bytes, int at, Object column, int row) {
        if (column instanceof long[] longs) {
            longs[row] = field.integer(bytes, at);
        } else if (column instanceof double[] doubles) {
            doubles[row] = field.real(bytes, at);
        } else if (column instanceof boolean[] booleans) {
            booleans[row] = field.integer(bytes, at) != 0;
        } else if (column instanceof String[] texts) {
            texts[row] = field.text(raw, at);
        }
    }
}
