package io.spatho.anndata.hdf5;

import io.spatho.anndata.tree.NumberDecoder;
import io.spatho.core.parallel.Workers;

/** Reads a dataset's numbers into Java arrays of the type that the caller wants. */
final class NumberArrays {

    private final StoredArray array;
    private final NumberDecoder numbers;
    private final Workers workers;

    NumberArrays(StoredArray array, Workers workers) {
        this.array = array;
        this.numbers = NumberFormat.of(array.type());
        this.workers = workers;
    }

    long[] longs() {
        long[] values = new long[array.count()];
        array.read(workers, (raw, at, n, to) -> numbers.longs(raw, at, n, values, to));
        return values;
    }

    int[] ints() {
        int[] values = new int[array.count()];
        array.read(workers, (raw, at, n, to) -> numbers.ints(raw, at, n, values, to));
        return values;
    }

    float[] floats() {
        float[] values = new float[array.count()];
        array.read(workers, (raw, at, n, to) -> numbers.floats(raw, at, n, values, to));
        return values;
    }

    double[] doubles() {
        double[] values = new double[array.count()];
        array.read(workers, (raw, at, n, to) -> numbers.doubles(raw, at, n, values, to));
        return values;
    }

    boolean[] booleans() {
        boolean[] values = new boolean[array.count()];
        array.read(workers, (raw, at, n, to) -> numbers.booleans(raw, at, n, values, to));
        return values;
    }

    /** The bytes of a dataset of one-byte numbers, as they are. */
    byte[] bytes() {
        if (numbers.size() != 1) {
            throw new IllegalStateException("expected numbers of one byte, found " + numbers.size() + " bytes");
        }
        byte[] values = new byte[array.count()];
        array.read(workers, (raw, at, n, to) -> System.arraycopy(raw, at, values, to, n));
        return values;
    }
}
