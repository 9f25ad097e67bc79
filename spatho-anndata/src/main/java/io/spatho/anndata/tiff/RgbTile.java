package io.spatho.anndata.tiff;

/**
 * Decoded pixels: {@code height} rows of {@code width} pixels of three bytes, red, green, blue.
 *
 * @param width columns
 * @param height rows
 * @param rgb {@code 3 x width x height} bytes, shared, not copied
 */
public record RgbTile(int width, int height, byte[] rgb) {

    public RgbTile {
        if (rgb.length != 3L * width * height) {
            throw new IllegalArgumentException(rgb.length + " bytes for " + width + " x " + height + " pixels");
        }
    }
}
