package io.spatho.anndata.tiff;

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

    private static final TiffLimits STANDARD = new TiffLimits(4096, 4096, 256L << 20, 1L << 42, 256L << 20);

    /** 4,096 directories of 4,096 entries, 256 MiB for a value or a tile, 4 x 10^12 pixels. */
    public static TiffLimits standard() {
        return STANDARD;
    }
}
