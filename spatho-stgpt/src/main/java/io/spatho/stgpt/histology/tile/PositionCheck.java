package io.spatho.stgpt.histology.tile;

import io.spatho.core.dataset.Platform;
import io.spatho.core.dataset.SpatialDataset;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * The platform's own positions against the map that lays the slide: how far the positions are, in micrometres, from the regular array on
 * which the platform printed its spots or bins, after the best affine fit of one to the other.
 *
 * @param residualUm root mean square distance
 * @param largestUm largest distance
 * @param pitchUm distance between neighbours in a column of the array, as the positions have it
 * @param expectedPitchUm the same as the platform made it: 50 µm steps of Visium's columns, the bin of Visium HD
 */
public record PositionCheck(double residualUm, double largestUm, double pitchUm, double expectedPitchUm) {

    private static final double VISIUM_STEP_UM = 50;

    /** The check of a case; nothing for platforms without an array, or fewer than three positions that span a plane. */
    public static Optional<PositionCheck> of(SpatialDataset dataset) {
        Platform platform = dataset.metadata().platform();
        boolean isArray = platform == Platform.VISIUM || platform == Platform.VISIUM_HD;
        if (!isArray || !dataset.obs().has("array_row") || !dataset.obs().has("array_col")) {
            return Optional.empty();
        }
        double expected = platform == Platform.VISIUM
                ? VISIUM_STEP_UM
                : dataset.metadata().observationSizeUm();
        double[] u = centred(dataset.obs().doubles("array_col"));
        double[] v = centred(dataset.obs().doubles("array_row"));
        double[] x = centred(dataset.xUm());
        double[] y = centred(dataset.yUm());
        double uu = dot(u, u);
        double uv = dot(u, v);
        double vv = dot(v, v);
        double plane = uu * vv - uv * uv;
        if (!(plane > 1e-9 * uu * vv)) {
            return Optional.empty();
        }
        double xu = (dot(u, x) * vv - dot(v, x) * uv) / plane;
        double xv = (dot(v, x) * uu - dot(u, x) * uv) / plane;
        double yu = (dot(u, y) * vv - dot(v, y) * uv) / plane;
        double yv = (dot(v, y) * uu - dot(u, y) * uv) / plane;
        double squares = 0;
        double largest = 0;
        for (int i = 0; i < x.length; i++) {
            double distance = Math.hypot(x[i] - xu * u[i] - xv * v[i], y[i] - yu * u[i] - yv * v[i]);
            squares += distance * distance;
            largest = Math.max(largest, distance);
        }
        return Optional.of(new PositionCheck(Math.sqrt(squares / x.length), largest, Math.hypot(xu, yu), expected));
    }

    /** The pitch's deviation from what the platform made, as a share; empty when the platform does not say. */
    public OptionalDouble scaleError() {
        return expectedPitchUm > 0
                ? OptionalDouble.of(Math.abs(pitchUm / expectedPitchUm - 1))
                : OptionalDouble.empty();
    }

    private static double[] centred(double[] values) {
        double sum = 0;
        for (double value : values) {
            sum += value;
        }
        double[] moved = new double[values.length];
        for (int i = 0; i < values.length; i++) {
            moved[i] = values[i] - sum / values.length;
        }
        return moved;
    }

    private static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }
}
