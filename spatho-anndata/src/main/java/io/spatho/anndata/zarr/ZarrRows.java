package io.spatho.anndata.zarr;

import io.spatho.anndata.tree.ArrayRows;

/** A numeric matrix in a store of which some rows are read at a time. */
final class ZarrRows implements ArrayRows {

    private static final int TARGET_ELEMENTS = 4 << 20;

    private final ZarrSource source;
    private final String path;
    private final StoredArray array;

    ZarrRows(ZarrSource source, String path, StoredArray array) {
        this.source = source;
        this.path = path;
        this.array = array;
    }

    @Override
    public long rows() {
        return array.layout().shape()[0];
    }

    @Override
    public long columns() {
        return array.layout().shape()[1];
    }

    @Override
    public int rowsAtATime() {
        int together = array.layout().chunk()[0];
        long fitting = Math.max(1, TARGET_ELEMENTS / Math.max(1, columns()));
        long chunks = Math.max(1, fitting / together);
        return (int) Math.min(Math.max(1, rows()), chunks * together);
    }

    @Override
    public float[] floats(long first, int rows) {
        if (first < 0 || rows < 0 || first > rows() - rows) {
            throw new IllegalArgumentException("rows " + first + " to " + (first + rows) + " of " + rows());
        }
        return source.guarded(path, () -> new ArrayValues(array, source.workers()).floats(first, rows));
    }
}
