package io.spatho.anndata.slide;

/**
 * A grid of output pixels over a slide, in pixels of its largest level.
 *
 * @param x left edge of the first output pixel
 * @param y upper edge of the first output pixel
 * @param stepX width of an output pixel
 * @param stepY height of an output pixel
 * @param width output columns
 * @param height output rows
 */
public record Sampling(double x, double y, double stepX, double stepY, int width, int height) {

    public Sampling {
        if (!(stepX > 0 && stepY > 0) || width < 1 || height < 1 || !Double.isFinite(x + y + stepX + stepY)) {
            throw new IllegalArgumentException("not a grid: " + stepX + " x " + stepY + ", " + width + " x " + height);
        }
    }

    /** The rows {@code from} to {@code to} of this grid. */
    Sampling rows(int from, int to) {
        return new Sampling(x, y + from * stepY, stepX, stepY, width, to - from);
    }
}
