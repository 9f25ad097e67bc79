package io.spatho.anndata.registration;

import io.spatho.anndata.slide.TissueMask;
import io.spatho.core.dataset.SpatialTransform;

/**
 * How many observations fall on the slide and on its tissue.
 *
 * @param observations all
 * @param inside within the slide
 * @param onTissue on its tissue
 */
public record Placement(int observations, int inside, int onTissue) {

    /** Counts observations under a map from micrometres to slide pixels. */
    static Placement of(double[] xUm, double[] yUm, SpatialTransform toPixel, int width, int height, TissueMask mask) {
        int inside = 0;
        int onTissue = 0;
        for (int i = 0; i < xUm.length; i++) {
            double x = toPixel.x(xUm[i], yUm[i]);
            double y = toPixel.y(xUm[i], yUm[i]);
            if (x >= 0 && y >= 0 && x < width && y < height) {
                inside++;
                onTissue += mask.isTissue(x, y) ? 1 : 0;
            }
        }
        return new Placement(xUm.length, inside, onTissue);
    }

    /** Share within the slide. */
    public double insideShare() {
        return observations == 0 ? 0 : (double) inside / observations;
    }

    /** Share on tissue. */
    public double tissueShare() {
        return observations == 0 ? 0 : (double) onTissue / observations;
    }
}
