package io.spatho.anndata.hdf5;

import java.util.Arrays;

/** A dataset of single bytes of which some rows are read at a time; for pictures too many to hold. */
public final class Hdf5ByteRows {

    private final Hdf5Source source;
    private final String path;
    private final StoredArray array;
    private final long rows;
    private final long width;

    Hdf5ByteRows(Hdf5Source source, String path, StoredArray array) {
        long[] shape = array.shape();
        this.source = source;
        this.path = path;
        this.array = array;
        this.rows = shape[0];
        this.width = Dataspace.count(Arrays.copyOfRange(shape, 1, shape.length));
    }

    /** The extent of the first dimension. */
    public long rows() {
        return rows;
    }

    /** {@code count} rows from {@code first} on, one after another, each with its further dimensions in the order of the file. */
    public byte[] read(long first, int count) {
        return source.guarded(path, () -> {
            byte[] bytes = new byte[Math.toIntExact(Math.multiplyExact(count, width))];
            long from = Math.multiplyExact(first, width);
            array.read(
                    source.workers(),
                    from,
                    from + bytes.length,
                    (raw, at, n, to) -> System.arraycopy(raw, at, bytes, to, n));
            return bytes;
        });
    }
}
