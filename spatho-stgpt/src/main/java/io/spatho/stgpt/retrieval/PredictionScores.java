package io.spatho.stgpt.retrieval;

import io.spatho.core.matrix.DenseMatrix;
import io.spatho.core.table.Column;
import io.spatho.core.table.Table;
import io.spatho.stgpt.evaluation.Correlation;
import java.util.Arrays;
import java.util.List;

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
}
