package io.spatho.anndata.tiff;

/**
 * A picture that is read tile by tile; strips are tiles as wide as the picture. Tiles are numbered row by row from the upper left.
 *
 * <p>Implementations may be read by several threads at once.
 */
public interface TileSource {

    /** Columns of the picture. */
    int width();

    /** Rows of the picture. */
    int height();

    /** Columns of a tile. */
    int tileWidth();

    /** Rows of a tile. */
    int tileHeight();

    /** How the tiles are encoded, for people. */
    String codec();

    /**
     * Decodes one tile. Tiles at the right and lower edge may be full size or cut.
     *
     * @throws CorruptTileException when its bytes do not decode
     */
    RgbTile tile(int number) throws CorruptTileException;

    /** Tiles in a row. */
    default int tilesAcross() {
        return (int) (((long) width() + tileWidth() - 1) / tileWidth());
    }

    /** Tiles in a column. */
    default int tilesDown() {
        return (int) (((long) height() + tileHeight() - 1) / tileHeight());
    }
}
