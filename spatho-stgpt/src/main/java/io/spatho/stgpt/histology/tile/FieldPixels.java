package io.spatho.stgpt.histology.tile;

import io.spatho.anndata.slide.SlideRegion;
import java.util.List;

/**
 * The pixels of a square field of view.
 *
 * @param side rows and columns
 * @param umPerPixel micrometres per pixel
 * @param rgb {@code 3 x side x side} bytes, row by row, red, green, blue; not copied
 * @param complete false when tiles of the slide that did not decode lie in the field and are white
 */
public record FieldPixels(int side, double umPerPixel, byte[] rgb, boolean complete) {

    public FieldPixels {
        if (rgb.length != 3L * side * side) {
            throw new IllegalArgumentException(rgb.length + " bytes for a side of " + side);
        }
    }

    /** The same field at more pixels, interpolated as {@link FieldReader} does; itself at its own number. */
    public FieldPixels enlarged(int pixels) {
        if (pixels == side) {
            return this;
        }
        if (pixels < side) {
            throw new IllegalArgumentException(side + " pixels cannot be enlarged to " + pixels);
        }
        BicubicGrid.Place place = new BicubicGrid.Place(0, (double) side / pixels);
        byte[] larger = BicubicGrid.of(new SlideRegion(side, side, rgb, List.of()), place, place, pixels);
        return new FieldPixels(pixels, umPerPixel * side / pixels, larger, complete);
    }

    /** The same field with other colours. */
    public FieldPixels withColors(byte[] other) {
        return new FieldPixels(side, umPerPixel, other, complete);
    }
}
