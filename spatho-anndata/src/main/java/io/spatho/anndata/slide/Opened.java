package io.spatho.anndata.slide;

import io.spatho.anndata.tiff.TileSource;
import java.util.List;

/**
 * A slide's pictures and what its file says of them.
 *
 * @param format dialect
 * @param container byte order and offsets, empty when there is nothing to say
 * @param levels pictures of the same tissue, largest first
 * @param claims what the file's own sources say of micrometres per pixel, best first
 * @param magnification objective, NaN when it is not said
 * @param associated other pictures
 * @param colored whether there are colours
 * @param notes what is unusual
 * @param closing closes the file
 */
record Opened(
        SlideFormat format,
        String container,
        List<TileSource> levels,
        List<PixelSize.Claim> claims,
        double magnification,
        List<String> associated,
        boolean colored,
        List<String> notes,
        Runnable closing) {}
