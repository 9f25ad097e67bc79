package io.spatho.core.integration;

import io.spatho.core.graph.NearestNeighbours;
import java.util.Arrays;
import org.hipparchus.distribution.continuous.GammaDistribution;

/**
 * The share of cells whose neighbourhood holds the batches in the proportions of the whole, by Pearson's chi-squared test.
 *
 * <p>Source: Büttner et al. 2019 (kBET), in the form of scib-metrics 0.5.10 ({@code kbet}: every cell tested at one number of
 * neighbours, the cell itself among them, acceptance at {@code p >= 0.05}). Cost: cells x neighbours.
 */
public final class BatchTest {

    private static final double LEVEL = 0.05;

    private BatchTest() {}

    /** The share of cells at which the test accepts; NaN with fewer than two batches. */
    public static double acceptance(NearestNeighbours nearest, int[] batches) {
        int count = Arrays.stream(batches).max().orElse(-1) + 1;
        double[] expected = new double[count];
        for (int batch : batches) {
            expected[batch] += (nearest.k() + 1.0) / batches.length;
        }
        if (count < 2 || nearest.points() == 0) {
            return Double.NaN;
        }
        // Chi-squared with d degrees of freedom is gamma of shape d / 2 and scale 2.
        GammaDistribution chiSquared = new GammaDistribution((count - 1) / 2.0, 2);
        int accepted = 0;
        for (int cell = 0; cell < nearest.points(); cell++) {
            double[] observed = new double[count];
            observed[batches[cell]]++;
            for (int rank = 0; rank < nearest.k(); rank++) {
                observed[batches[nearest.neighbour(cell, rank)]]++;
            }
            double statistic = 0;
            for (int batch = 0; batch < count; batch++) {
                double difference = observed[batch] - expected[batch];
                statistic += expected[batch] > 0 ? difference * difference / expected[batch] : 0;
            }
            accepted += 1 - chiSquared.cumulativeProbability(statistic) >= LEVEL ? 1 : 0;
        }
        return (double) accepted / nearest.points();
    }
}
