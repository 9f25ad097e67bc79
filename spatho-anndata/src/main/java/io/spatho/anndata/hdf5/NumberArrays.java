package io.spatho.anndata.hdf5;

import io.spatho.anndata.hdf5.NumberFormat.Kind;
import io.spatho.core.parallel.Workers;
import java.nio.ByteBuffer;

/** Reads a dataset's numbers into Java arrays of the type that the caller wants. */
final class NumberArrays {

    private final StoredArray array;
    private final NumberFormat format;
    private final Workers workers;

    NumberArrays(StoredArray array, Workers workers) {
        this.array = array;
        this.format = NumberFormat.of(array.type());
        this.workers = workers;
    }

    long[] longs() {
        long[] values = new long[array.count()];
        boolean same = format.is(Kind.SIGNED, 8);
        array.read(workers, (raw, at, n, to) -> {
            ByteBuffer bytes = format.wrap(raw);
            if (same) {
                bytes.position(at).slice().order(format.order()).asLongBuffer().get(values, to, n);
                return;
            }
            for (int i = 0; i < n; i++) {
                values[to + i] = format.integer(bytes, at + i * format.size());
            }
        });
        return values;
    }

    int[] ints() {
        int[] values = new int[array.count()];
        boolean same = format.is(Kind.SIGNED, 4);
        array.read(workers, (raw, at, n, to) -> {
            ByteBuffer bytes = format.wrap(raw);
            if (same) {
                bytes.position(at).slice().order(format.order()).asIntBuffer().get(values, to, n);
                return;
            }
            for (int i = 0; i < n; i++) {
                long value = format.integer(bytes, at + i * format.size());
                if (value != (int) value) {
                    throw new IllegalStateException(value + " does not fit 32 bits");
                }
                values[to + i] = (int) value;
            }
        });
        return values;
    }

    float[] floats() {
        float[] values = new float[array.count()];
        boolean same = format.is(Kind.FLOATING, 4);
        array.read(workers, (raw, at, n, to) -> {
            ByteBuffer bytes = format.wrap(raw);
            if (same) {
                bytes.position(at).slice().order(format.order()).asFloatBuffer().get(values, to, n);
                return;
            }
            for (int i = 0; i < n; i++) {
                values[to + i] = (float) format.real(bytes, at + i * format.size());
            }
        });
        return values;
    }

    double[] doubles() {
        double[] values = new double[array.count()];
        array.read(workers, (raw, at, n, to) -> {
            ByteBuffer bytes = format.wrap(raw);
            for (int i = 0; i < n; i++) {
                values[to + i] = format.real(bytes, at + i * format.size());
            }
        });
        return values;
    }

    boolean[] booleans() {
        boolean[] values = new boolean[array.count()];
        array.read(workers, (raw, at, n, to) -> {
            ByteBuffer bytes = format.wrap(raw);
            for (int i = 0; i < n; i++) {
                values[to + i] = format.integer(bytes, at + i * format.size()) != 0;
            }
        });
        return values;
    }

    /** The bytes of a dataset of one-byte numbers, as they are. */
    byte[] bytes() {
        if (format.size() != 1) {
            throw new IllegalStateException("expected numbers of one byte, found " + format.size() + " bytes");
        }
        byte[] values = new byte[array.count()];
        array.read(workers, (raw, at, n, to) -> System.arraycopy(raw, at, values, to, n));
        return values;
    }
}
