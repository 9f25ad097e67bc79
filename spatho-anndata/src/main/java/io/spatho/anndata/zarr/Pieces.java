package io.spatho.anndata.zarr;

/** Receives runs of consecutive elements of an array, from several threads, each element once. */
@FunctionalInterface
interface Pieces {

    /** Takes {@code count} elements that start at a byte of {@code raw} and belong at {@code position}. */
    void put(byte[] raw, int firstByte, int count, int position);
}
