package io.spatho.anndata.zarr;

import io.spatho.anndata.zarr.ElementType.Form;
import io.spatho.core.parallel.Workers;
import java.nio.ByteBuffer;

/** Reads an array's elements into Java arrays of the type that the caller wants. */
final class ArrayValues {

    private final StoredArray array;
    private final ElementType type;
    private final Workers workers;

    ArrayValues(StoredArray array, Workers workers) {
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
        long from = Math.multiplyExact(first, array.rowElements());
        array.read(workers, from, from + values.length, (raw, at, n, to) -> floats(raw, at, n, values, to));
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
}
