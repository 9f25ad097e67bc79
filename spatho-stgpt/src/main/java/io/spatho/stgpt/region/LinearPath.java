package io.spatho.stgpt.region;

import io.spatho.core.matrix.CsrMatrix;
import java.util.Optional;

/**
 * The linear maps that are mixed with what the network predicts: of a cell's own expression to its neighbourhood, and of the genes
 * that are seen to those that are not. A prediction is the network's times its share and the rest of the map's.
 *
 * @param coefficients genes (own) x genes (neighbourhood)
 * @param offset the prediction for a cell without expression, in units of {@link GeneScale}
 * @param share the network's share in neighbourhoods, from 0 to 1; 1 when there is no map
 * @param components the map for unseen genes
 * @param panelShare the network's share in unseen genes, from 0 to 1
 */
record LinearPath(
        float[] coefficients, float[] offset, double share, Optional<PanelComponents> components, double panelShare) {

    /** The network alone. */
    static LinearPath none() {
        return new LinearPath(new float[0], new float[0], 1, Optional.empty(), 1);
    }

    /** A map of neighbourhoods with nothing of the network. */
    static LinearPath ofNeighbourhoods(float[] coefficients, float[] offset) {
        return new LinearPath(coefficients, offset, 0, Optional.empty(), 1);
    }

    LinearPath withShare(double network) {
        return new LinearPath(coefficients, offset, network, components, panelShare);
    }

    LinearPath withComponents(Optional<PanelComponents> map, double network) {
        return new LinearPath(coefficients, offset, share, map, network);
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
