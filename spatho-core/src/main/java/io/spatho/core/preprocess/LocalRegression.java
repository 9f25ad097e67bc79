package io.spatho.core.preprocess;

import java.util.Arrays;
import org.hipparchus.linear.Array2DRowRealMatrix;
import org.hipparchus.linear.RealMatrix;
import org.hipparchus.linear.SingularValueDecomposition;

/**
 * Locally weighted quadratic regression (loess) of one variable on another, at chosen points.
 *
 * <p>At a point q the nearest {@code floor(span n)} observations take part, with tricube weights of their distance over that of the
 * farthest; the value and the slope of the weighted parabola at q are those of the curve. Columns are brought to unit length and
 * singular values below 100 machine epsilons of the largest are left out, so that few distinct positions are no error. Where all
 * that take part share one position, the value is their mean and the slope is 0.
 *
 * <p>Source: Cleveland and Devlin 1988; weights, neighbourhoods and tolerance of netlib's dloess as in scikit-misc 0.5, which ends with
 * an error in the last case. Cost: {@code n} per point.
 */
final class LocalRegression {

    private static final double RELATIVE_TOLERANCE = 100 * 0x1.0p-52;
    private static final int DEGREES = 3;

    private final double[] x;
    private final double[] y;
    private final int held;

    /** A regression on ascending {@code x}. */
    LocalRegression(double[] x, double[] y, double span) {
        if (x.length != y.length || x.length == 0 || !(span > 0 && span <= 1)) {
            throw new IllegalArgumentException("loess needs pairs and a span of at most 1");
        }
        this.x = x;
        this.y = y;
        this.held = Math.max(1, Math.min(x.length, (int) Math.floor(x.length * span + 1e-5)));
    }

    /**
     * The curve at one place.
     *
     * @param value its height
     * @param slope its derivative
     */
    record Local(double value, double slope) {}

    /** The curve at a point. */
    Local at(double point) {
        int from = nearest(point);
        int to = from + held;
        double reach = Math.max(point - x[from], x[to - 1] - point);
        if (!(reach > 0)) {
            return new Local(Arrays.stream(y, from, to).average().orElse(Double.NaN), 0);
        }
        double[][] design = new double[DEGREES][held];
        double[] response = new double[held];
        for (int i = from; i < to; i++) {
            double offset = x[i] - point;
            double distance = Math.abs(offset) / reach;
            double weight = Math.sqrt(cube(1 - cube(distance)));
            design[0][i - from] = weight;
            design[1][i - from] = weight * offset;
            design[2][i - from] = weight * offset * offset;
            response[i - from] = weight * y[i];
        }
        return solve(design, response);
    }

    private static double cube(double value) {
        return value * value * value;
    }

    /** The first of the {@code held} observations nearest to a point; of equally near ones the farthest have no weight anyway. */
    private int nearest(double point) {
        int found = Arrays.binarySearch(x, point);
        int at = found >= 0 ? found : -found - 1;
        int from = Math.max(0, Math.min(at, x.length - held));
        while (from > 0 && point - x[from - 1] < x[from + held - 1] - point) {
            from--;
        }
        while (from + held < x.length && x[from + held] - point < point - x[from]) {
            from++;
        }
        return from;
    }

    /** Least squares by orthogonal columns and the pseudo-inverse of their triangle. */
    private static Local solve(double[][] columns, double[] response) {
        double[] lengths = new double[DEGREES];
        double[][] triangle = new double[DEGREES][DEGREES];
        for (int j = 0; j < DEGREES; j++) {
            lengths[j] = length(columns[j]);
            lengths[j] = lengths[j] > 0 ? lengths[j] : 1;
            scale(columns[j], 1 / lengths[j]);
            for (int round = 0; round < 2; round++) {
                for (int i = 0; i < j; i++) {
                    double overlap = dot(columns[i], columns[j]);
                    triangle[i][j] += overlap;
                    VectorSums.addScaled(columns[j], -overlap, columns[i]);
                }
            }
            triangle[j][j] = length(columns[j]);
            if (triangle[j][j] > RELATIVE_TOLERANCE) {
                scale(columns[j], 1 / triangle[j][j]);
            } else {
                triangle[j][j] = 0;
                Arrays.fill(columns[j], 0);
            }
        }
        SingularValueDecomposition parts = new SingularValueDecomposition(new Array2DRowRealMatrix(triangle, false));
        double[] sizes = parts.getSingularValues();
        RealMatrix left = parts.getU();
        RealMatrix right = parts.getV();
        double[] coefficients = new double[DEGREES];
        for (int s = 0; s < DEGREES; s++) {
            if (sizes[s] > RELATIVE_TOLERANCE * sizes[0]) {
                double weight = 0;
                for (int j = 0; j < DEGREES; j++) {
                    weight += left.getEntry(j, s) * dot(columns[j], response);
                }
                for (int j = 0; j < DEGREES; j++) {
                    coefficients[j] += right.getEntry(j, s) * weight / sizes[s] / lengths[j];
                }
            }
        }
        return new Local(coefficients[0], coefficients[1]);
    }

    private static void scale(double[] values, double factor) {
        for (int i = 0; i < values.length; i++) {
            values[i] *= factor;
        }
    }

    private static double length(double[] values) {
        return Math.sqrt(dot(values, values));
    }

    private static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }
}
