package io.spatho.core.dataset;

/**
 * A low-resolution picture of the slide that came with the case, still in its file's encoding (PNG or JPEG).
 *
 * @param name {@code lowres} or {@code hires}, the platform's word
 * @param mediaType {@code image/png} or {@code image/jpeg}
 * @param bytes the encoded picture
 * @param fromMicrometres maps slide micrometres to this picture's pixels
 */
public record SlideImage(String name, String mediaType, byte[] bytes, SpatialTransform fromMicrometres) {}
