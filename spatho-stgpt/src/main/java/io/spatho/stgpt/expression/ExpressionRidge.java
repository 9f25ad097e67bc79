package io.spatho.stgpt.expression;

import io.spatho.core.matrix.DenseMatrix;
import io.spatho.core.parallel.Workers;
import io.spatho.stgpt.region.LinearSystem;
import java.util.List;

/**
 * Ridge regression of {@code log(1 + count)} on the features of all fields of view: what a linear map can do without a network.
 *
 * <p>{@code B = (XᵀX + λ n I)⁻¹ Xᵀ(Y - ȳ)} on standardised features, in float64; of four penalties the one with the smallest Poisson
 * deviance on the validation data is kept. Cost: rows x features² + features³.
 */
final class ExpressionRidge {

    private static final List<Double> PENALTIES = List.of(0.01, 0.1, 1.0, 10.0);

    private final List<FeatureScale> scales;
    private final double[][] coefficients;
    private final double[] mean;

    private ExpressionRidge(List<FeatureScale> scales, double[][] coefficients, double[] mean) {
        this.scales = scales;
        this.coefficients = coefficients;
        this.mean = mean;
    }

    static ExpressionRidge fit(ExpressionMaterial material, int[] training, int[] validation, Workers workers) {
        List<FeatureScale> scales = material.features().stream()
                .map(features -> FeatureScale.of(features, training))
                .toList();
        float[] x = joined(material.places(), scales, training);
        int width = x.length / training.length;
        int genes = material.genes().size();
        double[] mean = new double[genes];
        for (int row : training) {
            for (int gene = 0; gene < genes; gene++) {
                mean[gene] += Math.log1p(material.counts().get(row, gene)) / training.length;
            }
        }
        double[][] gram = new double[width][width];
        double[][] right = new double[width][genes];
        float[] y = centred(material, training, mean);
        workers.forRanges(width, 16, (from, to) -> {
            for (int one = from; one < to; one++) {
                products(x, y, training.length, one, gram[one], right[one]);
            }
        });
        ExpressionRidge best = null;
        double least = Double.POSITIVE_INFINITY;
        for (double penalty : PENALTIES) {
            double[][] matrix = copy(gram);
            double[][] solution = copy(right);
            for (int i = 0; i < width; i++) {
                matrix[i][i] += penalty * training.length;
            }
            LinearSystem.solve(matrix, solution);
            ExpressionRidge candidate = new ExpressionRidge(scales, solution, mean);
            double error =
                    Deviance.mean(material.counts(), validation, candidate.predict(material.places(), validation));
            if (best == null || error < least) {
                best = candidate;
                least = error;
            }
        }
        return best;
    }

    private static float[] centred(ExpressionMaterial material, int[] training, double[] mean) {
        float[] centred = new float[training.length * mean.length];
        for (int i = 0; i < centred.length; i++) {
            int gene = i % mean.length;
            centred[i] = (float) (Math.log1p(material.counts().get(training[i / mean.length], gene)) - mean[gene]);
        }
        return centred;
    }

    /** One row of the lower triangle of XᵀX, and of XᵀY. */
    private static void products(float[] x, float[] y, int rows, int one, double[] gram, double[] right) {
        int width = gram.length;
        for (int i = 0; i < rows; i++) {
            double value = x[i * width + one];
            for (int other = 0; other <= one && value != 0; other++) {
                gram[other] += value * x[i * width + other];
            }
            for (int gene = 0; gene < right.length && value != 0; gene++) {
                right[gene] += value * y[i * right.length + gene];
            }
        }
    }

    private static double[][] copy(double[][] matrix) {
        double[][] copied = matrix.clone();
        for (int i = 0; i < copied.length; i++) {
            copied[i] = matrix[i].clone();
        }
        return copied;
    }

    private static float[] joined(PlacedFeatures places, List<FeatureScale> scales, int[] rows) {
        int each = places.features().get(0).columns();
        int width = each * scales.size();
        float[] all = new float[rows.length * width];
        for (int scale = 0; scale < scales.size(); scale++) {
            scales.get(scale).put(places.features().get(scale), rows, all, scale * each, width);
        }
        return all;
    }

    /** Rates, rows x genes. */
    DenseMatrix predict(PlacedFeatures places, int[] rows) {
        float[] x = joined(places, scales, rows);
        DenseMatrix rates = DenseMatrix.zeros(rows.length, mean.length);
        for (int i = 0; i < rows.length; i++) {
            double[] sum = mean.clone();
            for (int one = 0; one < coefficients.length; one++) {
                double value = x[i * coefficients.length + one];
                for (int gene = 0; gene < sum.length && value != 0; gene++) {
                    sum[gene] += value * coefficients[one][gene];
                }
            }
            for (int gene = 0; gene < sum.length; gene++) {
                rates.values()[i * sum.length + gene] = (float) Math.expm1(Math.max(0, Math.min(12, sum[gene])));
            }
        }
        return rates;
    }
}
