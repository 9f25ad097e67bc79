package io.spatho.core.integration;

import io.spatho.core.graph.NearestNeighbours;
import java.util.Arrays;

/**
 * The local inverse Simpson's index: how many labels a cell effectively meets among its nearest neighbours, near ones counting
 * more.
 *
 * <p>Weights are Gaussian in the distance, their width such that the entropy of the weights is the logarithm of a third of the
 * number of neighbours. Source: Korsunsky et al. 2019; as scib-metrics 0.5.10 ({@code lisi_knn}: neighbours without the cell itself,
 * perplexity {@code (k + 1) / 3}, at most 50 halvings to a tolerance of 1e-5). Cost: cells x neighbours x halvings.
 */
public final class LocalDiversity {

    private static final int HALVINGS = 50;
    private static final double TOLERANCE = 1e-5;

    private LocalDiversity() {}

    /** The index of each cell, from 1 to the number of labels. */
    public static double[] of(NearestNeighbours nearest, int[] labels) {
        double wanted = Math.log(Math.max(1, (nearest.k() + 1) / 3));
        int count = Arrays.stream(labels).max().orElse(-1) + 1;
        double[] index = new double[nearest.points()];
        double[] weights = new double[nearest.k()];
        for (int cell = 0; cell < index.length; cell++) {
            weigh(nearest, cell, wanted, weights);
            double[] shares = new double[count];
            for (int rank = 0; rank < weights.length; rank++) {
                shares[labels[nearest.neighbour(cell, rank)]] += weights[rank];
            }
            double squares = 0;
            for (double share : shares) {
                squares += share * share;
            }
            index[cell] = squares > 0 ? 1 / squares : 1;
        }
        return index;
    }

    private static void weigh(NearestNeighbours nearest, int cell, double wanted, double[] weights) {
        double precision = 1;
        double low = Double.NEGATIVE_INFINITY;
        double high = Double.POSITIVE_INFINITY;
        double difference = entropy(nearest, cell, precision, weights) - wanted;
        for (int halving = 0; halving < HALVINGS && Math.abs(difference) > TOLERANCE; halving++) {
            if (difference > 0) {
                low = precision;
                precision = Double.isInfinite(high) ? precision * 2 : (precision + high) / 2;
            } else {
                high = precision;
                precision = Double.isInfinite(low) ? precision / 2 : (precision + low) / 2;
            }
            difference = entropy(nearest, cell, precision, weights) - wanted;
        }
    }

    /** Fills in the weights, which sum to 1, and returns their entropy. */
    private static double entropy(NearestNeighbours nearest, int cell, double precision, double[] weights) {
        double nearestDistance = nearest.k() == 0 ? 0 : nearest.distance(cell, 0);
        double sum = 0;
        double weighted = 0;
        for (int rank = 0; rank < weights.length; rank++) {
            // Measured from the nearest: the ratio of weights is the same, and the sum cannot vanish.
            double distance = nearest.distance(cell, rank) - nearestDistance;
            weights[rank] = Math.exp(-precision * distance);
            sum += weights[rank];
            weighted += distance * weights[rank];
        }
        for (int rank = 0; rank < weights.length; rank++) {
            weights[rank] /= sum;
        }
        return Math.log(sum) + precision * weighted / sum;
    }

    /** Batches well mixed: 1 when the median cell meets all batches alike, 0 when it meets its own only. */
    public static double batchMixing(double medianIndex, int batches) {
        return (medianIndex - 1) / (batches - 1);
    }

    /** Labels kept apart: 1 when the median cell meets its own label only, 0 when it meets all alike. */
    public static double labelSeparation(double medianIndex, int labels) {
        return (labels - medianIndex) / (labels - 1);
    }
}
