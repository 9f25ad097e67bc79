package io.spatho.core.preprocess;

import io.spatho.core.parallel.Workers;

/** A covariance matrix that was formed. */
final class DenseCovariance implements CovarianceOperator {

    private static final int BLOCK = 32;

    private final double[][] matrix;
    private final Workers workers;

    DenseCovariance(double[][] matrix, Workers workers) {
        this.matrix = matrix;
        this.workers = workers;
    }

    @Override
    public int genes() {
        return matrix.length;
    }

    @Override
    public double[][] times(double[][] vectors) {
        double[][] product = new double[matrix.length][vectors[0].length];
        workers.forRanges(matrix.length, BLOCK, (from, to) -> {
            for (int gene = from; gene < to; gene++) {
                for (int other = 0; other < vectors.length; other++) {
                    VectorSums.addScaled(product[gene], matrix[gene][other], vectors[other]);
                }
            }
        });
        return product;
    }
}
