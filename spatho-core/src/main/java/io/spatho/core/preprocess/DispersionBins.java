package io.spatho.core.preprocess;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Groups genes of similar mean and standardises their dispersions within the groups. Intervals are open below and closed above,
 * as in {@code pandas.cut} 2.3.
 */
final class DispersionBins {

    /** The 75 % quantile of the standard normal distribution: makes the median absolute deviation estimate sigma. */
    private static final double NORMAL_UPPER_QUARTILE = 0.6744897501960817;

    private DispersionBins() {}

    /** Bins of equal width between the smallest and the largest mean; the lowest edge lies 0.1 % of the range lower. */
    static int[] ofEqualWidth(double[] means, int bins) {
        double minimum = Arrays.stream(means).min().orElse(0);
        double maximum = Arrays.stream(means).max().orElse(0);
        double[] edges = new double[bins + 1];
        if (minimum == maximum) {
            double margin = minimum == 0 ? 0.001 : 0.001 * Math.abs(minimum);
            minimum -= margin;
            maximum += margin;
        }
        double step = (maximum - minimum) / bins;
        for (int edge = 0; edge < bins; edge++) {
            edges[edge] = minimum + edge * step;
        }
        edges[bins] = maximum;
        edges[0] -= (maximum - minimum) * 0.001;
        return assign(means, edges);
    }

    /** Bins between the 10 %, 15 %, … 100 % quantiles; coinciding edges are merged. */
    static int[] ofEqualSize(double[] means) {
        double[] sorted = means.clone();
        Arrays.sort(sorted);
        double[] edges = new double[21];
        edges[0] = Double.NEGATIVE_INFINITY;
        for (int i = 0; i < 19; i++) {
            edges[i + 1] = quantile(sorted, (10 + 5 * i) / 100.0);
        }
        edges[20] = Double.POSITIVE_INFINITY;
        return assign(means, Arrays.stream(edges).distinct().toArray());
    }

    private static int[] assign(double[] means, double[] edges) {
        int[] bins = new int[means.length];
        for (int gene = 0; gene < means.length; gene++) {
            int at = Arrays.binarySearch(edges, means[gene]);
            bins[gene] = (at >= 0 ? at : -at - 1) - 1;
        }
        return bins;
    }

    /** Dispersion minus the bin's mean, over its standard deviation; a bin with one defined dispersion gives 1. */
    static double[] standardiseByMean(double[] dispersions, int[] bins) {
        double[] standardised = new double[dispersions.length];
        for (int[] members : members(bins)) {
            double[] defined = defined(dispersions, members);
            double centre = Arrays.stream(defined).sum() / defined.length;
            double squares = 0;
            for (double value : defined) {
                squares += (value - centre) * (value - centre);
            }
            double scale = Math.sqrt(squares / (defined.length - 1));
            if (defined.length < 2) {
                scale = centre;
                centre = 0;
            }
            for (int gene : members) {
                standardised[gene] = (dispersions[gene] - centre) / scale;
            }
        }
        return standardised;
    }

    /** Dispersion minus the bin's median, over its scaled median absolute deviation. */
    static double[] standardiseByMedian(double[] dispersions, int[] bins) {
        double[] standardised = new double[dispersions.length];
        for (int[] members : members(bins)) {
            double[] defined = defined(dispersions, members);
            double centre = median(defined);
            double[] deviations = Arrays.stream(defined)
                    .map(value -> Math.abs(value - centre))
                    .toArray();
            double scale = median(deviations) / NORMAL_UPPER_QUARTILE;
            for (int gene : members) {
                standardised[gene] = (dispersions[gene] - centre) / scale;
            }
        }
        return standardised;
    }

    private static int[][] members(int[] bins) {
        int count = Arrays.stream(bins).max().orElse(-1) + 1;
        int[][] members = new int[count][];
        for (int bin = 0; bin < count; bin++) {
            int wanted = bin;
            members[bin] = IntStream.range(0, bins.length)
                    .filter(gene -> bins[gene] == wanted)
                    .toArray();
        }
        return members;
    }

    private static double[] defined(double[] dispersions, int[] members) {
        return Arrays.stream(members)
                .mapToDouble(gene -> dispersions[gene])
                .filter(value -> !Double.isNaN(value))
                .toArray();
    }

    private static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted.length == 0 ? Double.NaN : quantile(sorted, 0.5);
    }

    private static double quantile(double[] sorted, double probability) {
        double position = (sorted.length - 1) * probability;
        int below = (int) position;
        int above = Math.min(below + 1, sorted.length - 1);
        return sorted[below] + (position - below) * (sorted[above] - sorted[below]);
    }
}
