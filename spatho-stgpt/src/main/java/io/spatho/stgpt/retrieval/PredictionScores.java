package io.spatho.stgpt.retrieval;

import io.spatho.core.evidence.Uncertainty;
import io.spatho.core.matrix.DenseMatrix;
import io.spatho.core.table.Column;
import io.spatho.core.table.Table;
import io.spatho.stgpt.evaluation.Correlation;
import io.spatho.stgpt.evaluation.GroupBootstrap;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Measured against predicted values: Pearson, Spearman, mean squared and mean absolute error along genes or along spots. A
 * correlation is NaN where a side does not vary, and stays out of means.
 *
 * @param pearson one for each gene or spot
 * @param spearman one for each
 * @param squared mean squared error of each
 * @param absolute mean absolute error of each
 */
record PredictionScores(double[] pearson, double[] spearman, double[] squared, double[] absolute) {

    static PredictionScores ofGenes(DenseMatrix measured, DenseMatrix predicted) {
        return of(transposed(measured), transposed(predicted));
    }

    static PredictionScores ofSpots(DenseMatrix measured, DenseMatrix predicted) {
        return of(measured, predicted);
    }

    private static DenseMatrix transposed(DenseMatrix matrix) {
        DenseMatrix other = DenseMatrix.zeros(matrix.columns(), matrix.rows());
        for (int row = 0; row < matrix.rows(); row++) {
            for (int column = 0; column < matrix.columns(); column++) {
                other.values()[column * matrix.rows() + row] = matrix.get(row, column);
            }
        }
        return other;
    }

    private static PredictionScores of(DenseMatrix measured, DenseMatrix predicted) {
        int n = measured.rows();
        PredictionScores scores = new PredictionScores(new double[n], new double[n], new double[n], new double[n]);
        for (int row = 0; row < n; row++) {
            double[] x = row(measured, row);
            double[] y = row(predicted, row);
            scores.pearson[row] = Correlation.pearson(x, y);
            scores.spearman[row] = Correlation.spearman(x, y);
            for (int i = 0; i < x.length; i++) {
                scores.squared[row] += (x[i] - y[i]) * (x[i] - y[i]) / x.length;
                scores.absolute[row] += Math.abs(x[i] - y[i]) / x.length;
            }
        }
        return scores;
    }

    private static double[] row(DenseMatrix matrix, int row) {
        double[] values = new double[matrix.columns()];
        Arrays.setAll(values, column -> matrix.get(row, column));
        return values;
    }

    /** The mean of what is defined; NaN when nothing is. */
    static double mean(double[] values) {
        return Arrays.stream(values)
                .filter(value -> !Double.isNaN(value))
                .average()
                .orElse(Double.NaN);
    }

    /** A row for each gene or spot. */
    Table table(String configuration, String key, List<String> names) {
        String[] same = new String[names.size()];
        Arrays.fill(same, configuration);
        return Table.ofRows(names.size())
                .with("configuration", new Column.Strings(same))
                .with(key, new Column.Strings(names.toArray(String[]::new)))
                .with("pearson", new Column.Doubles(pearson))
                .with("spearman", new Column.Doubles(spearman))
                .with("mean_squared_error", new Column.Doubles(squared))
                .with("mean_absolute_error", new Column.Doubles(absolute));
    }

    /** How much smaller one's mean squared error is than another's, with an interval over whole groups of spots. */
    record Gain(double mean, Optional<Uncertainty> interval) {

        static Gain of(PredictionScores better, PredictionScores worse, int[] groups, long seed) {
            int[] names = Arrays.stream(groups).sorted().distinct().toArray();
            double[] sums = new double[names.length];
            int[] sizes = new int[names.length];
            for (int spot = 0; spot < groups.length; spot++) {
                int group = Arrays.binarySearch(names, groups[spot]);
                sums[group] += worse.squared[spot] - better.squared[spot];
                sizes[group]++;
            }
            int[] once = new int[names.length];
            Arrays.fill(once, 1);
            return new Gain(
                    weighted(sums, sizes, once),
                    GroupBootstrap.of(names.length, seed).interval(times -> weighted(sums, sizes, times)));
        }

        private static double weighted(double[] sums, int[] sizes, int[] times) {
            double sum = 0;
            long count = 0;
            for (int group = 0; group < sums.length; group++) {
                sum += times[group] * sums[group];
                count += (long) times[group] * sizes[group];
            }
            return count == 0 ? Double.NaN : sum / count;
        }

        /** helps, harms, or no difference that can be told from chance. */
        String verdict() {
            if (interval.isEmpty()) {
                return "not decided: too few spatial blocks";
            }
            if (interval.get().lower() > 0) {
                return "retrieval helps";
            }
            return interval.get().upper() < 0 ? "retrieval harms" : "retrieval does not help";
        }
    }
}
