package io.spatho.anndata.hdf5;

import io.spatho.anndata.tree.NumberDecoder;

/** A numeric dataset of one dimension of which some elements are read at a time; for arrays too large to hold. */
public final class Hdf5Stretches {

    private final Hdf5Source source;
    private final String path;
    private final StoredArray array;
    private final NumberDecoder numbers;
    private final long size;
    private final int together;

    Hdf5Stretches(Hdf5Source source, String path, StoredArray array) {
        this.source = source;
        this.path = path;
        this.array = array;
        this.numbers = NumberFormat.of(array.type());
        this.size = Dataspace.count(array.shape());
        this.together = array.rowsTogether();
    }

    /** The number of elements. */
    public long size() {
        return size;
    }

    /** How many elements are stored together; reading multiples of that many decodes nothing twice. */
    public int together() {
        return together;
    }

    /** {@code count} elements from {@code first} on as int32. */
    public int[] ints(long first, int count) {
        return source.guarded(path, () -> {
            int[] values = new int[count];
            array.read(
                    source.workers(), first, first + count, (raw, at, n, to) -> numbers.ints(raw, at, n, values, to));
            return values;
        });
    }

    /** {@code count} elements from {@code first} on as float32, rounded. */
    public float[] floats(long first, int count) {
        return source.guarded(path, () -> {
            float[] values = new float[count];
            array.read(
                    source.workers(), first, first + count, (raw, at, n, to) -> numbers.floats(raw, at, n, values, to));
            return values;
        });
    }
}
