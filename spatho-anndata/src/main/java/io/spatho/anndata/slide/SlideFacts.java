package io.spatho.anndata.slide;

import java.util.List;
import java.util.Optional;

/**
 * What a slide says of itself, without its pixels.
 *
 * @param format its dialect
 * @param container byte order and size of offsets, for TIFF
 * @param levels resolutions, largest first
 * @param pixelSize micrometres per pixel, when a source says so
 * @param magnification objective as written, NaN when it is not
 * @param associated other pictures in the file, such as {@code label 387 x 463}; never copied to outputs
 * @param colored whether the pixels have colours
 * @param notes what is unusual
 */
public record SlideFacts(
        SlideFormat format,
        String container,
        List<SlideLevel> levels,
        Optional<PixelSize> pixelSize,
        double magnification,
        List<String> associated,
        boolean colored,
        List<String> notes) {

    public SlideFacts {
        levels = List.copyOf(levels);
        associated = List.copyOf(associated);
        notes = List.copyOf(notes);
    }
}
