package io.spatho.anndata.zarr;

import io.spatho.anndata.tree.NumberDecoder;
import io.spatho.anndata.zarr.ElementType.Form;
import io.spatho.core.parallel.Workers;

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

    long[] longs() {
        NumberDecoder numbers = type.requireNumber();
        long[] values = new long[array.count()];
        array.read(workers, (raw, at, n, to) -> numbers.longs(raw, at, n, values, to));
        return values;
    }

    int[] ints() {
        NumberDecoder numbers = type.requireNumber();
        int[] values = new int[array.count()];
        array.read(workers, (raw, at, n, to) -> numbers.ints(raw, at, n, values, to));
        return values;
    }

    float[] floats() {
        NumberDecoder numbers = type.requireNumber();
        float[] values = new float[array.count()];
        array.read(workers, (raw, at, n, to) -> numbers.floats(raw, at, n, values, to));
        return values;
    }

    /** The rows from {@code first}, row after row. */
    float[] floats(long first, int rows) {
        NumberDecoder numbers = type.requireNumber();
        float[] values = new float[Math.toIntExact(Math.multiplyExact(rows, array.rowElements()))];
        long from = Math.multiplyExact(first, array.rowElements());
        array.read(workers, from, from + values.length, (raw, at, n, to) -> numbers.floats(raw, at, n, values, to));
        return values;
    }

    double[] doubles() {
        NumberDecoder numbers = type.requireNumber();
        double[] values = new double[array.count()];
        array.read(workers, (raw, at, n, to) -> numbers.doubles(raw, at, n, values, to));
        return values;
    }

    boolean[] booleans() {
        NumberDecoder numbers = type.requireNumber();
        boolean[] values = new boolean[array.count()];
        array.read(workers, (raw, at, n, to) -> numbers.booleans(raw, at, n, values, to));
        return values;
    }

    /** The bytes of an array of one-byte numbers, as they are. */
    byte[] bytes() {
        if (type.size() != 1) {
            throw new IllegalStateException("expected numbers of one byte, found " + type.describe());
        }
        type.requireNumber();
        byte[] values = new byte[array.count()];
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
