package io.spatho.anndata.hdf5;

import io.spatho.anndata.tree.ArrayRows;
import io.spatho.anndata.tree.NumberDecoder;

/** A numeric matrix in a file of which some rows are read at a time; for matrices too large to hold. */
final class Hdf5Rows implements ArrayRows {

    private static final int TARGET_ELEMENTS = 4 << 20;

    private final Hdf5Source source;
    private final String path;
    private final StoredArray array;
    private final NumberDecoder numbers;
    private final int rowsTogether;

    Hdf5Rows(Hdf5Source source, String path, StoredArray array) {
        this.source = source;
        this.path = path;
        this.array = array;
        this.numbers = NumberFormat.of(array.type());
        this.rowsTogether = array.rowsTogether();
    }

    @Override
    public long rows() {
        return array.shape()[0];
    }

    @Override
    public long columns() {
        return array.shape()[1];
    }

    @Override
    public int rowsAtATime() {
        long fitting = Math.max(1, TARGET_ELEMENTS / Math.max(1, columns()));
        long chunks = Math.max(1, fitting / rowsTogether);
        return (int) Math.min(Math.max(1, rows()), chunks * rowsTogether);
    }

    @Override
    public float[] floats(long first, int rows) {
        return source.guarded(path, () -> {
            float[] values = new float[Math.toIntExact(Math.multiplyExact(rows, columns()))];
            long from = Math.multiplyExact(first, columns());
            array.read(
                    source.workers(),
                    from,
                    from + values.length,
                    (raw, at, n, to) -> numbers.floats(raw, at, n, values, to));
            return values;
        });
    }
}
