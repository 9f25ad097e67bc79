package io.spatho.core.pattern;

import io.spatho.core.spatial.Status;
import java.util.Arrays;
import java.util.function.IntBinaryOperator;
import org.hipparchus.distribution.continuous.TDistribution;

/**
 * How much more often a label is found within a distance of another label than within that distance of any point:
 * {@code P(label | other, r) / P(label | r)}, 1 when the two have nothing to do with each other.
 *
 * <p>Distances are cumulative (at most r), not rings. Arrays hold labels x labels x distances values: label, then the label
 * conditioned on, then distance. A ratio is undefined (NaN) where the label conditioned on, or the label itself, has no pair
 * within the distance. The interval is that of the ratio: delete-a-block jackknife of its logarithm over spatial blocks with a
 * t interval; it is undefined where a ratio is 0, or with fewer than two blocks.
 *
 * <p>Source: ratios as in squidpy 1.8.2 {@code gr.co_occurrence} (Dries et al. 2021; Palla et al. 2022); jackknife of unequal blocks as in
 * Busing, Meijer and van der Leeden 1999 for equal block sizes.
 *
 * @param categories number of labels
 * @param thresholds distances, ascending
 * @param ratio the ratios
 * @param lower lower ends of the intervals
 * @param upper upper ends of the intervals
 * @param level coverage aimed at
 */
public record CoOccurrence(
        int categories, double[] thresholds, double[] ratio, double[] lower, double[] upper, double level) {

    /** How the intervals are made, in words for a manifest. */
    public static final String METHOD = "delete-a-block jackknife of the log ratio over spatial blocks, t interval";

    /** The ratios of counted pairs. */
    public static CoOccurrence of(PairDistances pairs, double level) {
        if (!(level > 0 && level < 1)) {
            throw new IllegalArgumentException("level " + level);
        }
        int labels = pairs.categories();
        int distances = pairs.thresholds().length;
        double[][] columns = new double[3][labels * labels * distances];
        double[][] without = new double[pairs.blocks()][];
        double factor = pairs.blocks() < 2
                ? Double.NaN
                : new TDistribution(pairs.blocks() - 1.0).inverseCumulativeProbability(0.5 + level / 2);
        for (int k = 0; k < distances; k++) {
            int threshold = k;
            double[] whole = ratios(labels, (a, b) -> pairs.within(a, b, threshold));
            for (int block = 0; block < without.length; block++) {
                int left = block;
                without[block] = ratios(labels, (a, b) -> pairs.withoutBlock(left, a, b, threshold));
            }
            for (int cell = 0; cell < whole.length; cell++) {
                double error = standardError(without, cell);
                columns[0][cell * distances + k] = whole[cell];
                columns[1][cell * distances + k] = whole[cell] * Math.exp(-factor * error);
                columns[2][cell * distances + k] = whole[cell] * Math.exp(factor * error);
            }
        }
        return new CoOccurrence(labels, pairs.thresholds(), columns[0], columns[1], columns[2], level);
    }

    /** Counts of ordered pairs. */
    private interface Counts {
        long of(int label, int other);
    }

    private static double[] ratios(int labels, Counts counts) {
        long[] table = new long[labels * labels];
        long[] sums = new long[labels];
        for (int a = 0; a < labels; a++) {
            for (int b = 0; b < labels; b++) {
                table[a * labels + b] = counts.of(a, b);
                sums[a] += table[a * labels + b];
            }
        }
        double total = Arrays.stream(sums).sum();
        double[] ratios = new double[labels * labels];
        IntBinaryOperator place = (label, given) -> label * labels + given;
        for (int label = 0; label < labels; label++) {
            for (int given = 0; given < labels; given++) {
                int cell = place.applyAsInt(label, given);
                boolean defined = sums[label] > 0 && sums[given] > 0;
                ratios[cell] = defined
                        ? ((double) table[place.applyAsInt(given, label)] / sums[given]) / (sums[label] / total)
                        : Double.NaN;
            }
        }
        return ratios;
    }

    private static double standardError(double[][] without, int cell) {
        int blocks = without.length;
        double sum = 0;
        for (double[] ratios : without) {
            sum += Math.log(ratios[cell]);
        }
        double squares = 0;
        for (double[] ratios : without) {
            double difference = Math.log(ratios[cell]) - sum / blocks;
            squares += difference * difference;
        }
        double error = Math.sqrt(squares * (blocks - 1) / blocks);
        return blocks < 2 || !Double.isFinite(error) ? Double.NaN : error;
    }

    /** The ratio of a label given another within the distance of that number. */
    public double ratio(int label, int given, int threshold) {
        return ratio[(label * categories + given) * thresholds.length + threshold];
    }

    /** Why a ratio has no value. */
    public Status status(int label, int given, int threshold) {
        return Double.isNaN(ratio(label, given, threshold)) ? Status.NO_NEIGHBOURS : Status.DEFINED;
    }
}
