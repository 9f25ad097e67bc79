package io.spatho.core.cohort;

import io.spatho.core.evidence.Uncertainty;
import java.util.Arrays;
import java.util.Optional;
import org.hipparchus.distribution.continuous.TDistribution;

/**
 * The mean of a number over slides, each slide counting once, with Student's interval over slides: observations of one slide are not
 * independent, slides are.
 *
 * @param slides slides with the number
 * @param mean their mean; NaN without any
 * @param interval its interval; empty with fewer than three slides
 */
record SlideMean(int slides, double mean, Optional<Uncertainty> interval) {

    static final double LEVEL = 0.95;

    private static final int FEWEST = 3;

    /** The mean of the numbers that are not NaN; the interval is cut to what the number can be. */
    static SlideMean of(double[] values, double least, double most) {
        double[] known =
                Arrays.stream(values).filter(value -> !Double.isNaN(value)).toArray();
        int n = known.length;
        double mean = Arrays.stream(known).average().orElse(Double.NaN);
        if (n < FEWEST) {
            return new SlideMean(n, mean, Optional.empty());
        }
        double squares = Arrays.stream(known)
                .map(value -> (value - mean) * (value - mean))
                .sum();
        double factor = new TDistribution(n - 1.0).inverseCumulativeProbability(0.5 + LEVEL / 2);
        double half = factor * Math.sqrt(squares / (n - 1) / n);
        return new SlideMean(
                n,
                mean,
                Optional.of(new Uncertainty(
                        Math.max(least, mean - half),
                        Math.min(most, mean + half),
                        LEVEL,
                        "Student's t over " + n + " slides")));
    }

    double lower() {
        return interval.map(Uncertainty::lower).orElse(Double.NaN);
    }

    double upper() {
        return interval.map(Uncertainty::upper).orElse(Double.NaN);
    }
}
