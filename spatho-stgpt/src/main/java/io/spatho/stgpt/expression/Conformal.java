package io.spatho.stgpt.expression;

import io.spatho.core.matrix.DenseMatrix;
import java.util.Arrays;

/**
 * Split conformal intervals of counts: {@code rate ± reach √(rate + 0.05)}, with a reach for each gene (Lei et al. 2018, scaled residuals).
 */
final class Conformal {

    /** The share of values that intervals should hold. */
    static final double LEVEL = 0.9;

    /** What stands in tables. */
    static final String METHOD = "split conformal, |count - rate| / sqrt(rate + 0.05), calibrated for each gene";

    private static final double FLOOR = 0.05;

    private Conformal() {}

    /** The {@code ⌈(n + 1) level⌉}-th smallest score of each gene; infinite with too few rows. */
    static double[] reach(ExpressionMaterial material, int[] rows, DenseMatrix predicted) {
        double[] reach = new double[material.genes().size()];
        int rank = (int) Math.ceil((rows.length + 1) * LEVEL);
        for (int gene = 0; gene < reach.length; gene++) {
            double[] scores = new double[rows.length];
            for (int i = 0; i < rows.length; i++) {
                double rate = predicted.get(i, gene);
                scores[i] = Math.abs(material.counts().get(rows[i], gene) - rate) / Math.sqrt(rate + FLOOR);
            }
            Arrays.sort(scores);
            reach[gene] = rank <= scores.length ? scores[rank - 1] : Double.POSITIVE_INFINITY;
        }
        return reach;
    }

    static double lower(double rate, double reach) {
        return Math.max(0, rate - reach * Math.sqrt(rate + FLOOR));
    }

    static double upper(double rate, double reach) {
        return rate + reach * Math.sqrt(rate + FLOOR);
    }
}
