package io.spatho.anndata.registration;

import io.spatho.core.dataset.SpatialTransform;
import io.spatho.core.error.InputException;
import io.spatho.core.error.Problem;
import io.spatho.core.text.Words;
import java.util.Arrays;
import java.util.Locale;

/**
 * A map from slide pixels to micrometres and how far it misses key points.
 *
 * @param model {@code affine}, {@code similarity}, or {@code given} for a map that was not fitted to these points
 * @param transform slide pixels to micrometres
 * @param residuals distance in micrometres between each point and its mapped partner
 * @param leaveOneOut the same with a map fitted to the other points; NaN where the others do not determine one
 */
public record KeypointFit(String model, SpatialTransform transform, double[] residuals, double[] leaveOneOut) {

    private static final int POINTS_FOR_AFFINE = 4;
    private static final double FLAT = 1e-9;

    /** The least-squares fit: affine from four points on, a similarity (turn, uniform scale, shift) below. */
    public static KeypointFit fit(Keypoints points, Object place) {
        boolean affine = points.size() >= POINTS_FOR_AFFINE;
        SpatialTransform transform = affine ? affine(points, place) : similarity(points, place);
        double[] left = new double[points.size()];
        for (int i = 0; i < left.length; i++) {
            left[i] = leftOut(points, i, place);
        }
        return new KeypointFit(affine ? "affine" : "similarity", transform, distances(points, transform), left);
    }

    /** How far a map that came from elsewhere misses the points. */
    public static KeypointFit check(SpatialTransform transform, Keypoints points) {
        double[] distances = distances(points, transform);
        return new KeypointFit("given", transform, distances, distances);
    }

    private static double leftOut(Keypoints points, int out, Object place) {
        if (points.size() <= 2) {
            return Double.NaN;
        }
        Keypoints rest = points.without(out);
        boolean affine = rest.size() >= POINTS_FOR_AFFINE;
        try {
            SpatialTransform transform = affine ? affine(rest, place) : similarity(rest, place);
            double dx = transform.x(points.slideX()[out], points.slideY()[out]) - points.umX()[out];
            double dy = transform.y(points.slideX()[out], points.slideY()[out]) - points.umY()[out];
            return Math.hypot(dx, dy);
        } catch (InputException e) {
            return Double.NaN;
        }
    }

    private static double[] distances(Keypoints points, SpatialTransform transform) {
        double[] distances = new double[points.size()];
        for (int i = 0; i < distances.length; i++) {
            double x = points.slideX()[i];
            double y = points.slideY()[i];
            distances[i] = Math.hypot(transform.x(x, y) - points.umX()[i], transform.y(x, y) - points.umY()[i]);
        }
        return distances;
    }

    private static double mean(double[] values) {
        return Arrays.stream(values).sum() / values.length;
    }

    /** Sum of products of deviations from the means. */
    private static double product(double[] one, double[] other) {
        double meanOne = mean(one);
        double meanOther = mean(other);
        double sum = 0;
        for (int i = 0; i < one.length; i++) {
            sum += (one[i] - meanOne) * (other[i] - meanOther);
        }
        return sum;
    }

    private static SpatialTransform affine(Keypoints p, Object place) {
        double xx = product(p.slideX(), p.slideX());
        double xy = product(p.slideX(), p.slideY());
        double yy = product(p.slideY(), p.slideY());
        double determinant = xx * yy - xy * xy;
        if (!(determinant > FLAT * (xx + yy) * (xx + yy))) {
            throw flat(place);
        }
        double[] u = {product(p.slideX(), p.umX()), product(p.slideY(), p.umX())};
        double[] v = {product(p.slideX(), p.umY()), product(p.slideY(), p.umY())};
        double a = (yy * u[0] - xy * u[1]) / determinant;
        double b = (xx * u[1] - xy * u[0]) / determinant;
        double d = (yy * v[0] - xy * v[1]) / determinant;
        double e = (xx * v[1] - xy * v[0]) / determinant;
        return through(p, a, b, d, e);
    }

    private static SpatialTransform similarity(Keypoints p, Object place) {
        double spread = product(p.slideX(), p.slideX()) + product(p.slideY(), p.slideY());
        double along = product(p.slideX(), p.umX()) + product(p.slideY(), p.umY());
        double across = product(p.slideX(), p.umY()) - product(p.slideY(), p.umX());
        if (!(spread > 0) || !(along * along + across * across > 0)) {
            throw flat(place);
        }
        double cosine = along / spread;
        double sine = across / spread;
        return through(p, cosine, -sine, sine, cosine);
    }

    /** The map with that linear part that takes the points' centre to its partner. */
    private static SpatialTransform through(Keypoints p, double a, double b, double d, double e) {
        double x = mean(p.slideX());
        double y = mean(p.slideY());
        return new SpatialTransform(
                "slide_pixel", "slide_um", a, b, mean(p.umX()) - a * x - b * y, d, e, mean(p.umY()) - d * x - e * y);
    }

    private static InputException flat(Object place) {
        return new InputException(Problem.of("the key points lie on a line or on each other")
                .at(place)
                .fix("Set at least three points that do not lie on a line"));
    }

    /** Root of the mean squared residual in micrometres. */
    public double rms() {
        return rootMeanSquare(residuals);
    }

    /** Largest residual in micrometres. */
    public double largest() {
        return Arrays.stream(residuals).max().orElse(Double.NaN);
    }

    /** Root of the mean squared leave-one-out residual; NaN when a point cannot be left out. */
    public double leaveOneOutRms() {
        return rootMeanSquare(leaveOneOut);
    }

    /** The residual that speaks for places without a key point: leave-one-out where there is one. */
    public double expected() {
        double left = leaveOneOutRms();
        return Double.isNaN(left) ? rms() : left;
    }

    /** The residuals in words. */
    public String words() {
        return String.format(
                Locale.ROOT,
                "%s missed by %.2f µm (root mean square), at most %.2f µm",
                Words.count(residuals.length, "key point"),
                rms(),
                largest());
    }

    private static double rootMeanSquare(double[] values) {
        return Math.sqrt(Arrays.stream(values).map(v -> v * v).sum() / values.length);
    }
}
