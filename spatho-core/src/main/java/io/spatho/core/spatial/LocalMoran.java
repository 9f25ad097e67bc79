package io.spatho.core.spatial;

import io.spatho.core.graph.Graph;
import io.spatho.core.parallel.Workers;
import io.spatho.core.random.CounterRandom;
import io.spatho.core.statistics.BenjaminiHochberg;

/**
 * Local Moran's I of one variable, or of one variable with the neighbours' values of another: which observations resemble their
 * neighbours, and which stand out.
 *
 * <p>{@code I_i = x_i · lag_i(y)}, x and y standardised with the population standard deviation and multiplied by
 * {@code (n - 1) / n}, the lag the mean over the neighbours (row-standardised weights). p is that of the conditional permutation
 * test: x_i stays, its neighbours' values are drawn without replacement from all others; two-sided
 * {@code 2 (smaller tail + 1) / (permutations + 1)}, at most 1, adjusted after Benjamini and Hochberg. Undefined (NaN) without a
 * neighbour or with a constant variable.
 *
 * <p>Determinism: depends on the inputs, the number of permutations and the seed. Cost: permutations x edges. Source: Anselin
 * 1995, equation 12; Lee 2001 for two variables; esda 2.9.0 {@code Moran_Local}, {@code Moran_Local_BV}.
 *
 * @param i the statistic of each observation
 * @param quadrant where x and the lag lie
 * @param p permutation p-values
 * @param adjusted p-values after Benjamini and Hochberg
 * @param status whether the variables have a spread
 */
public record LocalMoran(double[] i, Quadrant[] quadrant, double[] p, double[] adjusted, Status status) {

    private static final String PURPOSE = "local-moran";
    private static final int BLOCK = 1024;

    /** Where an observation lies in Moran's scatterplot: its own value, then its neighbours'. */
    public enum Quadrant {
        /** High among high. */
        HIGH_HIGH,
        /** Low among high. */
        LOW_HIGH,
        /** Low among low. */
        LOW_LOW,
        /** High among low. */
        HIGH_LOW,
        /** Undefined. */
        NONE
    }

    /** The statistic of one variable. */
    public static LocalMoran of(double[] values, Graph graph, int permutations, long seed, Workers workers) {
        return of(values, values, graph, permutations, seed, workers);
    }

    /** The statistic of x with the neighbours' y. */
    public static LocalMoran of(double[] x, double[] y, Graph graph, int permutations, long seed, Workers workers) {
        Standardised own = Standardised.of(x, graph.nodes());
        Standardised other = Standardised.of(y, graph.nodes());
        Status status = own.status() == Status.DEFINED ? other.status() : own.status();
        LocalWeights weights = new LocalWeights(graph, true, false);
        int n = x.length;
        double[] lags = new double[n];
        double[] p = new double[n];
        workers.forRanges(n, BLOCK, (from, to) -> {
            Draw draw = new Draw(n);
            for (int node = from; node < to; node++) {
                boolean defined = status == Status.DEFINED && graph.degree(node) > 0;
                lags[node] = defined ? weights.lag(node, other.values()) : Double.NaN;
                p[node] = defined
                        ? draw.p(node, weights, own.values()[node], lags[node], other.values(), permutations, seed)
                        : Double.NaN;
            }
        });
        double[] statistic = new double[n];
        Quadrant[] quadrants = new Quadrant[n];
        for (int node = 0; node < n; node++) {
            statistic[node] = own.values()[node] * lags[node] * (n - 1) / n;
            quadrants[node] = quadrant(own.values()[node], lags[node]);
        }
        return new LocalMoran(statistic, quadrants, p, BenjaminiHochberg.adjust(p), status);
    }

    private static Quadrant quadrant(double own, double lag) {
        if (Double.isNaN(own) || Double.isNaN(lag)) {
            return Quadrant.NONE;
        }
        if (lag > 0) {
            return own > 0 ? Quadrant.HIGH_HIGH : Quadrant.LOW_HIGH;
        }
        return own > 0 ? Quadrant.HIGH_LOW : Quadrant.LOW_LOW;
    }

    /** Draws of an observation's neighbours; a swap list that is put back after each draw, so that no draw costs n. */
    private static final class Draw {
        private final int[] others;
        private int[] swapped = new int[16];

        Draw(int n) {
            others = new int[n];
            for (int i = 0; i < n; i++) {
                others[i] = i;
            }
        }

        double p(
                int node,
                LocalWeights weights,
                double own,
                double observedLag,
                double[] values,
                int permutations,
                long seed) {
            int degree = weights.degree(node);
            double observed = own * observedLag;
            // The observation itself is never drawn: it stands at the end, out of reach.
            int last = others.length - 1;
            others[node] = last;
            others[last] = node;
            CounterRandom random = CounterRandom.of(seed, PURPOSE, node);
            int atLeast = 0;
            int atMost = 0;
            for (int permutation = 0; permutation < permutations; permutation++) {
                double drawn = own * sum(degree, last, values, random) * weights.weight(node);
                atLeast += drawn >= observed ? 1 : 0;
                atMost += drawn <= observed ? 1 : 0;
            }
            others[node] = node;
            others[last] = last;
            return permutations == 0
                    ? Double.NaN
                    : Math.min(1, 2 * (Math.min(atLeast, atMost) + 1.0) / (permutations + 1.0));
        }

        private double sum(int degree, int candidates, double[] values, CounterRandom random) {
            if (swapped.length < degree) {
                swapped = new int[degree];
            }
            double sum = 0;
            for (int k = 0; k < degree; k++) {
                int chosen = k + random.nextInt(candidates - k);
                swapped[k] = chosen;
                int point = others[chosen];
                others[chosen] = others[k];
                others[k] = point;
                sum += values[point];
            }
            for (int k = degree - 1; k >= 0; k--) {
                int point = others[k];
                others[k] = others[swapped[k]];
                others[swapped[k]] = point;
            }
            return sum;
        }
    }
}
