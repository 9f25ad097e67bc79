package io.spatho.stgpt.region;

import io.spatho.core.matrix.CsrMatrix;
import io.spatho.core.parallel.Workers;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Counts of the chosen genes as {@code log(1 + count · target / total)}, where the total is that of the cell over the whole panel.
 *
 * @param matrix cells x chosen genes
 * @param target the total that every cell is scaled to
 */
record LogExpression(CsrMatrix matrix, double target) {

    private static final int BLOCK = 4096;

    /** The median total of the training cells, of those that have any count. */
    static double target(CsrMatrix counts, Division division) {
        double[] totals = IntStream.range(0, counts.rows())
                .filter(cell -> division.part(cell) == Division.Part.TRAINING)
                .mapToDouble(counts::rowSum)
                .filter(total -> total > 0)
                .sorted()
                .toArray();
        if (totals.length == 0) {
            return 1;
        }
        int middle = totals.length / 2;
        return totals.length % 2 == 1 ? totals[middle] : (totals[middle - 1] + totals[middle]) / 2;
    }

    /** The expression of the genes at the columns named, which ascend. */
    static LogExpression of(CsrMatrix counts, int[] columns, double target, Workers workers) {
        CsrMatrix chosen = counts.selectColumns(columns);
        float[] values = new float[chosen.values().length];
        workers.forRanges(counts.rows(), BLOCK, (from, to) -> {
            for (int cell = from; cell < to; cell++) {
                double scale = target / counts.rowSum(cell);
                for (int i = chosen.start(cell); i < chosen.end(cell); i++) {
                    float count = chosen.values()[i];
                    values[i] = count > 0 ? (float) Math.log1p(count * scale) : 0;
                }
            }
        });
        return new LogExpression(
                new CsrMatrix(chosen.rows(), chosen.columns(), chosen.rowStarts(), chosen.columnIndices(), values),
                target);
    }

    /** The columns of highest variance after the transformation, ascending; of equal ones, those that come first. */
    static int[] mostVariable(CsrMatrix counts, double target, Division division, int most) {
        int genes = counts.columns();
        double[] sums = new double[genes];
        double[] squares = new double[genes];
        int cells = 0;
        for (int cell = 0; cell < counts.rows(); cell++) {
            if (division.part(cell) != Division.Part.TRAINING) {
                continue;
            }
            cells++;
            double scale = target / counts.rowSum(cell);
            for (int i = counts.start(cell); i < counts.end(cell); i++) {
                double value = counts.values()[i] > 0 ? Math.log1p(counts.values()[i] * scale) : 0;
                sums[counts.columnIndices()[i]] += value;
                squares[counts.columnIndices()[i]] += value * value;
            }
        }
        double n = Math.max(1, cells);
        double[] variance = new double[genes];
        Arrays.setAll(variance, gene -> squares[gene] / n - sums[gene] / n * (sums[gene] / n));
        return IntStream.range(0, genes)
                .filter(gene -> sums[gene] > 0)
                .boxed()
                .sorted((a, b) ->
                        variance[a] == variance[b] ? Integer.compare(a, b) : Double.compare(variance[b], variance[a]))
                .limit(most)
                .mapToInt(Integer::intValue)
                .sorted()
                .toArray();
    }
}
