package io.spatho.core.spatial;

import io.spatho.core.matrix.CsrMatrix;
import java.util.Arrays;

/**
 * Square bins over a tissue, of which only those with observations count.
 *
 * <p>Bins are numbered row by row from the upper left; observation {@code i} lies in bin {@code binOf[i]}. Positions in micrometres.
 *
 * @param leftUm the left edge
 * @param topUm the upper edge
 * @param sideUm the side of a bin
 * @param columns bins in a row
 * @param rows rows of bins
 * @param binOf the bin of each observation
 * @param observations how many observations each bin holds
 */
public record TissueBins(
        double leftUm, double topUm, double sideUm, int columns, int rows, int[] binOf, int[] observations) {

    /**
     * Bins so small that the longer side of the tissue has {@code most} of them, but not smaller than {@code leastUm}; the side has two
     * significant digits. Cost: linear.
     */
    public static TissueBins over(double[] xUm, double[] yUm, int most, double leastUm) {
        double left = Arrays.stream(xUm).min().orElse(0);
        double top = Arrays.stream(yUm).min().orElse(0);
        double width = Arrays.stream(xUm).max().orElse(0) - left;
        double height = Arrays.stream(yUm).max().orElse(0) - top;
        double side = roundedUp(Math.max(Math.max(width, height) / most, Math.max(leastUm, 1e-3)));
        int columns = (int) (width / side) + 1;
        int rows = (int) (height / side) + 1;
        int[] binOf = new int[xUm.length];
        int[] observations = new int[columns * rows];
        for (int i = 0; i < xUm.length; i++) {
            int row = (int) ((yUm[i] - top) / side);
            binOf[i] = row * columns + (int) ((xUm[i] - left) / side);
            observations[binOf[i]]++;
        }
        return new TissueBins(left, top, side, columns, rows, binOf, observations);
    }

    private static double roundedUp(double length) {
        double unit = Math.pow(10, Math.floor(Math.log10(length)) - 1);
        return Math.ceil(length / unit - 1e-9) * unit;
    }

    /** The x of a bin's middle. */
    public double xUm(int bin) {
        return leftUm + (bin % columns + 0.5) * sideUm;
    }

    /** The y of a bin's middle. */
    public double yUm(int bin) {
        int row = bin / columns;
        return topUm + (row + 0.5) * sideUm;
    }

    /**
     * The mean of some columns of a matrix over the observations of each bin; undefined (NaN) in a bin without observations. Cost: one
     * pass over the matrix. Determinism: sums go in the order of observations.
     *
     * @param values observations x features
     * @param chosen columns of {@code values}
     * @return one array over all bins for each chosen column
     */
    public double[][] means(CsrMatrix values, int[] chosen) {
        int[] place = new int[values.columns()];
        Arrays.fill(place, -1);
        for (int i = 0; i < chosen.length; i++) {
            place[chosen[i]] = i;
        }
        double[][] means = new double[chosen.length][observations.length];
        for (int row = 0; row < values.rows(); row++) {
            for (int at = values.start(row); at < values.end(row); at++) {
                int feature = place[values.columnIndices()[at]];
                if (feature >= 0) {
                    means[feature][binOf[row]] += values.values()[at];
                }
            }
        }
        for (double[] mean : means) {
            Arrays.setAll(mean, bin -> observations[bin] == 0 ? Double.NaN : mean[bin] / observations[bin]);
        }
        return means;
    }
}
