package io.spatho.core.spatial;

import java.util.Arrays;
import org.hipparchus.distribution.continuous.TDistribution;

/**
 * The delete-a-block jackknife interval of one estimate from its values with each spatial block left out.
 *
 * <p>Blocks of unequal size are weighed as in Busing, Meijer and van der Leeden 1999, equations 6 to 8; the interval is a t interval
 * with one degree of freedom less than there are blocks. Undefined (NaN) with fewer than two blocks that hold anything, or where
 * the estimate has no value once a block is left out. It is the interval of the estimate, never of a null distribution.
 *
 * @param standardError standard error of the estimate
 * @param lower lower end
 * @param upper upper end
 */
public record BlockInterval(double standardError, double lower, double upper) {

    /** How the interval is made, in words for a manifest. */
    public static final String METHOD = EstimateInterval.METHOD;

    /**
     * The interval of an estimate.
     *
     * @param estimate the value on everything
     * @param without the value without each block
     * @param sizes number of observations of each block; blocks of none are passed over
     * @param level coverage aimed at
     */
    public static BlockInterval of(double estimate, double[] without, int[] sizes, double level) {
        double n = Arrays.stream(sizes).asLongStream().sum();
        int blocks = (int) Arrays.stream(sizes).filter(size -> size > 0).count();
        if (blocks < 2) {
            return new BlockInterval(Double.NaN, Double.NaN, Double.NaN);
        }
        double centre = blocks * estimate;
        for (int block = 0; block < sizes.length; block++) {
            centre -= sizes[block] > 0 ? (1 - sizes[block] / n) * without[block] : 0;
        }
        double variance = 0;
        for (int block = 0; block < sizes.length; block++) {
            if (sizes[block] > 0) {
                double ratio = n / sizes[block];
                double pseudo = ratio * estimate - (ratio - 1) * without[block];
                variance += (pseudo - centre) * (pseudo - centre) / (ratio - 1);
            }
        }
        double error = Math.sqrt(variance / blocks);
        double factor = new TDistribution(blocks - 1.0).inverseCumulativeProbability(0.5 + level / 2);
        return new BlockInterval(error, estimate - factor * error, estimate + factor * error);
    }

    /** The same with ends that stay within the range of the estimate. */
    BlockInterval within(double least, double most) {
        return isDefined() ? new BlockInterval(standardError, Math.max(least, lower), Math.min(most, upper)) : this;
    }

    /** Whether there is an interval. */
    public boolean isDefined() {
        return lower <= upper;
    }
}
