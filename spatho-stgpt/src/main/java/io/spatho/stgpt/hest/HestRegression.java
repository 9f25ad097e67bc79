package io.spatho.stgpt.hest;

import io.spatho.core.matrix.DenseMatrix;
import io.spatho.core.parallel.Workers;
import io.spatho.core.preprocess.FeatureComponents;
import io.spatho.stgpt.region.LinearSystem;
import java.util.Arrays;
import java.util.function.IntFunction;

/**
 * The regression of the HEST benchmark: features at unit variance, their leading principal components, and ridge regression of {@code
 * log(1 + count)} on these without an intercept, with penalty {@code 100 / (components x genes)}.
 *
 * <p>Without an intercept predictions are centred, which a correlation does not see. Agrees with scikit-learn 1.9.1's {@code
 * StandardScaler}, {@code PCA(svd_solver="full")} and {@code Ridge} to 1e-5. Determinism: independent of threads. Cost: patches x
 * features² (beyond 8e9 products from a seeded sample of patches). Source: HEST {@code src/hest/bench} (afd42c3).
 */
final class HestRegression {

    private static final double PENALTY = 100;

    private final FeatureComponents.Axes axes;
    private final double[][] coefficients;
    private final Workers workers;

    private HestRegression(FeatureComponents.Axes axes, double[][] coefficients, Workers workers) {
        this.axes = axes;
        this.coefficients = coefficients;
        this.workers = workers;
    }

    /**
     * Fits it.
     *
     * @param features patches x features
     * @param logs patches x genes, {@code log(1 + count)}
     * @param most components at most; no more than features, and fewer than patches
     */
    static HestRegression fit(DenseMatrix features, DenseMatrix logs, int most, long seed, Workers workers) {
        int components = Math.max(1, Math.min(most, Math.min(features.columns(), features.rows() - 1)));
        double[] ones = new double[features.columns()];
        Arrays.fill(ones, 1);
        FeatureComponents.Axes axes = FeatureComponents.axes(new Rows(features), ones, components, seed, workers);
        DenseMatrix scores = axes.scores(new Rows(features), workers);
        int genes = logs.columns();
        double[][] gram = new double[components][components];
        double[][] right = new double[components][genes];
        workers.forRanges(components, 1, (from, to) -> {
            for (int row = 0; row < scores.rows(); row++) {
                double value = scores.get(row, from);
                for (int other = 0; other <= from; other++) {
                    gram[from][other] += value * scores.get(row, other);
                }
                for (int gene = 0; gene < genes; gene++) {
                    right[from][gene] += value * logs.get(row, gene);
                }
            }
        });
        for (int i = 0; i < components; i++) {
            gram[i][i] += PENALTY / ((double) components * genes);
        }
        LinearSystem.solve(gram, right);
        return new HestRegression(axes, right, workers);
    }

    /** How many components are used. */
    int components() {
        return coefficients.length;
    }

    /** Patches x genes, centred at the training's mean. */
    DenseMatrix predict(DenseMatrix features) {
        DenseMatrix scores = axes.scores(new Rows(features), workers);
        int genes = coefficients[0].length;
        DenseMatrix predicted = DenseMatrix.zeros(features.rows(), genes);
        for (int row = 0; row < scores.rows(); row++) {
            for (int gene = 0; gene < genes; gene++) {
                double sum = 0;
                for (int i = 0; i < coefficients.length; i++) {
                    sum += scores.get(row, i) * coefficients[i][gene];
                }
                predicted.values()[row * genes + gene] = (float) sum;
            }
        }
        return predicted;
    }

    /** A matrix as rows of features. */
    private record Rows(DenseMatrix matrix) implements FeatureComponents.Features {

        @Override
        public int rows() {
            return matrix.rows();
        }

        @Override
        public int columns() {
            return matrix.columns();
        }

        @Override
        public IntFunction<double[]> reader() {
            double[] own = new double[matrix.columns()];
            return row -> {
                for (int j = 0; j < own.length; j++) {
                    own[j] = matrix.get(row, j);
                }
                return own;
            };
        }
    }
}
