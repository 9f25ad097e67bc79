package io.spatho.anndata.hdf5;

import java.nio.ByteBuffer;

/** The elements of a dataset, handed out in ranges; ranges may be asked for by several threads at once. */
@FunctionalInterface
interface Elements {

    /** Puts {@code count} elements from position {@code from} into a little-endian buffer. */
    void copy(int from, int count, ByteBuffer target);
}
