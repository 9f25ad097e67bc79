package io.spatho.anndata.tiff;

import io.spatho.core.limit.Limit;

/**
 * The most that a TIFF file may declare before it is refused; checked before anything is allocated.
 *
 * @param directories directories and sub-directories together
 * @param entries entries of one directory
 * @param valueBytes bytes of one tag's value
 * @param pixels pixels of one image
 * @param tileBytes bytes of one decoded, and of one encoded, tile or strip
 */
public record TiffLimits(int directories, int entries, long valueBytes, long pixels, long tileBytes) {

    /** The limits in force: {@code TIFF_...} of {@link Limit}. */
    public static TiffLimits standard() {
        return new TiffLimits(
                Limit.TIFF_DIRECTORIES.intValue(),
                Limit.TIFF_ENTRIES.intValue(),
                Limit.TIFF_VALUE_BYTES.value(),
                Limit.TIFF_PIXELS.value(),
                Limit.TIFF_TILE_BYTES.value());
    }
}
