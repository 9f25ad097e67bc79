package io.spatho.core.spatial;

import io.spatho.core.graph.Graph;
import io.spatho.core.statistics.BenjaminiHochberg;
import io.spatho.core.statistics.NormalTail;

/**
 * Getis-Ord G* of one variable: where large values (hot spots) and small values (cold spots) lie together.
 *
 * <p>{@code z_i = (sum_j w_ij x_j - mean W_i) / (s sqrt((n S1_i - W_i²) / (n - 1)))} with each observation its own neighbour, the
 * mean and the population standard deviation s of all n values, {@code W_i} and {@code S1_i} the sums of row i's weights and of
 * their squares; all weights 1. z is a standard normal deviate under random arrangement, p is two-sided, adjusted after Benjamini
 * and Hochberg over the observations. A constant variable leaves all undefined (NaN); so does an observation whose neighbours are
 * everybody.
 *
 * <p>Cost: linear in edges. Source: Ord and Getis 1995, equation 14; esda 2.9.0 {@code G_Local(star=True, transform="B")}.
 *
 * @param z standard deviates
 * @param p two-sided p-values
 * @param adjusted p-values after Benjamini and Hochberg
 * @param status whether the variable has a spread
 */
public record GetisOrd(double[] z, double[] p, double[] adjusted, Status status) {

    /** The statistic of each observation of a variable on a graph. */
    public static GetisOrd of(double[] values, Graph graph) {
        Standardised standardised = Standardised.of(values, graph.nodes());
        LocalWeights weights = new LocalWeights(graph, false, true);
        double n = values.length;
        double[] z = new double[values.length];
        double[] p = new double[values.length];
        for (int i = 0; i < z.length; i++) {
            double degree = weights.degree(i);
            double spread = Math.sqrt((n * degree - degree * degree) / (n - 1));
            boolean defined = standardised.status() == Status.DEFINED && spread > 0;
            z[i] = defined ? weights.lag(i, standardised.values()) / spread : Double.NaN;
            p[i] = NormalTail.beyond(z[i]);
        }
        return new GetisOrd(z, p, BenjaminiHochberg.adjust(p), standardised.status());
    }
}
