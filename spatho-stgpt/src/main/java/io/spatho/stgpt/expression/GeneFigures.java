package io.spatho.stgpt.expression;

import io.spatho.core.matrix.DenseMatrix;
import io.spatho.stgpt.evaluation.Correlation;
import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * How well one gene is predicted, when each group counts as often as an array says. Correlations are within folds: each fold's means are
 * taken off first, since models of different folds have different levels.
 */
final class GeneFigures {

    private final int[] fold;
    private final int[] group;
    private final int folds;
    private final double[] measured;
    private final double[] predicted;
    private final double[] logMeasured;
    private final double[] logPredicted;
    private final double[] measuredRanks;
    private final double[] predictedRanks;
    private final int[] order;

    /** The gene's counts, observation by observation, taken from {@code rows} of the matrix of counts. */
    GeneFigures(ExpressionFolds folds, DenseMatrix counts, int[] rows, DenseMatrix rates, int gene) {
        this.fold = folds.foldOf();
        this.group = folds.groupOf();
        this.folds = folds.folds();
        this.measured =
                Arrays.stream(rows).mapToDouble(row -> counts.get(row, gene)).toArray();
        this.predicted = IntStream.range(0, rows.length)
                .mapToDouble(row -> rates.get(row, gene))
                .toArray();
        this.logMeasured = Arrays.stream(measured).map(Math::log1p).toArray();
        this.logPredicted = Arrays.stream(predicted).map(Math::log1p).toArray();
        this.measuredRanks = ranks(measured);
        this.predictedRanks = ranks(predicted);
        this.order = IntStream.range(0, rows.length)
                .boxed()
                .sorted(Comparator.<Integer>comparingInt(i -> fold[i]).thenComparingDouble(i -> -predicted[i]))
                .mapToInt(Integer::intValue)
                .toArray();
    }

    private double[] ranks(double[] values) {
        double[] ranks = new double[values.length];
        for (int one = 0; one < folds; one++) {
            int own = one;
            int[] rows = IntStream.range(0, values.length)
                    .filter(i -> fold[i] == own)
                    .toArray();
            double[] found = Correlation.ranks(
                    Arrays.stream(rows).mapToDouble(i -> values[i]).toArray());
            for (int i = 0; i < rows.length; i++) {
                ranks[rows[i]] = found[i];
            }
        }
        return ranks;
    }

    /** Pearson's correlation of log(1 + count) and log(1 + rate). */
    double pearson(int[] times) {
        return within(logMeasured, logPredicted, times);
    }

    /** The correlation of ranks within folds. */
    double spearman(int[] times) {
        return within(measuredRanks, predictedRanks, times);
    }

    private double within(double[] x, double[] y, int[] times) {
        double[] n = new double[folds];
        double[] sumX = new double[folds];
        double[] sumY = new double[folds];
        for (int i = 0; i < x.length; i++) {
            int weight = times[group[i]];
            n[fold[i]] += weight;
            sumX[fold[i]] += weight * x[i];
            sumY[fold[i]] += weight * y[i];
        }
        double xx = 0;
        double yy = 0;
        double xy = 0;
        for (int i = 0; i < x.length; i++) {
            int weight = times[group[i]];
            if (weight > 0) {
                double fromX = x[i] - sumX[fold[i]] / n[fold[i]];
                double fromY = y[i] - sumY[fold[i]] / n[fold[i]];
                xx += weight * fromX * fromX;
                yy += weight * fromY * fromY;
                xy += weight * fromX * fromY;
            }
        }
        // Rounding leaves a trace of variance in a constant prediction.
        return xx > 1e-9 && yy > 1e-9 ? xy / Math.sqrt(xx * yy) : Double.NaN;
    }

    /** Average precision of "is expressed", equal rates together; the mean over folds that express the gene. */
    double precision(int[] times) {
        double sum = 0;
        int counted = 0;
        for (int from = 0; from < order.length; ) {
            int to = from;
            while (to < order.length && fold[order[to]] == fold[order[from]]) {
                to++;
            }
            double one = precision(from, to, times);
            if (Double.isFinite(one)) {
                sum += one;
                counted++;
            }
            from = to;
        }
        return counted == 0 ? Double.NaN : sum / counted;
    }

    private double precision(int from, int to, int[] times) {
        double seen = 0;
        double expressed = 0;
        double before = 0;
        double area = 0;
        for (int i = from; i < to; i++) {
            int weight = times[group[order[i]]];
            seen += weight;
            expressed += measured[order[i]] > 0 ? weight : 0;
            boolean isLast = i + 1 == to || predicted[order[i + 1]] != predicted[order[i]];
            if (isLast && seen > 0) {
                area += (expressed - before) * expressed / seen;
                before = expressed;
            }
        }
        return expressed > 0 ? area / expressed : Double.NaN;
    }

    /** The mean Poisson deviance. */
    double deviance(int[] times) {
        double sum = 0;
        double n = 0;
        for (int i = 0; i < measured.length; i++) {
            sum += times[group[i]] * Deviance.of(measured[i], predicted[i]);
            n += times[group[i]];
        }
        return n > 0 ? sum / n : Double.NaN;
    }
}
