package io.spatho.core.spatial;

import io.spatho.core.matrix.CsrMatrix;
import io.spatho.core.parallel.Workers;
import java.util.Arrays;
import java.util.List;

/**
 * Moments of each gene over all observations, implicit zeros included.
 *
 * <p>A gene that has an entry in every observation is shifted by its rounded mean before anything is summed, because large
 * offsets would cancel; a gene with at least one zero needs no shift, for its mean^2 is at most n times its variance.
 * Autocorrelation does not change under a shift. The variances of preprocessing come from a class of the same name there, which
 * needs neither shifts nor fourth powers but transforms its values.
 */
final class GeneMoments {

    private static final int ROWS_PER_BLOCK = 16_384;

    final int cells;
    /** What is subtracted from each stored value of a gene. */
    final float[] shift;
    /** Mean, sum of squares and sum of fourth powers about the mean, of the shifted values. */
    final double[] mean;

    final double[] squares;
    final double[] fourths;
    final Status[] status;

    private GeneMoments(int cells, int genes) {
        this.cells = cells;
        this.shift = new float[genes];
        this.mean = new double[genes];
        this.squares = new double[genes];
        this.fourths = new double[genes];
        this.status = new Status[genes];
    }

    static GeneMoments of(CsrMatrix matrix, SpatialWeights weights, Workers workers) {
        GeneMoments moments = new GeneMoments(matrix.rows(), matrix.columns());
        int blocks = (matrix.rows() + ROWS_PER_BLOCK - 1) / ROWS_PER_BLOCK;
        Sums sums = new Sums(matrix.columns());
        workers.map(blocks, block -> Sums.of(matrix, block)).forEach(sums::add);
        moments.centre(sums);
        List<double[]> powers = workers.map(blocks, block -> moments.powers(matrix, block));
        moments.finish(sums, powers, weights);
        return moments;
    }

    /** {@code m4 / m2^2}; NaN for a gene without a statistic. */
    double kurtosis(int gene) {
        return status[gene] == Status.DEFINED ? fourths[gene] * cells / (squares[gene] * squares[gene]) : Double.NaN;
    }

    private void centre(Sums sums) {
        for (int gene = 0; gene < mean.length; gene++) {
            double plain = sums.total[gene] / cells;
            if (sums.stored[gene] == cells && Double.isFinite(plain)) {
                shift[gene] = (float) plain;
            }
            mean[gene] = (sums.total[gene] - (double) shift[gene] * sums.stored[gene]) / cells;
        }
    }

    /** Squares of the first half, fourth powers in the second; the mean is refined in the third. */
    private double[] powers(CsrMatrix matrix, int block) {
        int genes = mean.length;
        double[] result = new double[3 * genes];
        int from = matrix.start(block * ROWS_PER_BLOCK);
        int to = matrix.end(lastRow(matrix, block));
        for (int i = from; i < to; i++) {
            int gene = matrix.columnIndices()[i];
            double deviation = (double) matrix.values()[i] - shift[gene] - mean[gene];
            result[gene] += deviation * deviation;
            result[genes + gene] += deviation * deviation * deviation * deviation;
            result[2 * genes + gene] += deviation;
        }
        return result;
    }

    private static int lastRow(CsrMatrix matrix, int block) {
        return (int) Math.min(matrix.rows(), (block + 1L) * ROWS_PER_BLOCK) - 1;
    }

    private void finish(Sums sums, List<double[]> powers, SpatialWeights weights) {
        int genes = mean.length;
        for (int gene = 0; gene < genes; gene++) {
            double left = 0;
            for (double[] part : powers) {
                squares[gene] += part[gene];
                fourths[gene] += part[genes + gene];
                left += part[2 * genes + gene];
            }
            long zeros = cells - sums.stored[gene];
            double square = mean[gene] * mean[gene];
            squares[gene] += zeros * square;
            fourths[gene] += zeros * square * square;
            // What the first pass left in the mean through rounding; its effect on the powers is of second order.
            mean[gene] += (left - zeros * mean[gene]) / cells;
            status[gene] = statusOf(sums, gene, weights);
        }
    }

    private Status statusOf(Sums sums, int gene, SpatialWeights weights) {
        if (cells < 2) {
            return Status.TOO_FEW_CELLS;
        }
        if (!Double.isFinite(squares[gene]) || !Double.isFinite(fourths[gene])) {
            return Status.NOT_FINITE;
        }
        boolean zeros = sums.stored[gene] < cells;
        double low = zeros ? Math.min(0, sums.low[gene]) : sums.low[gene];
        double high = zeros ? Math.max(0, sums.high[gene]) : sums.high[gene];
        if (!(high > low) || !(squares[gene] > 0)) {
            return Status.CONSTANT;
        }
        return weights.sum() > 0 ? Status.DEFINED : Status.NO_NEIGHBOURS;
    }

    /** First-pass sums of a block of rows. */
    private static final class Sums {
        final double[] total;
        final long[] stored;
        final float[] low;
        final float[] high;

        Sums(int genes) {
            total = new double[genes];
            stored = new long[genes];
            low = new float[genes];
            high = new float[genes];
            Arrays.fill(low, Float.POSITIVE_INFINITY);
            Arrays.fill(high, Float.NEGATIVE_INFINITY);
        }

        static Sums of(CsrMatrix matrix, int block) {
            Sums sums = new Sums(matrix.columns());
            int to = matrix.end(lastRow(matrix, block));
            for (int i = matrix.start(block * ROWS_PER_BLOCK); i < to; i++) {
                int gene = matrix.columnIndices()[i];
                float value = matrix.values()[i];
                sums.total[gene] += value;
                sums.stored[gene]++;
                sums.low[gene] = Math.min(sums.low[gene], value);
                sums.high[gene] = Math.max(sums.high[gene], value);
            }
            return sums;
        }

        void add(Sums other) {
            for (int gene = 0; gene < total.length; gene++) {
                total[gene] += other.total[gene];
                stored[gene] += other.stored[gene];
                low[gene] = Math.min(low[gene], other.low[gene]);
                high[gene] = Math.max(high[gene], other.high[gene]);
            }
        }
    }
}
