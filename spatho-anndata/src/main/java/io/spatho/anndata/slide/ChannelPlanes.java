package io.spatho.anndata.slide;

import io.spatho.anndata.tiff.CorruptTileException;
import io.spatho.anndata.tiff.RgbTile;
import io.spatho.anndata.tiff.TiffImage;
import io.spatho.anndata.tiff.TileSource;
import java.util.List;

/** Red, green and blue that an OME-TIFF keeps as three grey images of the same layout. */
record ChannelPlanes(List<TiffImage> planes) implements TileSource {

    ChannelPlanes {
        planes = List.copyOf(planes);
    }

    /** Whether three images have one layout. */
    static boolean fit(List<TiffImage> planes) {
        TiffImage first = planes.get(0);
        return planes.size() == 3
                && planes.stream()
                        .allMatch(plane -> plane.width() == first.width()
                                && plane.height() == first.height()
                                && plane.tileWidth() == first.tileWidth()
                                && plane.tileHeight() == first.tileHeight());
    }

    @Override
    public int width() {
        return planes.get(0).width();
    }

    @Override
    public int height() {
        return planes.get(0).height();
    }

    @Override
    public int tileWidth() {
        return planes.get(0).tileWidth();
    }

    @Override
    public int tileHeight() {
        return planes.get(0).tileHeight();
    }

    @Override
    public String codec() {
        return planes.get(0).codec() + ", three images";
    }

    @Override
    public RgbTile tile(int number) throws CorruptTileException {
        RgbTile red = planes.get(0).tile(number);
        byte[] rgb = red.rgb();
        for (int channel = 1; channel < 3; channel++) {
            byte[] grey = planes.get(channel).tile(number).rgb();
            for (int i = 0; i < rgb.length; i += 3) {
                rgb[i + channel] = grey[i];
            }
        }
        return new RgbTile(red.width(), red.height(), rgb);
    }
}
