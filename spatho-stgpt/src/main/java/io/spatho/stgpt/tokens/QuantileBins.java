package io.spatho.stgpt.tokens;

import java.util.Arrays;

/**
 * The value bins of scGPT: edges at evenly spaced quantiles of a cell's own nonzero values, so that bins mean ranks within the
 * cell.
 *
 * <p>Numbers: values are float32 and edges float64, with the differences between neighbouring values taken in float32, as NumPy
 * does for a float32 row; results therefore equal the reference's bit by bit. Source: scGPT {@code scgpt/preprocess.py},
 * {@code binning}; NumPy 1.24 {@code quantile}, method linear.
 */
final class QuantileBins {

    private final double[] edges;

    private QuantileBins(double[] edges) {
        this.edges = edges;
    }

    /** The edges for a cell's nonzero values, of which there must be one. */
    static QuantileBins of(float[] values, int bins) {
        float[] sorted = values.clone();
        Arrays.sort(sorted);
        int count = bins - 1;
        double[] edges = new double[count];
        double step = 1.0 / (count - 1);
        for (int i = 0; i < count; i++) {
            double quantile = i == count - 1 ? 1 : i * step;
            edges[i] = quantile(sorted, quantile);
        }
        return new QuantileBins(edges);
    }

    private static double quantile(float[] sorted, double quantile) {
        int last = sorted.length - 1;
        double place = last * quantile;
        if (place >= last) {
            return sorted[last];
        }
        int below = (int) Math.floor(place);
        double fraction = place - below;
        float difference = sorted[below + 1] - sorted[below];
        return fraction >= 0.5
                ? sorted[below + 1] - difference * (1 - fraction)
                : sorted[below] + difference * fraction;
    }

    /**
     * The bin of a value: {@code ceil(u (r - l) + l)} with {@code l} the number of edges at or below the value and {@code r} the
     * number below it.
     */
    int bin(float value, double u) {
        int atOrBelow = edgesUpTo(value, true);
        if (u == 0) {
            return atOrBelow;
        }
        int below = edgesUpTo(value, false);
        return (int) Math.ceil(u * (below - atOrBelow) + atOrBelow);
    }

    private int edgesUpTo(double value, boolean inclusive) {
        int low = 0;
        int high = edges.length;
        while (low < high) {
            int middle = (low + high) >>> 1;
            boolean counts = inclusive ? edges[middle] <= value : edges[middle] < value;
            if (counts) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }
}
