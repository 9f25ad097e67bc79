package io.spatho.core.preprocess;

import io.spatho.core.matrix.CsrMatrix;
import io.spatho.core.parallel.Workers;
import java.util.Arrays;

/**
 * Forms the covariance matrix of a sparse matrix's columns.
 *
 * <p>Work is split by bands of {@value #BAND} columns, and each band adds its rows in order: no two threads share a sum, so the
 * result is the same for any number of threads. Cost: half the sum of squared row lengths.
 */
final class GramMatrix {

    private static final int BAND = 32;

    private GramMatrix() {}

    /** {@code S (X'X - n m m') S / (n - 1)}, both triangles; zeros for a single row. */
    static double[][] covariance(CsrMatrix matrix, GeneMoments moments, double[] scales, Workers workers) {
        int genes = matrix.columns();
        int n = matrix.rows();
        double[][] covariance = new double[genes][];
        int bands = (genes + BAND - 1) / BAND;
        workers.map(bands, band -> {
            int from = band * BAND;
            int to = Math.min(genes, from + BAND);
            double[][] sums = products(matrix, from, to);
            for (int gene = from; gene < to; gene++) {
                double[] row = sums[gene - from];
                for (int other = gene; other < genes; other++) {
                    double centred = row[other] - n * moments.means()[gene] * moments.means()[other];
                    row[other] = n < 2 ? 0 : centred * scales[gene] * scales[other] / (n - 1);
                }
                covariance[gene] = row;
            }
            return Boolean.TRUE;
        });
        for (int gene = 0; gene < genes; gene++) {
            for (int other = 0; other < gene; other++) {
                covariance[gene][other] = covariance[other][gene];
            }
        }
        return covariance;
    }

    /** Sums of products of the columns {@code from … to} with all columns from themselves on. */
    private static double[][] products(CsrMatrix matrix, int from, int to) {
        double[][] sums = new double[to - from][matrix.columns()];
        int[] columns = matrix.columnIndices();
        float[] values = matrix.values();
        for (int row = 0; row < matrix.rows(); row++) {
            int end = matrix.end(row);
            int found = Arrays.binarySearch(columns, matrix.start(row), end, from);
            for (int i = found < 0 ? -found - 1 : found; i < end && columns[i] < to; i++) {
                double[] target = sums[columns[i] - from];
                double value = values[i];
                for (int j = i; j < end; j++) {
                    target[columns[j]] += value * values[j];
                }
            }
        }
        return sums;
    }
}
