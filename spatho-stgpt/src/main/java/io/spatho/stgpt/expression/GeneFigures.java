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
    private final Ground ground;
    private final double[] pooledMeasured;
    private final double[] pooledPredicted;
    private final double[] local;

    /**
     * What all genes share.
     *
     * @param folds who was predicted together, and which groups count
     * @param squares over which means are taken
     * @param similarity of maps
     */
    record Ground(ExpressionFolds folds, PooledSquares squares, SpatialSimilarity similarity) {

        static Ground of(PlacedFeatures places, ExpressionFolds folds) {
            return new Ground(folds, PooledSquares.of(places, folds), new SpatialSimilarity(places, folds.groupOf()));
        }
    }

    /** The gene's counts, observation by observation, taken from {@code rows} of the matrix of counts. */
    GeneFigures(Ground ground, DenseMatrix counts, int[] rows, DenseMatrix rates, int gene) {
        ExpressionFolds folds = ground.folds();
        this.ground = ground;
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
        this.pooledMeasured = ground.squares().logMeans(measured);
        this.pooledPredicted = ground.squares().logMeans(predicted);
        this.local = ground.similarity().local(logMeasured, logPredicted);
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
        return WeightedCorrelation.of(logMeasured, logPredicted, fold, folds, group, times);
    }

    /** The correlation of ranks within folds. */
    double spearman(int[] times) {
        return WeightedCorrelation.of(measuredRanks, predictedRanks, fold, folds, group, times);
    }

    /** Pearson's correlation of the logarithms of means over squares. */
    double pooled(int[] times) {
        return WeightedCorrelation.of(
                pooledMeasured,
                pooledPredicted,
                ground.squares().foldOf(),
                folds,
                ground.squares().groupOf(),
                times);
    }

    /** The structural similarity of the two maps. */
    double similarity(int[] times) {
        return ground.similarity().mean(local, times);
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
