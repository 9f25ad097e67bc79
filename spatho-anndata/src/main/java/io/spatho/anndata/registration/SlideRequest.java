package io.spatho.anndata.registration;

import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * A slide that belongs to a case, and how it is said to lie on it.
 *
 * @param slide the picture
 * @param alignment matrix from picture pixels to platform coordinates
 * @param keypoints pairs of points: they make the map, or test the matrix when both are given
 * @param inMicrometres whether the platform's coordinates in these files are micrometres rather than the platform's pixels
 * @param umPerPixel micrometres per pixel, when the user states them
 */
public record SlideRequest(
        Path slide,
        Optional<Path> alignment,
        Optional<Path> keypoints,
        boolean inMicrometres,
        OptionalDouble umPerPixel) {}
