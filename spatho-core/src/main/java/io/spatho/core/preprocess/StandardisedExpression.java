package io.spatho.core.preprocess;

import io.spatho.core.matrix.CsrMatrix;
import io.spatho.core.parallel.Workers;

/**
 * Genes centred, scaled to unit variance and clipped, kept as sparse as they were.
 *
 * <p>The value of an entry is {@code z = (x - mean) / sd} clipped to {@code [-limit, limit]}. All entries that are not stored share one
 * value per gene, {@code max(-limit, -mean / sd)}; the result holds the difference from it. A principal component analysis centres
 * anyway and cannot tell the two apart, so clipping costs no dense matrix. Genes that do not vary become zero.
 *
 * <p>Source: scanpy 1.11.5, {@code pp.scale(zero_center=True, max_value=limit)}. Cost: three passes over the entries and a copy of them.
 */
public final class StandardisedExpression {

    private static final int BLOCK = 8192;

    private StandardisedExpression() {}

    /** The standardised values less what an entry that is not stored has. */
    public static CsrMatrix clipped(CsrMatrix matrix, double limit, Workers workers) {
        if (!(limit > 0)) {
            throw new IllegalArgumentException("the limit must be positive: " + limit);
        }
        GeneMoments moments = GeneMoments.of(matrix, value -> value, workers);
        int genes = matrix.columns();
        double[] scales = new double[genes];
        double[] absent = new double[genes];
        for (int gene = 0; gene < genes; gene++) {
            double variance = moments.variances()[gene];
            scales[gene] = variance > 0 ? 1 / Math.sqrt(variance) : 0;
            absent[gene] = Math.max(-limit, -moments.means()[gene] * scales[gene]);
        }
        float[] values = new float[matrix.values().length];
        workers.forRanges(matrix.rows(), BLOCK, (from, to) -> {
            for (int i = matrix.start(from); i < matrix.end(to - 1); i++) {
                int gene = matrix.columnIndices()[i];
                double z = (matrix.values()[i] - moments.means()[gene]) * scales[gene];
                values[i] = (float) (Math.max(-limit, Math.min(limit, z)) - absent[gene]);
            }
        });
        return new CsrMatrix(matrix.rows(), genes, matrix.rowStarts(), matrix.columnIndices(), values);
    }
}
