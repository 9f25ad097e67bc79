package io.spatho.anndata.visium;

import io.spatho.core.table.Table;

/**
 * The scale of the full-resolution image from the array itself: spots stand on a hexagonal grid of 100 µm pitch, so {@code
 * array_col} steps are 50 µm and {@code array_row} steps 50·√3 µm.
 *
 * <p>A least-squares affine map takes grid micrometres to pixels; its determinant gives square pixels per square micrometre. Rotation
 * and mirroring of the image do not matter, and rounding of pixel positions averages out. Cost: linear in spots.
 */
final class ArrayGrid {

    private static final double COLUMN_UM = 50;
    private static final double ROW_UM = 50 * Math.sqrt(3);
    private static final double LARGEST_SHEAR = 0.05;

    private ArrayGrid() {}

    /** Micrometres per pixel; NaN when the spots do not span a plane or the map is far from a similarity. */
    static double micrometresPerPixel(Table spots) {
        double[] u = scaled(spots.doubles("array_col"), COLUMN_UM);
        double[] v = scaled(spots.doubles("array_row"), ROW_UM);
        double[] x = centred(spots.doubles(SpotTable.PIXEL_COLUMN));
        double[] y = centred(spots.doubles(SpotTable.PIXEL_ROW));
        double uu = dot(u, u);
        double uv = dot(u, v);
        double vv = dot(v, v);
        double plane = uu * vv - uv * uv;
        if (!(plane > 1e-9 * uu * vv)) {
            return Double.NaN;
        }
        double xu = (dot(u, x) * vv - dot(v, x) * uv) / plane;
        double xv = (dot(v, x) * uu - dot(u, x) * uv) / plane;
        double yu = (dot(u, y) * vv - dot(v, y) * uv) / plane;
        double yv = (dot(v, y) * uu - dot(u, y) * uv) / plane;
        double alongColumns = Math.hypot(xu, yu);
        double alongRows = Math.hypot(xv, yv);
        double pixelsPerUm = Math.sqrt(Math.abs(xu * yv - xv * yu));
        boolean similar = Math.abs(alongColumns - pixelsPerUm) <= LARGEST_SHEAR * pixelsPerUm
                && Math.abs(alongRows - pixelsPerUm) <= LARGEST_SHEAR * pixelsPerUm;
        return similar && pixelsPerUm > 0 ? 1 / pixelsPerUm : Double.NaN;
    }

    private static double[] scaled(double[] steps, double um) {
        double[] positions = new double[steps.length];
        for (int i = 0; i < steps.length; i++) {
            positions[i] = steps[i] * um;
        }
        return centred(positions);
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
