package io.spatho.core.spatial;

import io.spatho.core.graph.Graph;
import io.spatho.core.parallel.Workers;
import java.util.List;

/**
 * Moran's I of two variables: how the value of one goes with the neighbours' values of the other.
 *
 * <p>{@code I = sum_i y_i · lag_i(x) / (n - 1)} with both standardised by the sample standard deviation and the lag the mean over neighbours
 * (row-standardised weights; 0 for an isolated observation). It is not symmetric in x and y. p is that of random arrangements of
 * x, two-sided {@code 2 (smaller tail + 1) / (permutations + 1)}, at most 1. Undefined (NaN) when a variable is constant.
 *
 * <p>Determinism: depends on the inputs, the number of permutations and the seed. Cost: permutations x edges. Source: Wartenberg
 * 1985; esda 2.9.0 {@code Moran_BV}.
 *
 * @param i the statistic
 * @param p permutation p-value
 * @param mean mean over the random arrangements
 * @param deviation population standard deviation over the random arrangements
 * @param status whether both variables have a spread
 */
public record BivariateMoran(double i, double p, double mean, double deviation, Status status) {

    private static final String PURPOSE = "bivariate-moran";

    /** The statistic of y with the neighbours' x. */
    public static BivariateMoran of(double[] x, double[] y, Graph graph, int permutations, long seed, Workers workers) {
        Standardised lagged = Standardised.of(x, graph.nodes());
        Standardised own = Standardised.of(y, graph.nodes());
        Status status = lagged.status() == Status.DEFINED ? own.status() : lagged.status();
        if (status == Status.DEFINED && graph.edges() == 0) {
            status = Status.NO_NEIGHBOURS;
        }
        if (status != Status.DEFINED) {
            return new BivariateMoran(Double.NaN, Double.NaN, Double.NaN, Double.NaN, status);
        }
        LocalWeights weights = new LocalWeights(graph, true, false);
        double observed = statistic(weights, lagged.values(), own.values());
        List<Double> drawn = workers.map(permutations, permutation -> {
            int[] order = new int[x.length];
            for (int k = 0; k < order.length; k++) {
                order[k] = k;
            }
            Permutations.of(seed, PURPOSE, permutation).shuffle(order);
            double[] shuffled = new double[order.length];
            for (int k = 0; k < order.length; k++) {
                shuffled[k] = lagged.values()[order[k]];
            }
            return statistic(weights, shuffled, own.values());
        });
        return summary(observed, drawn);
    }

    /** The population deviates' sum over n is that of the sample deviates over n - 1. */
    private static double statistic(LocalWeights weights, double[] lagged, double[] own) {
        double sum = 0;
        for (int node = 0; node < own.length; node++) {
            sum += own[node] * weights.lag(node, lagged);
        }
        return sum / own.length;
    }

    private static BivariateMoran summary(double observed, List<Double> drawn) {
        int permutations = drawn.size();
        if (permutations == 0) {
            return new BivariateMoran(observed, Double.NaN, Double.NaN, Double.NaN, Status.DEFINED);
        }
        double sum = 0;
        int atLeast = 0;
        int atMost = 0;
        for (double value : drawn) {
            sum += value;
            atLeast += value >= observed ? 1 : 0;
            atMost += value <= observed ? 1 : 0;
        }
        double mean = sum / permutations;
        double squares = 0;
        for (double value : drawn) {
            squares += (value - mean) * (value - mean);
        }
        double p = Math.min(1, 2 * (Math.min(atLeast, atMost) + 1.0) / (permutations + 1.0));
        return new BivariateMoran(observed, p, mean, Math.sqrt(squares / permutations), Status.DEFINED);
    }
}
