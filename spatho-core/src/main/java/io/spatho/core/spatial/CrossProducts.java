package io.spatho.core.spatial;

import io.spatho.core.matrix.CsrMatrix;
import java.util.Arrays;

/**
 * For every gene the three sums from which Moran's I and Geary's C follow, with the observations placed in a given order:
 * {@code sum w_ij y_i y_j}, {@code sum m_i y_i} and {@code sum m_i y_i^2}, where y are the shifted values and m_i is the row sum
 * plus the column sum of the weights.
 *
 * <p>All genes are done in one sweep over the pairs of neighbours: the row of one end is spread over a dense array of genes,
 * which stays in the cache, and the rows of its neighbours are read as they are stored. Cost: pairs x entries per row; zeros
 * cost nothing. Not thread-safe; one per task.
 */
final class CrossProducts {

    final double[] products;
    final double[] weighted;
    final double[] weightedSquares;

    private final CsrMatrix matrix;
    private final SpatialWeights weights;
    private final float[] shift;
    private final double[] spread;

    CrossProducts(CsrMatrix matrix, SpatialWeights weights, float[] shift) {
        this.matrix = matrix;
        this.weights = weights;
        this.shift = shift;
        this.products = new double[matrix.columns()];
        this.weighted = new double[matrix.columns()];
        this.weightedSquares = new double[matrix.columns()];
        this.spread = new double[matrix.columns()];
    }

    /** Adds the pairs whose lower end is at a place in from … to - 1; {@code order[place]} is the observation that sits there. */
    void add(int[] order, int from, int to) {
        for (int place = from; place < to; place++) {
            if (weights.marginal(place) == 0) {
                continue;
            }
            int row = order[place];
            spreadRow(row, weights.marginal(place));
            int end = weights.end(place);
            for (int at = weights.upperStart(place); at < end; at++) {
                addRow(order[weights.neighbour(at)], weights.pairWeight(at));
            }
            clearRow(row);
        }
    }

    private void spreadRow(int row, double marginal) {
        int[] genes = matrix.columnIndices();
        float[] values = matrix.values();
        int end = matrix.end(row);
        for (int i = matrix.start(row); i < end; i++) {
            int gene = genes[i];
            double value = (double) values[i] - shift[gene];
            spread[gene] = value;
            weighted[gene] += marginal * value;
            weightedSquares[gene] += marginal * value * value;
        }
    }

    private void addRow(int row, double weight) {
        int[] genes = matrix.columnIndices();
        float[] values = matrix.values();
        int end = matrix.end(row);
        for (int i = matrix.start(row); i < end; i++) {
            int gene = genes[i];
            products[gene] += weight * spread[gene] * ((double) values[i] - shift[gene]);
        }
    }

    private void clearRow(int row) {
        int[] genes = matrix.columnIndices();
        int end = matrix.end(row);
        for (int i = matrix.start(row); i < end; i++) {
            spread[genes[i]] = 0;
        }
    }

    /** Adds another part's sums to these. */
    void add(CrossProducts part) {
        for (int gene = 0; gene < products.length; gene++) {
            products[gene] += part.products[gene];
            weighted[gene] += part.weighted[gene];
            weightedSquares[gene] += part.weightedSquares[gene];
        }
    }

    /** Forgets all sums. */
    void reset() {
        Arrays.fill(products, 0);
        Arrays.fill(weighted, 0);
        Arrays.fill(weightedSquares, 0);
    }
}
