package io.spatho.stgpt.region;

/** A symmetric positive definite system of equations with many right-hand sides, in float64. */
public final class LinearSystem {

    private LinearSystem() {}

    /**
     * Replaces the right-hand sides by the solutions of a symmetric positive definite system (Cholesky); of the matrix only what
     * lies on and below the diagonal is read.
     */
    public static void solve(double[][] matrix, double[][] right) {
        int n = matrix.length;
        for (int i = 0; i < n; i++) {
            double[] row = matrix[i];
            for (int j = 0; j <= i; j++) {
                double sum = row[j];
                double[] other = matrix[j];
                for (int k = 0; k < j; k++) {
                    sum -= row[k] * other[k];
                }
                row[j] = i == j ? Math.sqrt(sum) : sum / other[j];
            }
        }
        for (int i = 0; i < n; i++) {
            for (int k = 0; k < i; k++) {
                subtract(right[i], right[k], matrix[i][k]);
            }
            scale(right[i], 1 / matrix[i][i]);
        }
        for (int i = n - 1; i >= 0; i--) {
            for (int k = i + 1; k < n; k++) {
                subtract(right[i], right[k], matrix[k][i]);
            }
            scale(right[i], 1 / matrix[i][i]);
        }
    }

    private static void subtract(double[] from, double[] other, double factor) {
        for (int i = 0; i < from.length; i++) {
            from[i] -= factor * other[i];
        }
    }

    private static void scale(double[] row, double factor) {
        for (int i = 0; i < row.length; i++) {
            row[i] *= factor;
        }
    }
}
