package io.spatho.stgpt.histology.tile;

import io.spatho.anndata.slide.Sampling;
import io.spatho.anndata.slide.Slide;
import io.spatho.anndata.slide.SlideLevel;
import io.spatho.anndata.slide.SlideRegion;

/**
 * Reads square fields of view of any size in micrometres at any number of pixels.
 *
 * <p>The smallest level of the pyramid that is not coarser than the output is read, and of it only the tiles that the field touches.
 * Then, in pixels of that level: an output pixel that is larger than a source pixel is the mean of the area it covers; one of the same
 * size (within half a pixel over the whole field) is the nearest source pixel, unchanged; a smaller one, which only happens on the
 * largest level, is interpolated by the cubic kernel of Keys with a = -1/2 (Pillow's {@code BICUBIC}), edges repeated. What lies outside
 * the slide is white. Safe for several threads. Determinism: depends on slide and field alone.
 */
public final class FieldReader {

    private final TissueSlide slide;

    /** A reader of fields of a slide. */
    public FieldReader(TissueSlide slide) {
        this.slide = slide;
    }

    /** The field of {@code fieldUm} micrometres around a tile's centre, as {@code side} x {@code side} pixels. */
    public FieldPixels read(Tile tile, double fieldUm, int side) {
        double across = fieldUm / slide.pixelSize().x();
        double down = fieldUm / slide.pixelSize().y();
        SlideRegion region = read(tile.column() - across / 2, tile.row() - down / 2, across / side, down / side, side);
        return new FieldPixels(side, fieldUm / side, region.rgb(), region.gaps().isEmpty());
    }

    private SlideRegion read(double left, double top, double stepX, double stepY, int side) {
        Slide picture = slide.slide();
        int level = picture.levelFor(Math.min(stepX, stepY));
        SlideLevel size = picture.levels().get(level);
        double scaleX = (double) size.width() / picture.width();
        double scaleY = (double) size.height() / picture.height();
        if (Math.abs(stepX * scaleX - 1) * side < 0.5 && Math.abs(stepY * scaleY - 1) * side < 0.5) {
            return picture.readRegion(level, (int) Math.rint(left * scaleX), (int) Math.rint(top * scaleY), side, side);
        }
        if (Math.min(stepX, stepY) >= 1) {
            return picture.sample(new Sampling(left, top, stepX, stepY, side, side));
        }
        int x = (int) Math.floor(left) - BicubicGrid.REACH;
        int y = (int) Math.floor(top) - BicubicGrid.REACH;
        int width = (int) Math.ceil(left + side * stepX) + BicubicGrid.REACH - x;
        int height = (int) Math.ceil(top + side * stepY) + BicubicGrid.REACH - y;
        SlideRegion source = picture.readRegion(0, x, y, width, height);
        byte[] rgb = BicubicGrid.of(
                source, new BicubicGrid.Place(left - x, stepX), new BicubicGrid.Place(top - y, stepY), side);
        return new SlideRegion(side, side, rgb, source.gaps());
    }
}
