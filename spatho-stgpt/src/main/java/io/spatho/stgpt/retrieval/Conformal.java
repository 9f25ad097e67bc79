package io.spatho.stgpt.retrieval;

import io.spatho.core.matrix.DenseMatrix;
import java.util.Arrays;

/**
 * How far a gene's interval reaches from its prediction: the {@code ceil((n + 1) level)}-th smallest absolute residual of n calibration
 * tiles (split conformal, Lei et al. 2018); infinite with too few.
 */
final class Conformal {

    private Conformal() {}

    /** The reach of each gene. */
    static float[] reach(DenseMatrix measured, DenseMatrix predicted, double level) {
        float[] reach = new float[measured.columns()];
        int n = measured.rows();
        int rank = (int) Math.ceil((n + 1) * level);
        for (int gene = 0; gene < reach.length; gene++) {
            double[] residuals = new double[n];
            for (int row = 0; row < n; row++) {
                residuals[row] = Math.abs(measured.get(row, gene) - predicted.get(row, gene));
            }
            Arrays.sort(residuals);
            reach[gene] = rank <= n ? (float) residuals[rank - 1] : Float.POSITIVE_INFINITY;
        }
        return reach;
    }

    /** The share of measured values inside their intervals. */
    static double coverage(DenseMatrix measured, DenseMatrix predicted, float[] reach) {
        long inside = 0;
        for (int i = 0; i < measured.values().length; i++) {
            double residual = Math.abs(measured.values()[i] - predicted.values()[i]);
            inside += residual <= reach[i % reach.length] ? 1 : 0;
        }
        return measured.values().length == 0 ? Double.NaN : inside / (double) measured.values().length;
    }
}
