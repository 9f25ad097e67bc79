package io.spatho.core.preprocess;

import io.spatho.core.matrix.CsrMatrix;
import io.spatho.core.parallel.Workers;
import java.util.Arrays;
import java.util.List;

/**
 * The covariance of a sparse matrix's columns, applied without being formed: {@code S (X'X - n m m') S / (n - 1)} with means m and
 * scales S.
 *
 * <p>Rows are split into {@value #PARTS} parts whatever the number of threads, and the parts' sums are added in order.
 */
final class SparseCovariance implements CovarianceOperator {

    private static final int PARTS = 16;

    private final CsrMatrix matrix;
    private final double[] means;
    private final double[] scales;
    private final Workers workers;

    SparseCovariance(CsrMatrix matrix, double[] means, double[] scales, Workers workers) {
        this.matrix = matrix;
        this.means = means;
        this.scales = scales;
        this.workers = workers;
    }

    @Override
    public int genes() {
        return matrix.columns();
    }

    @Override
    public double[][] times(double[][] vectors) {
        int width = vectors[0].length;
        double[][] scaled = new double[genes()][width];
        double[] meanProduct = new double[width];
        for (int gene = 0; gene < genes(); gene++) {
            VectorSums.addScaled(scaled[gene], scales[gene], vectors[gene]);
            VectorSums.addScaled(meanProduct, means[gene], scaled[gene]);
        }
        List<double[][]> parts = workers.map(PARTS, part -> partOfProduct(part, scaled, width));
        double[][] product = parts.get(0);
        int n = matrix.rows();
        workers.forRanges(genes(), 256, (from, to) -> {
            for (int gene = from; gene < to; gene++) {
                for (int part = 1; part < PARTS; part++) {
                    VectorSums.addScaled(product[gene], 1, parts.get(part)[gene]);
                }
                VectorSums.addScaled(product[gene], -n * means[gene], meanProduct);
                double factor = n < 2 ? 0 : scales[gene] / (n - 1);
                for (int j = 0; j < width; j++) {
                    product[gene][j] *= factor;
                }
            }
        });
        return product;
    }

    private double[][] partOfProduct(int part, double[][] scaled, int width) {
        int from = (int) ((long) matrix.rows() * part / PARTS);
        int to = (int) ((long) matrix.rows() * (part + 1) / PARTS);
        double[][] sums = new double[genes()][width];
        double[] row = new double[width];
        for (int r = from; r < to; r++) {
            Arrays.fill(row, 0);
            for (int i = matrix.start(r); i < matrix.end(r); i++) {
                VectorSums.addScaled(row, matrix.values()[i], scaled[matrix.columnIndices()[i]]);
            }
            for (int i = matrix.start(r); i < matrix.end(r); i++) {
                VectorSums.addScaled(sums[matrix.columnIndices()[i]], matrix.values()[i], row);
            }
        }
        return sums;
    }
}
