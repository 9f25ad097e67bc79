package io.spatho.anndata.spatialdata;

/** The smallest box around the points given. */
final class Bounds {

    private double left = Double.POSITIVE_INFINITY;
    private double top = Double.POSITIVE_INFINITY;
    private double right = Double.NEGATIVE_INFINITY;
    private double bottom = Double.NEGATIVE_INFINITY;

    void add(double x, double y, double margin) {
        left = Math.min(left, x - margin);
        top = Math.min(top, y - margin);
        right = Math.max(right, x + margin);
        bottom = Math.max(bottom, y + margin);
    }

    /** Smallest x and y, largest x and y; none when there was no point. */
    double[] box() {
        return left > right ? new double[0] : new double[] {left, top, right, bottom};
    }
}
