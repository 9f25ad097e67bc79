package io.spatho.stgpt.evaluation;

import io.spatho.core.matrix.CsrMatrix;
import io.spatho.core.matrix.DenseMatrix;
import io.spatho.core.parallel.Workers;
import io.spatho.core.preprocess.Pca;
import io.spatho.core.preprocess.PrincipalComponents;
import io.spatho.stgpt.region.PanelDecoder;
import java.util.Arrays;

/**
 * What principal components of the variable genes, a linear map and nearest neighbours can do: the baselines of every benchmark.
 *
 * <p>Components of the training cells, genes scaled to unit variance; the scores of a cell of which only some genes are seen are the
 * posterior mean under probabilistic principal components, {@code z = (Wᵀ W / s² + L⁻¹)⁻¹ Wᵀ x / s²} over the genes seen (Tipping and
 * Bishop 1999), and an unseen gene is {@code W z}. Neighbours are the nearest training cells by these scores. Float64. Cost for a
 * cell: genes x components + components³, and training cells x components for its neighbours.
 */
final class LinearImputation {

    private static final int COMPONENTS = 30;
    private static final double SMALLEST_VARIANCE = 1e-9;

    /** The number of nearest training cells whose mean is the neighbours' prediction. */
    static final int NEIGHBOURS = 15;

    private final double[] mean;
    private final double[] deviation;
    private final double[][] loadings;
    private final double[] precision;
    private final double noise;
    private final double[][] gram;
    private final CsrMatrix expression;
    private final int[] training;
    private double[][] scores = {};

    private LinearImputation(CsrMatrix expression, int[] training, Pca pca) {
        int genes = expression.columns();
        this.expression = expression;
        this.training = training;
        this.mean = new double[genes];
        this.deviation = new double[genes];
        moments();
        int components = pca.components();
        this.loadings = new double[genes][components];
        double explained = 0;
        this.precision = new double[components];
        for (int k = 0; k < components; k++) {
            explained += pca.variances()[k];
            precision[k] = 1 / Math.max(SMALLEST_VARIANCE, pca.variances()[k]);
            for (int gene = 0; gene < genes; gene++) {
                loadings[gene][k] = deviation[gene] > 0 ? pca.loadings().get(gene, k) : 0;
            }
        }
        this.noise = Math.max(1e-3, (pca.totalVariance() - explained) / Math.max(1, genes - components));
        this.gram = new double[components][components];
        for (double[] row : loadings) {
            addOuter(gram, row, 1);
        }
    }

    /** Learns from training cells. */
    static LinearImputation fit(CsrMatrix expression, int[] training, long seed, Workers workers) {
        CsrMatrix rows = expression.selectRows(training);
        int components = Math.max(1, Math.min(COMPONENTS, Math.min(rows.rows(), rows.columns()) / 2));
        Pca pca = PrincipalComponents.fit(rows, new PrincipalComponents.Options(components, true, seed), workers);
        LinearImputation fitted = new LinearImputation(expression, training, pca);
        boolean[] nothing = new boolean[expression.columns()];
        fitted.scores = workers.map(training.length, i -> fitted.scores(training[i], nothing))
                .toArray(double[][]::new);
        return fitted;
    }

    private void moments() {
        double[] squares = new double[mean.length];
        for (int cell : training) {
            for (int i = expression.start(cell); i < expression.end(cell); i++) {
                double value = expression.values()[i];
                mean[expression.columnIndices()[i]] += value;
                squares[expression.columnIndices()[i]] += value * value;
            }
        }
        double n = Math.max(1, training.length);
        for (int gene = 0; gene < mean.length; gene++) {
            mean[gene] /= n;
            double variance = squares[gene] / n - mean[gene] * mean[gene];
            deviation[gene] = variance > SMALLEST_VARIANCE ? Math.sqrt(variance) : 0;
        }
    }

    /** A gene's mean over the training cells, zeros included. */
    double mean(int gene) {
        return mean[gene];
    }

    /** Its standard deviation; 0 when it does not vary. */
    double deviation(int gene) {
        return deviation[gene];
    }

    private static void addOuter(double[][] matrix, double[] row, double factor) {
        for (int i = 0; i < row.length; i++) {
            for (int j = 0; j <= i; j++) {
                matrix[i][j] += factor * row[i] * row[j];
            }
        }
    }

    /** The scores of a cell of which the marked genes are not seen. */
    private double[] scores(int cell, boolean[] hidden) {
        int components = precision.length;
        double[][] matrix = Arrays.stream(gram).map(double[]::clone).toArray(double[][]::new);
        double[] right = new double[components];
        double[] values = row(cell);
        for (int gene = 0; gene < mean.length; gene++) {
            if (hidden[gene]) {
                addOuter(matrix, loadings[gene], -1);
            } else if (deviation[gene] > 0) {
                double units = (values[gene] - mean[gene]) / deviation[gene];
                for (int k = 0; k < components; k++) {
                    right[k] += units * loadings[gene][k];
                }
            }
        }
        for (int k = 0; k < components; k++) {
            matrix[k][k] += noise * precision[k];
        }
        return Cholesky.solve(matrix, right);
    }

    private double[] row(int cell) {
        double[] values = new double[mean.length];
        for (int i = expression.start(cell); i < expression.end(cell); i++) {
            values[expression.columnIndices()[i]] = expression.values()[i];
        }
        return values;
    }

    /**
     * The predictions for cells, cells x genes each.
     *
     * @param linear by the components
     * @param neighbours by the mean of the nearest training cells
     */
    record Predicted(DenseMatrix linear, DenseMatrix neighbours) {}

    /** Predicts the genes hidden in each cell; what is seen is predicted as well. */
    Predicted predict(int[] cells, PanelDecoder.Hidden hidden, Workers workers) {
        int genes = mean.length;
        Predicted predicted =
                new Predicted(DenseMatrix.zeros(cells.length, genes), DenseMatrix.zeros(cells.length, genes));
        workers.forRanges(cells.length, 32, (from, to) -> {
            for (int row = from; row < to; row++) {
                double[] z = scores(cells[row], hidden.in(cells[row]));
                for (int gene = 0; gene < genes; gene++) {
                    double units = 0;
                    for (int k = 0; k < z.length; k++) {
                        units += loadings[gene][k] * z[k];
                    }
                    predicted.linear.values()[row * genes + gene] =
                            (float) Math.max(0, mean[gene] + deviation[gene] * units);
                }
                addNeighbours(z, predicted.neighbours.values(), row * genes);
            }
        });
        return predicted;
    }

    private void addNeighbours(double[] z, float[] target, int at) {
        int wanted = Math.min(NEIGHBOURS, training.length);
        double[] nearest = new double[wanted];
        int[] which = new int[wanted];
        int held = 0;
        for (int i = 0; i < training.length; i++) {
            double distance = 0;
            for (int k = 0; k < z.length; k++) {
                double difference = z[k] - scores[i][k];
                distance += difference * difference;
            }
            if (held < wanted || distance < nearest[held - 1]) {
                int place = held < wanted ? held++ : held - 1;
                while (place > 0 && nearest[place - 1] > distance) {
                    nearest[place] = nearest[place - 1];
                    which[place] = which[place - 1];
                    place--;
                }
                nearest[place] = distance;
                which[place] = training[i];
            }
        }
        for (int n = 0; n < held; n++) {
            for (int i = expression.start(which[n]); i < expression.end(which[n]); i++) {
                target[at + expression.columnIndices()[i]] += expression.values()[i] / held;
            }
        }
    }
}
