package io.spatho.stgpt.region;

import io.spatho.core.matrix.CsrMatrix;

/**
 * A linear map of a cell's own expression to its neighbourhood, which is mixed with what the network predicts: {@code share}
 * times the network's prediction and the rest of this map's.
 *
 * @param coefficients genes (own) x genes (neighbourhood)
 * @param offset the prediction for a cell without expression, in units of {@link GeneScale}
 * @param share the network's share, from 0 to 1; 1 when there is no map
 */
record LinearPath(float[] coefficients, float[] offset, double share) {

    /** The network alone. */
    static LinearPath none() {
        return new LinearPath(new float[0], new float[0], 1);
    }

    boolean isAbsent() {
        return offset.length == 0;
    }

    /** Replaces the network's predictions, rows x genes, by the mixture. */
    void mix(float[] predicted, int row, CsrMatrix expression, int cell) {
        int genes = offset.length;
        if (isAbsent()) {
            return;
        }
        double[] linear = linear(expression, cell);
        for (int gene = 0; gene < genes; gene++) {
            int at = row * genes + gene;
            predicted[at] = (float) (share * predicted[at] + (1 - share) * linear[gene]);
        }
    }

    /** The map's own prediction for a cell. */
    double[] linear(CsrMatrix expression, int cell) {
        double[] predicted = new double[offset.length];
        for (int gene = 0; gene < predicted.length; gene++) {
            predicted[gene] = offset[gene];
        }
        for (int i = expression.start(cell); i < expression.end(cell); i++) {
            int at = expression.columnIndices()[i] * predicted.length;
            double value = expression.values()[i];
            for (int gene = 0; gene < predicted.length; gene++) {
                predicted[gene] += value * coefficients[at + gene];
            }
        }
        return predicted;
    }
}
