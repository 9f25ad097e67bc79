package io.spatho.anndata.slide;

import java.awt.image.BufferedImage;
import java.util.List;

/**
 * Pixels of a part of a slide: {@code height} rows of {@code width} pixels of three bytes, red, green, blue. Pixels outside the slide and
 * of tiles that did not decode are white; the latter are named.
 *
 * @param width columns
 * @param height rows
 * @param rgb {@code 3 x width x height} bytes, not copied
 * @param gaps tiles that did not decode and lie in this part
 */
public record SlideRegion(int width, int height, byte[] rgb, List<TileGap> gaps) {

    public SlideRegion {
        if (rgb.length != 3L * width * height) {
            throw new IllegalArgumentException(rgb.length + " bytes for " + width + " x " + height + " pixels");
        }
        gaps = List.copyOf(gaps);
    }

    /** The pixels as an image of type {@link BufferedImage#TYPE_INT_RGB}. */
    public BufferedImage image() {
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        int[] row = new int[width];
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                int at = 3 * (y * width + x);
                row[x] = ((rgb[at] & 0xff) << 16) | ((rgb[at + 1] & 0xff) << 8) | (rgb[at + 2] & 0xff);
            }
            image.setRGB(0, y, width, 1, row, 0, width);
        }
        return image;
    }
}
