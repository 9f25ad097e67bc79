package io.spatho.stgpt.scgpt;

import io.spatho.core.matrix.DenseMatrix;
import java.util.Arrays;

/**
 * The spatial neighbours of cells and the mean of their states, the input of scGPT-spatial's imputation.
 *
 * @param neighbours for each cell its neighbours, itself not among them
 */
public record Neighbourhoods(int[][] neighbours) {

    /**
     * The {@code count} nearest other cells of each by Euclidean distance; of equally distant ones the lower number.
     *
     * <p>Cost: quadratic in cells, as the reference does it within a batch; for slides pass the neighbours of a spatial graph to
     * the constructor.
     *
     * @param x coordinate of each cell, in any unit that {@code y} shares
     * @param y coordinate of each cell
     */
    public static Neighbourhoods nearest(double[] x, double[] y, int count) {
        if (x.length != y.length || count < 1 || count >= x.length) {
            throw new IllegalArgumentException(count + " neighbours of " + x.length + " and " + y.length + " cells");
        }
        int[][] neighbours = new int[x.length][];
        for (int cell = 0; cell < x.length; cell++) {
            neighbours[cell] = nearest(x, y, count, cell);
        }
        return new Neighbourhoods(neighbours);
    }

    private static int[] nearest(double[] x, double[] y, int count, int cell) {
        int[] best = new int[count];
        double[] distances = new double[count];
        int found = 0;
        for (int other = 0; other < x.length; other++) {
            double distance = Math.hypot(x[other] - x[cell], y[other] - y[cell]);
            if (other == cell || (found == count && distance >= distances[count - 1])) {
                continue;
            }
            int at = found < count ? found++ : count - 1;
            while (at > 0 && distances[at - 1] > distance) {
                best[at] = best[at - 1];
                distances[at] = distances[at - 1];
                at--;
            }
            best[at] = other;
            distances[at] = distance;
        }
        return best;
    }

    /**
     * The mean state of each cell's neighbours, summed in float64.
     *
     * @param states cells x width, not normalised
     * @return cells x width; NaN for a cell without neighbours
     */
    public DenseMatrix meanStates(DenseMatrix states) {
        if (states.rows() != neighbours.length) {
            throw new IllegalArgumentException(neighbours.length + " neighbourhoods of " + states.rows() + " cells");
        }
        DenseMatrix means = DenseMatrix.zeros(states.rows(), states.columns());
        double[] sums = new double[states.columns()];
        for (int cell = 0; cell < neighbours.length; cell++) {
            Arrays.fill(sums, 0);
            for (int neighbour : neighbours[cell]) {
                for (int i = 0; i < sums.length; i++) {
                    sums[i] += states.values()[neighbour * sums.length + i];
                }
            }
            for (int i = 0; i < sums.length; i++) {
                means.values()[cell * sums.length + i] = (float) (sums[i] / neighbours[cell].length);
            }
        }
        return means;
    }
}
