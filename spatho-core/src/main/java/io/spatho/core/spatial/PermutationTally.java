package io.spatho.core.spatial;

/** Counts how often arrangements reach each gene's statistic, and their first two moments about a centre. */
final class PermutationTally {

    /** Arrangements that differ from the observed value by rounding only are as extreme as it is. */
    private static final double ROUNDING = 1e-12;

    private final double[] observed;
    private final double centre;
    private final int[] atLeast;
    private final int[] atMost;
    private final double[] sum;
    private final double[] squares;

    PermutationTally(double[] observed, double centre) {
        this.observed = observed;
        this.centre = centre;
        this.atLeast = new int[observed.length];
        this.atMost = new int[observed.length];
        this.sum = new double[observed.length];
        this.squares = new double[observed.length];
    }

    /** A tally of the same observations that has counted nothing yet. */
    PermutationTally empty() {
        return new PermutationTally(observed, centre);
    }

    void add(int gene, double value) {
        double tolerance = ROUNDING * (1 + Math.abs(observed[gene]));
        atLeast[gene] += value >= observed[gene] - tolerance ? 1 : 0;
        atMost[gene] += value <= observed[gene] + tolerance ? 1 : 0;
        double deviation = value - centre;
        sum[gene] += deviation;
        squares[gene] += deviation * deviation;
    }

    void add(PermutationTally part) {
        for (int gene = 0; gene < sum.length; gene++) {
            atLeast[gene] += part.atLeast[gene];
            atMost[gene] += part.atMost[gene];
            sum[gene] += part.sum[gene];
            squares[gene] += part.squares[gene];
        }
    }

    double mean(int gene, int permutations) {
        return centre + sum[gene] / permutations;
    }

    double variance(int gene, int permutations) {
        double mean = sum[gene] / permutations;
        return Math.max(0, squares[gene] / permutations - mean * mean);
    }

    /** {@code upper}: whether large values of the statistic mean that neighbours are alike. */
    double p(int gene, int permutations, Alternative alternative, boolean upper) {
        double positive = ((upper ? atLeast[gene] : atMost[gene]) + 1.0) / (permutations + 1.0);
        double negative = ((upper ? atMost[gene] : atLeast[gene]) + 1.0) / (permutations + 1.0);
        return switch (alternative) {
            case POSITIVE -> positive;
            case NEGATIVE -> negative;
            case EITHER -> Math.min(1, 2 * Math.min(positive, negative));
        };
    }
}
