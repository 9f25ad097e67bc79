package io.spatho.core.preprocess;

import io.spatho.core.matrix.DenseMatrix;
import io.spatho.core.parallel.Workers;
import java.util.List;

/**
 * Principal components of a narrow dense matrix, such as embeddings that were joined side by side.
 *
 * <p>Determinism: sums are float64 per block of rows and added in block order. Cost: rows x columns squared; columns cubed.
 */
public final class DenseComponents {

    private static final int BLOCK = 8192;

    private DenseComponents() {}

    /**
     * The scores of the leading components, centred; with all components this is a rotation that keeps every distance.
     *
     * @param matrix observations x columns, at least one of each
     * @param components how many; no more than columns are returned
     */
    public static DenseMatrix scores(DenseMatrix matrix, int components, Workers workers) {
        if (matrix.rows() == 0 || matrix.columns() == 0 || components < 1) {
            throw new IllegalArgumentException(
                    components + " components of a " + matrix.rows() + " x " + matrix.columns() + " matrix");
        }
        int width = matrix.columns();
        double[] centre = centre(matrix, workers);
        double[][] covariance = new double[width][width];
        for (double[][] part : blocks(matrix, workers, (from, to) -> products(matrix, centre, from, to))) {
            for (int i = 0; i < width; i++) {
                VectorSums.addScaled(covariance[i], 1, part[i]);
            }
        }
        double[][] directions = Eigenpairs.full(covariance, Math.min(components, width))
                .withFixedSigns()
                .vectors();
        return project(matrix, centre, directions, workers);
    }

    private static double[] centre(DenseMatrix matrix, Workers workers) {
        double[] centre = new double[matrix.columns()];
        List<double[][]> parts = blocks(matrix, workers, (from, to) -> {
            double[] sums = new double[matrix.columns()];
            for (int row = from; row < to; row++) {
                for (int j = 0; j < sums.length; j++) {
                    sums[j] += matrix.get(row, j);
                }
            }
            return new double[][] {sums};
        });
        parts.forEach(part -> VectorSums.addScaled(centre, 1.0 / matrix.rows(), part[0]));
        return centre;
    }

    private static double[][] products(DenseMatrix matrix, double[] centre, int from, int to) {
        double[][] sums = new double[centre.length][centre.length];
        double[] row = new double[centre.length];
        for (int r = from; r < to; r++) {
            for (int j = 0; j < row.length; j++) {
                row[j] = matrix.get(r, j) - centre[j];
            }
            for (int j = 0; j < row.length; j++) {
                VectorSums.addScaled(sums[j], row[j], row);
            }
        }
        return sums;
    }

    private static DenseMatrix project(DenseMatrix matrix, double[] centre, double[][] directions, Workers workers) {
        int width = directions[0].length;
        DenseMatrix scores = DenseMatrix.zeros(matrix.rows(), width);
        workers.forRanges(matrix.rows(), BLOCK, (from, to) -> {
            for (int row = from; row < to; row++) {
                double[] sums = new double[width];
                for (int j = 0; j < centre.length; j++) {
                    VectorSums.addScaled(sums, matrix.get(row, j) - centre[j], directions[j]);
                }
                for (int j = 0; j < width; j++) {
                    scores.values()[row * width + j] = (float) sums[j];
                }
            }
        });
        return scores;
    }

    private static List<double[][]> blocks(DenseMatrix matrix, Workers workers, BlockSum sum) {
        int blocks = (matrix.rows() + BLOCK - 1) / BLOCK;
        return workers.map(blocks, block -> {
            int from = block * BLOCK;
            return sum.of(from, (int) Math.min(matrix.rows(), (long) from + BLOCK));
        });
    }

    @FunctionalInterface
    private interface BlockSum {
        double[][] of(int from, int to);
    }
}
