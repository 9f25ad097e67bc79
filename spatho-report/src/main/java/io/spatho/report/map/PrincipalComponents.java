package io.spatho.report.map;

import java.util.Arrays;

/**
 * The first principal components of a few vectors, by power iteration with deflation on the smaller of the two cross products.
 *
 * <p>Three components of at most some hundred regions choose colours here, in float64 and with their shares of the variance;
 * {@code io.spatho.core.preprocess} has the components of expression and of many rows, which decompose a matrix as wide as the
 * vectors are long.
 *
 * <p>Shapes: {@code scores} is components x vectors, {@code shares} the part of the variance that each component holds; components
 * beyond the rank are zero. Determinism: a fixed start and order of sums; each component points so that its largest score in
 * magnitude is positive. Cost: r d min(r, d) for r vectors of length d, and at most 300 products with the cross product each.
 */
record PrincipalComponents(double[][] scores, double[] shares) {

    private static final int ROUNDS = 300;
    private static final double SETTLED = 1e-12;
    private static final double NEGLIGIBLE = 1e-12;

    /** The components of {@code vectors}, r x d. */
    static PrincipalComponents of(double[][] vectors, int count) {
        double[][] centred = centre(vectors);
        int r = centred.length;
        int d = r == 0 ? 0 : centred[0].length;
        // The outer product gives the scores at once; the inner one is smaller when there are more vectors than
        // dimensions.
        boolean outer = r <= d;
        double[][] product = outer ? crossProduct(centred) : crossProduct(transposed(centred));
        double total = 0;
        for (int i = 0; i < product.length; i++) {
            total += product[i][i];
        }
        double[][] scores = new double[count][r];
        double[] shares = new double[count];
        double[][] axes = new double[count][];
        for (int c = 0; c < count && c < product.length && total > 0; c++) {
            axes[c] = dominant(product, axes, c, total * NEGLIGIBLE);
            double[] image = times(product, axes[c]);
            double eigenvalue = dot(image, axes[c]);
            if (eigenvalue <= total * NEGLIGIBLE) {
                break;
            }
            shares[c] = eigenvalue / total;
            scores[c] = outer ? scaled(axes[c], Math.sqrt(eigenvalue)) : times(centred, axes[c]);
            orient(scores[c]);
        }
        return new PrincipalComponents(scores, shares);
    }

    private static double[] dominant(double[][] product, double[][] earlier, int count, double negligible) {
        double[] axis = new double[product.length];
        for (int i = 0; i < axis.length; i++) {
            axis[i] = 1 + 1.0 / (i + 1) + (i % 7) * 0.01 - (i % 3) * (count + 1);
        }
        for (int round = 0; round < ROUNDS; round++) {
            double[] next = times(product, axis);
            for (int e = 0; e < count; e++) {
                double along = dot(next, earlier[e]);
                for (int i = 0; i < next.length; i++) {
                    next[i] -= along * earlier[e][i];
                }
            }
            double length = Math.sqrt(dot(next, next));
            // What is left after the earlier components is rounding error, which would point back along them.
            if (!(length > negligible)) {
                return new double[product.length];
            }
            double change = 0;
            for (int i = 0; i < next.length; i++) {
                next[i] /= length;
                change += (next[i] - axis[i]) * (next[i] - axis[i]);
            }
            axis = next;
            if (change < SETTLED) {
                break;
            }
        }
        return axis;
    }

    private static double[][] centre(double[][] vectors) {
        double[][] centred = new double[vectors.length][];
        for (int i = 0; i < vectors.length; i++) {
            centred[i] = vectors[i].clone();
        }
        for (int j = 0; vectors.length > 0 && j < vectors[0].length; j++) {
            double sum = 0;
            for (double[] vector : vectors) {
                sum += vector[j];
            }
            double mean = sum / vectors.length;
            for (double[] vector : centred) {
                vector[j] -= mean;
            }
        }
        return centred;
    }

    private static double[][] crossProduct(double[][] rows) {
        double[][] product = new double[rows.length][rows.length];
        for (int i = 0; i < rows.length; i++) {
            for (int j = i; j < rows.length; j++) {
                product[i][j] = dot(rows[i], rows[j]);
                product[j][i] = product[i][j];
            }
        }
        return product;
    }

    private static double[][] transposed(double[][] rows) {
        double[][] columns = new double[rows[0].length][rows.length];
        for (int i = 0; i < rows.length; i++) {
            for (int j = 0; j < columns.length; j++) {
                columns[j][i] = rows[i][j];
            }
        }
        return columns;
    }

    private static double[] times(double[][] matrix, double[] vector) {
        double[] result = new double[matrix.length];
        Arrays.setAll(result, i -> dot(matrix[i], vector));
        return result;
    }

    private static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }

    private static double[] scaled(double[] vector, double factor) {
        double[] result = vector.clone();
        for (int i = 0; i < result.length; i++) {
            result[i] *= factor;
        }
        return result;
    }

    private static void orient(double[] scores) {
        double largest = 0;
        for (double score : scores) {
            if (Math.abs(score) > Math.abs(largest)) {
                largest = score;
            }
        }
        if (largest < 0) {
            for (int i = 0; i < scores.length; i++) {
                scores[i] = -scores[i];
            }
        }
    }
}
