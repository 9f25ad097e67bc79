package io.spatho.anndata.slide;

/**
 * A tile that did not decode; its pixels are white where it was to be seen.
 *
 * @param level position of the level
 * @param column tile column
 * @param row tile row
 * @param x left edge in pixels of the level
 * @param y upper edge in pixels of the level
 * @param width columns within the level
 * @param height rows within the level
 * @param reason what was wrong with it
 */
public record TileGap(int level, int column, int row, int x, int y, int width, int height, String reason) {

    /** The code of this finding. */
    public static final String CODE = "TILE_CORRUPT";

    /** Level and box, in words. */
    public String place() {
        return "level " + level + ", tile " + column + "," + row + " (pixels " + x + "," + y + " to " + (x + width)
                + "," + (y + height) + ")";
    }
}
