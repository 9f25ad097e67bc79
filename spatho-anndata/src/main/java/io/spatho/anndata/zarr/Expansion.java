package io.spatho.anndata.zarr;

/** Undoes one step of a chunk's encoding on bytes. Safe for use by several threads at once. */
@FunctionalInterface
interface Expansion {

    /** The decoded bytes; more than {@code most}, or bytes that cannot be decoded, are an error. */
    byte[] expand(byte[] stored, int most);
}
