package io.spatho.stgpt.region;

import io.spatho.core.matrix.CsrMatrix;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Ridge regression of a cell's neighbourhood on its own expression: what a linear map can do without a network, for comparison.
 *
 * <p>{@code B = (Σ (x - μ)(x - μ)ᵀ + λ I)⁻¹ Σ (x - μ)(z - ζ)ᵀ}, with λ a tenth, one and ten times the mean variance times the number
 * of cells; the best of the three on the held-out blocks is reported, which favours the baseline. Float64, in cell order. Cost:
 * cells x nonzeros x genes + genes³.
 */
final class LinearBaseline {

    private static final List<Double> RIDGES = List.of(0.1, 1.0, 10.0);

    private final double[] mean;
    private final double[] targetMean;
    private final double[][] coefficients;

    private LinearBaseline(double[] mean, double[] targetMean, double[][] coefficients) {
        this.mean = mean;
        this.targetMean = targetMean;
        this.coefficients = coefficients;
    }

    static List<LinearBaseline> fit(CsrMatrix expression, Neighbourhood neighbourhood, GeneScale scale, int[] cells) {
        int genes = expression.columns();
        double[] mean = new double[genes];
        double[] targetMean = new double[genes];
        double[][] gram = new double[genes][genes];
        double[][] right = new double[genes][genes];
        float[] target = new float[genes];
        int used = 0;
        for (int cell : cells) {
            if (!neighbourhood.mean(cell, target, 0)) {
                continue;
            }
            used++;
            for (int gene = 0; gene < genes; gene++) {
                target[gene] = scale.nearby(gene, target[gene]);
                targetMean[gene] += target[gene];
            }
            for (int i = expression.start(cell); i < expression.end(cell); i++) {
                double value = expression.values()[i];
                int gene = expression.columnIndices()[i];
                mean[gene] += value;
                for (int j = expression.start(cell); j < expression.end(cell); j++) {
                    gram[gene][expression.columnIndices()[j]] +=
                            value * expression.values()[j];
                }
                for (int other = 0; other < genes; other++) {
                    right[gene][other] += value * target[other];
                }
            }
        }
        double n = Math.max(1, used);
        double trace = 0;
        for (int gene = 0; gene < genes; gene++) {
            mean[gene] /= n;
            targetMean[gene] /= n;
        }
        for (int gene = 0; gene < genes; gene++) {
            for (int other = 0; other < genes; other++) {
                gram[gene][other] -= n * mean[gene] * mean[other];
                right[gene][other] -= n * mean[gene] * targetMean[other];
            }
            trace += gram[gene][gene];
        }
        return solutions(mean, targetMean, gram, right, trace / genes);
    }

    private static List<LinearBaseline> solutions(
            double[] mean, double[] targetMean, double[][] gram, double[][] right, double scatter) {
        List<LinearBaseline> solutions = new ArrayList<>();
        for (double ridge : RIDGES) {
            double[][] matrix = copy(gram);
            double[][] coefficients = copy(right);
            for (int gene = 0; gene < mean.length; gene++) {
                matrix[gene][gene] += Math.max(1e-9, ridge * scatter);
            }
            solve(matrix, coefficients);
            solutions.add(new LinearBaseline(mean, targetMean, coefficients));
        }
        return solutions;
    }

    private static double[][] copy(double[][] matrix) {
        return Arrays.stream(matrix).map(double[]::clone).toArray(double[][]::new);
    }

    /** Replaces the right-hand sides by the solutions of a symmetric positive definite system (Cholesky). */
    static void solve(double[][] matrix, double[][] right) {
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

    /** The predicted neighbourhood of a cell, in units of {@link GeneScale}. */
    double[] predict(CsrMatrix expression, int cell) {
        double[] predicted = targetMean.clone();
        double[] own = new double[mean.length];
        for (int gene = 0; gene < own.length; gene++) {
            own[gene] = -mean[gene];
        }
        for (int i = expression.start(cell); i < expression.end(cell); i++) {
            own[expression.columnIndices()[i]] += expression.values()[i];
        }
        for (int gene = 0; gene < own.length; gene++) {
            subtract(predicted, coefficients[gene], -own[gene]);
        }
        return predicted;
    }
}
