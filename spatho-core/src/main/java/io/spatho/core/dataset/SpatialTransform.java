package io.spatho.core.dataset;

/**
 * An affine map between two named coordinate frames with declared units: {@code x' = a x + b y + c}, {@code y' = d x + e y + f}.
 *
 * @param from source frame and unit, such as {@code slide_um} or {@code fullres_pixel}
 * @param to target frame and unit
 */
public record SpatialTransform(String from, String to, double a, double b, double c, double d, double e, double f) {

    /** A uniform scale without shift. */
    public static SpatialTransform scale(String from, String to, double factor) {
        return new SpatialTransform(from, to, factor, 0, 0, 0, factor, 0);
    }

    /** The mapped x. */
    public double x(double x, double y) {
        return a * x + b * y + c;
    }

    /** The mapped y. */
    public double y(double x, double y) {
        return d * x + e * y + f;
    }

    /** The map back. */
    public SpatialTransform inverse() {
        double determinant = a * e - b * d;
        if (determinant == 0 || !Double.isFinite(determinant)) {
            throw new IllegalArgumentException("a transform from " + from + " to " + to + " cannot be inverted");
        }
        double ia = e / determinant;
        double ib = -b / determinant;
        double id = -d / determinant;
        double ie = a / determinant;
        return new SpatialTransform(to, from, ia, ib, -(ia * c + ib * f), id, ie, -(id * c + ie * f));
    }
}
