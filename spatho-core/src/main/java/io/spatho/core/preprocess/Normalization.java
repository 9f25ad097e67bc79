package io.spatho.core.preprocess;

import io.spatho.core.error.InputException;
import io.spatho.core.error.Problem;
import io.spatho.core.matrix.CsrMatrix;
import io.spatho.core.matrix.RawCounts;
import io.spatho.core.parallel.Workers;
import java.util.Arrays;

/**
 * Total-count normalisation followed by {@code log(1 + x)}.
 *
 * <p>Each observation is scaled to the same sum, the median total of the observations that have any count. An
 * observation without counts stays zero.
 *
 * <p>Determinism: independent of the number of threads. Cost: two passes over the entries; the result shares row starts and
 * column indices with the input. Source: {@code normalize_total} and {@code log1p} of scanpy 1.11.5, whose median leaves empty
 * observations out for dense matrices (its compressed-row path counts them as 0).
 */
public final class Normalization {

    private static final int BLOCK = 4096;

    private Normalization() {}

    /** Scales to the median of the positive totals. */
    public static NormalizedCounts toMedian(CsrMatrix counts, Workers workers) {
        double[] totals = totals(counts, workers);
        return scale(counts, totals, medianOfPositive(totals), workers);
    }

    /** Scales to a sum of the caller's, as models that were trained on one ask for it. */
    public static NormalizedCounts toSum(CsrMatrix counts, double targetSum, Workers workers) {
        return scale(counts, totals(counts, workers), targetSum, workers);
    }

    private static NormalizedCounts scale(CsrMatrix counts, double[] totals, double targetSum, Workers workers) {
        double[] factors = new double[counts.rows()];
        float[] values = new float[counts.values().length];
        workers.forRanges(counts.rows(), BLOCK, (from, to) -> {
            for (int row = from; row < to; row++) {
                double factor = totals[row] > 0 ? targetSum / totals[row] : 1;
                factors[row] = factor;
                for (int i = counts.start(row); i < counts.end(row); i++) {
                    values[i] = (float) Math.log1p(counts.values()[i] * factor);
                }
            }
        });
        CsrMatrix matrix =
                new CsrMatrix(counts.rows(), counts.columns(), counts.rowStarts(), counts.columnIndices(), values);
        return new NormalizedCounts(matrix, targetSum, factors);
    }

    private static double[] totals(CsrMatrix counts, Workers workers) {
        double[] totals = new double[counts.rows()];
        workers.forRanges(counts.rows(), BLOCK, (from, to) -> {
            for (int row = from; row < to; row++) {
                totals[row] = total(counts, row);
            }
        });
        return totals;
    }

    private static double total(CsrMatrix counts, int row) {
        double sum = 0;
        for (int i = counts.start(row); i < counts.end(row); i++) {
            sum += RawCounts.value(counts, row, i);
        }
        return sum;
    }

    private static double medianOfPositive(double[] totals) {
        double[] positive =
                Arrays.stream(totals).filter(total -> total > 0).sorted().toArray();
        if (positive.length == 0) {
            throw new InputException(Problem.of("no observation has any count, so there is nothing to normalise")
                    .fix("Check the matrix and the quality-control thresholds."));
        }
        int middle = positive.length / 2;
        return positive.length % 2 == 1 ? positive[middle] : (positive[middle - 1] + positive[middle]) / 2;
    }
}
