package io.spatho.anndata.tiff;

import io.spatho.core.error.InputException;

/**
 * Where the tiles or strips of an image lie, with every number checked against file size and limits.
 *
 * @param width columns of the image
 * @param height rows of the image
 * @param tileWidth columns of a tile; the image's for strips
 * @param tileHeight rows of a tile or strip
 * @param tiled tiles rather than strips
 * @param planes 1, or one for each sample
 * @param offsets offset of each tile, plane after plane
 * @param counts encoded bytes of each tile
 */
record TileLayout(
        int width,
        int height,
        int tileWidth,
        int tileHeight,
        boolean tiled,
        int planes,
        long[] offsets,
        long[] counts) {

    private static final long ROWS_TOGETHER = 1 << 20;

    /** Reads the layout; {@code pixelBytes} is the size of a decoded pixel of one plane. */
    static TileLayout of(TiffDirectory directory, TiffLimits limits, int planes, int pixelBytes, boolean compressed) {
        int width = size(directory, TiffTag.IMAGE_WIDTH, "columns");
        int height = size(directory, TiffTag.IMAGE_LENGTH, "rows");
        if ((long) width * height > limits.pixels()) {
            throw fault(
                    directory, "has " + width + " x " + height + " pixels; at most " + limits.pixels() + " are read");
        }
        boolean tiled = directory.has(TiffTag.TILE_OFFSETS) && directory.has(TiffTag.TILE_WIDTH);
        int tileWidth = tiled ? size(directory, TiffTag.TILE_WIDTH, "columns of a tile") : width;
        int tileHeight = tiled ? size(directory, TiffTag.TILE_LENGTH, "rows of a tile") : stripRows(directory, height);
        long[] offsets = directory.numbers(tiled ? TiffTag.TILE_OFFSETS : TiffTag.STRIP_OFFSETS);
        long[] counts = directory.numbers(tiled ? TiffTag.TILE_BYTE_COUNTS : TiffTag.STRIP_BYTE_COUNTS);
        long needed =
                (((long) width + tileWidth - 1) / tileWidth) * (((long) height + tileHeight - 1) / tileHeight) * planes;
        if (offsets.length < needed || counts.length < needed) {
            throw fault(
                    directory,
                    "needs " + needed + " tiles or strips and lists " + offsets.length + " offsets and " + counts.length
                            + " sizes");
        }
        TileLayout layout = new TileLayout(width, height, tileWidth, tileHeight, tiled, planes, offsets, counts);
        if (!tiled && !compressed && needed == 1) {
            layout = layout.split((long) width * pixelBytes);
        }
        long bytes = (long) layout.tileWidth * layout.tileHeight * Math.max(3, (long) pixelBytes * planes);
        if (bytes > limits.tileBytes()) {
            throw fault(
                    directory,
                    "has tiles or strips of " + bytes + " bytes; at most " + limits.tileBytes()
                            + " are read: convert the slide to a tiled pyramid");
        }
        return layout;
    }

    /** Rows that are stored one after the other without compression can be read in any portion. */
    private TileLayout split(long rowBytes) {
        int rows = (int) Math.max(1, Math.min(height, ROWS_TOGETHER / rowBytes));
        int parts = (height + rows - 1) / rows;
        long[] starts = new long[parts];
        long[] lengths = new long[parts];
        for (int part = 0; part < parts; part++) {
            long from = (long) part * rows * rowBytes;
            starts[part] = offsets[0] + from;
            lengths[part] = Math.max(0, Math.min(counts[0] - from, rows * rowBytes));
        }
        return new TileLayout(width, height, width, rows, false, 1, starts, lengths);
    }

    private static int stripRows(TiffDirectory directory, int height) {
        long rows = directory.number(TiffTag.ROWS_PER_STRIP, height);
        return rows < 1 || rows > height ? height : (int) rows;
    }

    private static int size(TiffDirectory directory, int tag, String what) {
        long value = directory.number(tag, 0);
        if (value < 1 || value > Integer.MAX_VALUE / 4) {
            throw fault(directory, "has an impossible number of " + what + ": " + value);
        }
        return (int) value;
    }

    static InputException fault(TiffDirectory directory, String what) {
        return directory.bytes().fault(directory.name() + " " + what);
    }

    int across() {
        return (int) (((long) width + tileWidth - 1) / tileWidth);
    }

    int down() {
        return (int) (((long) height + tileHeight - 1) / tileHeight);
    }

    /** Rows of a tile: strips end with the image, tiles do not. */
    int rowsOf(int number) {
        return tiled ? tileHeight : Math.min(tileHeight, height - number / across() * tileHeight);
    }
}
