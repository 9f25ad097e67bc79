package io.spatho.anndata.zarr;

import java.io.IOException;

/** The bytes under one key of a store. */
interface StoredBytes {

    /** How many bytes there are. */
    long size();

    /** A range of the bytes; a range that is not inside is an error of the store. */
    byte[] read(long from, int length) throws IOException;

    /** All bytes, when there are at most {@code most}. */
    default byte[] all(int most) throws IOException {
        if (size() > most) {
            throw new IllegalStateException("a stored object has " + size() + " bytes, more than " + most);
        }
        return read(0, (int) size());
    }
}
