package io.spatho.anndata.zarr;

/**
 * One file in a zip.
 *
 * @param name its name
 * @param offset where its local header begins
 * @param packed bytes as stored
 * @param size bytes when unpacked
 * @param checksum CRC-32 of the unpacked bytes
 * @param deflated whether it is deflated and not just stored
 * @param end the first byte that belongs to the next entry or the directory
 */
record ZipEntry(String name, long offset, long packed, long size, int checksum, boolean deflated, long end) {

    ZipEntry until(long next) {
        return new ZipEntry(name, offset, packed, size, checksum, deflated, next);
    }
}
