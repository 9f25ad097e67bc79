package io.spatho.anndata.slide;

import io.spatho.anndata.tiff.TiffLimits;
import io.spatho.core.limit.Limit;
import java.util.OptionalDouble;

/**
 * How a slide is opened.
 *
 * @param umPerPixel micrometres per pixel of the largest level, when the user states it
 * @param cacheBytes memory for decoded tiles
 * @param sixteenBitMaximum the 16-bit value that is shown as 255
 * @param largestPicture most pixels of a PNG or JPEG, which must be decoded whole
 * @param limits most that a TIFF may declare
 */
public record SlideOptions(
        OptionalDouble umPerPixel, long cacheBytes, int sixteenBitMaximum, long largestPicture, TiffLimits limits) {

    private static final long CACHE_BYTES = 128L << 20;
    private static final int SIXTEEN_BITS = 65535;

    public SlideOptions {
        double um = umPerPixel.orElse(1);
        if (!(um > 0 && um < 1000) || cacheBytes < 0 || sixteenBitMaximum < 1 || sixteenBitMaximum > SIXTEEN_BITS) {
            throw new IllegalArgumentException("slide options out of range");
        }
    }

    /** Micrometres per pixel as the file says, 128 MiB of tiles, 16 bits scaled from their whole range. */
    public static SlideOptions standard() {
        return new SlideOptions(
                OptionalDouble.empty(),
                CACHE_BYTES,
                SIXTEEN_BITS,
                Limit.SLIDE_PICTURE_PIXELS.value(),
                TiffLimits.standard());
    }

    /** The same with micrometres per pixel that the user states. */
    public SlideOptions withUmPerPixel(double um) {
        return new SlideOptions(OptionalDouble.of(um), cacheBytes, sixteenBitMaximum, largestPicture, limits);
    }

    /** The same with other memory for tiles. */
    public SlideOptions withCacheBytes(long size) {
        return new SlideOptions(umPerPixel, size, sixteenBitMaximum, largestPicture, limits);
    }
}
