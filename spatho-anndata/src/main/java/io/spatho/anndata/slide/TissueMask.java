package io.spatho.anndata.slide;

import java.util.BitSet;

/**
 * Which parts of a slide are covered by tissue: one bit for each square of a fixed size, row by row from the upper left corner.
 *
 * @param width columns of squares
 * @param height rows of squares
 * @param step side of a square in pixels of the slide's largest level
 * @param umPerPixel micrometres per pixel of that level
 * @param bits one bit for each square, set on tissue
 * @param threshold the optical density that parts tissue from glass; NaN when no two classes could be told apart
 * @param settings how it was found
 */
public record TissueMask(
        int width, int height, double step, double umPerPixel, BitSet bits, double threshold, TissueSettings settings) {

    /** Whether there is tissue at a pixel of the largest level; nothing outside the slide is. */
    public boolean isTissue(double pixelX, double pixelY) {
        int column = (int) Math.floor(pixelX / step);
        int row = (int) Math.floor(pixelY / step);
        return column >= 0 && row >= 0 && column < width && row < height && bits.get(row * width + column);
    }

    /** Share of the squares on tissue. */
    public double share() {
        return (double) bits.cardinality() / ((long) width * height);
    }

    /** Area of the tissue in square millimetres. */
    public double areaSquareMillimetres() {
        double side = step * umPerPixel / 1000;
        return bits.cardinality() * side * side;
    }
}
