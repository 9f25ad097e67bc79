package io.spatho.core.region;

import io.spatho.core.dataset.SpatialTransform;

/**
 * Where a region lies on a slide picture.
 *
 * @param regionId the region
 * @param image the picture's file name
 * @param crop left, top, right and lower edge of its box in pixels of the picture, cut at the picture's edges; empty when it lies outside
 * @param umPerPixel micrometres per pixel
 * @param transform micrometres to pixels
 * @param insideShare share of the region's box that lies within the picture
 * @param maskShare share of the region within the picture that lies on tissue; NaN when it lies outside
 */
public record RegionImage(
        String regionId,
        String image,
        int[] crop,
        double umPerPixel,
        SpatialTransform transform,
        double insideShare,
        double maskShare) {

    private static final double ENOUGH = 0.5;

    /** Whether at least half of the region's box can be seen. */
    public boolean isUsable() {
        return crop.length == 4 && insideShare >= ENOUGH;
    }
}
