package io.spatho.core.preprocess;

import io.spatho.core.matrix.CsrMatrix;
import io.spatho.core.parallel.Workers;
import java.util.List;
import java.util.function.DoubleUnaryOperator;

/**
 * Mean and sample variance of each column, zeros included, in two passes and in float64.
 *
 * <p>These are the two moments that dispersion and scaling need, of values under a transformation; spatial autocorrelation has
 * its own class of the same name for shifted values and fourth powers.
 *
 * <p>Determinism: sums are formed per block of {@value #BLOCK} rows and added in block order.
 *
 * @param means the mean of each column
 * @param variances the variance with denominator n - 1; exactly 0 for a constant column, and 0 for a single row
 */
record GeneMoments(double[] means, double[] variances) {

    private static final int BLOCK = 16384;

    /** Relative deviation below which a column counts as constant: rounding of its mean, not variation. */
    private static final double CONSTANT = 1e-12;

    /** The moments of the transformed values; the transformation must map 0 to 0. */
    static GeneMoments of(CsrMatrix matrix, DoubleUnaryOperator transformation, Workers workers) {
        int n = matrix.rows();
        int columns = matrix.columns();
        double[] means = sum(blocks(matrix, workers, (row, sums) -> {
            for (int i = matrix.start(row); i < matrix.end(row); i++) {
                sums[matrix.columnIndices()[i]] += transformation.applyAsDouble(matrix.values()[i]);
            }
        }));
        for (int column = 0; column < columns; column++) {
            means[column] /= n;
        }
        int[] stored = new int[columns];
        for (int column : matrix.columnIndices()) {
            stored[column]++;
        }
        double[] variances = sum(blocks(matrix, workers, (row, sums) -> {
            for (int i = matrix.start(row); i < matrix.end(row); i++) {
                int column = matrix.columnIndices()[i];
                double difference = transformation.applyAsDouble(matrix.values()[i]) - means[column];
                sums[column] += difference * difference;
            }
        }));
        for (int column = 0; column < columns; column++) {
            double mean = means[column];
            double variance = n < 2 ? 0 : (variances[column] + (n - stored[column]) * mean * mean) / (n - 1);
            variances[column] = variance <= CONSTANT * CONSTANT * mean * mean ? 0 : variance;
        }
        return new GeneMoments(means, variances);
    }

    private static List<double[]> blocks(CsrMatrix matrix, Workers workers, RowSum rowSum) {
        int blocks = Math.max(1, (int) (((long) matrix.rows() + BLOCK - 1) / BLOCK));
        return workers.map(blocks, block -> {
            double[] sums = new double[matrix.columns()];
            int to = (int) Math.min(matrix.rows(), (block + 1L) * BLOCK);
            for (int row = block * BLOCK; row < to; row++) {
                rowSum.add(row, sums);
            }
            return sums;
        });
    }

    private static double[] sum(List<double[]> blocks) {
        double[] total = blocks.get(0);
        for (int block = 1; block < blocks.size(); block++) {
            double[] part = blocks.get(block);
            for (int column = 0; column < total.length; column++) {
                total[column] += part[column];
            }
        }
        return total;
    }

    @FunctionalInterface
    private interface RowSum {
        void add(int row, double[] sums);
    }
}
