package io.spatho.stgpt.expression;

import io.spatho.core.evidence.Uncertainty;
import io.spatho.core.matrix.DenseMatrix;
import io.spatho.core.parallel.Workers;
import io.spatho.core.random.CounterRandom;
import io.spatho.stgpt.evaluation.GroupBootstrap;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleBiFunction;
import java.util.stream.IntStream;

/**
 * The figures of one model, each with its controls and an interval.
 *
 * <p>Controls pair the same predictions with counts that do not belong to them: of other observations of the fold at random, and of those half
 * a slide away. What a figure says is how far it lies from these.
 *
 * @param pearson Fisher's mean over genes
 * @param spearman Fisher's mean over genes
 * @param precision mean average precision of "is expressed"
 * @param deviance mean Poisson deviance
 */
public record ExpressionScores(Figure pearson, Figure spearman, Figure precision, Figure deviance) {

    /**
     * A figure.
     *
     * @param value NaN when undefined, as a constant's correlation is
     * @param interval bootstrap over blocks or patients; empty with fewer than three
     * @param shuffled the same with shuffled counts
     * @param shifted the same with counts from half a slide away
     * @param byGene the figure of each gene
     */
    public record Figure(
            double value, Optional<Uncertainty> interval, double shuffled, double shifted, List<Double> byGene) {
        public Figure {
            byGene = List.copyOf(byGene);
        }
    }

    /** The figures of predicted rates, observations x genes. */
    public static ExpressionScores of(
            ExpressionMaterial material, ExpressionFolds folds, DenseMatrix rates, long seed, Workers workers) {
        int[] own = IntStream.range(0, material.size()).toArray();
        List<GeneFigures> real = figures(material, folds, own, rates, workers);
        List<GeneFigures> shuffled = figures(material, folds, shuffled(folds, seed), rates, workers);
        List<GeneFigures> shifted = figures(material, folds, shifted(material), rates, workers);
        Maker maker = new Maker(real, shuffled, shifted, folds.groups(), GroupBootstrap.of(folds.groups(), seed));
        return new ExpressionScores(
                maker.make(GeneFigures::pearson, true),
                maker.make(GeneFigures::spearman, true),
                maker.make(GeneFigures::precision, false),
                maker.make(GeneFigures::deviance, false));
    }

    private static List<GeneFigures> figures(
            ExpressionMaterial material, ExpressionFolds folds, int[] rows, DenseMatrix rates, Workers workers) {
        return workers.map(
                material.genes().size(), gene -> new GeneFigures(folds, material.counts(), rows, rates, gene));
    }

    /** For each observation another of its fold. */
    static int[] shuffled(ExpressionFolds folds, long seed) {
        int[] rows = new int[folds.foldOf().length];
        for (int fold = 0; fold < folds.folds(); fold++) {
            int[] own = folds.judging(fold);
            int[] order = own.clone();
            CounterRandom.of(seed, "expression-shuffled", fold).shuffle(order);
            for (int i = 0; i < own.length; i++) {
                rows[own[i]] = order[i];
            }
        }
        return rows;
    }

    /** For each observation the one nearest to the place half a width and half a height away, around the edges. */
    static int[] shifted(ExpressionMaterial material) {
        double[] x = halfAway(material.x());
        double[] y = halfAway(material.y());
        int[] rows = new int[x.length];
        for (int i = 0; i < rows.length; i++) {
            double best = Double.POSITIVE_INFINITY;
            for (int other = 0; other < rows.length; other++) {
                double distance = Math.hypot(x[i] - material.x()[other], y[i] - material.y()[other]);
                if (distance < best) {
                    best = distance;
                    rows[i] = other;
                }
            }
        }
        return rows;
    }

    private static double[] halfAway(double[] values) {
        double least = Arrays.stream(values).min().orElse(0);
        double width = Arrays.stream(values).max().orElse(0) - least;
        return Arrays.stream(values)
                .map(value -> value - least < width / 2 ? value + width / 2 : value - width / 2)
                .toArray();
    }

    private record Maker(
            List<GeneFigures> real,
            List<GeneFigures> shuffled,
            List<GeneFigures> shifted,
            int groups,
            GroupBootstrap bootstrap) {

        Figure make(ToDoubleBiFunction<GeneFigures, int[]> figure, boolean isCorrelation) {
            int[] once = new int[groups];
            Arrays.fill(once, 1);
            return new Figure(
                    mean(real, figure, once, isCorrelation),
                    bootstrap.interval(times -> mean(real, figure, times, isCorrelation)),
                    mean(shuffled, figure, once, isCorrelation),
                    mean(shifted, figure, once, isCorrelation),
                    real.stream().map(gene -> figure.applyAsDouble(gene, once)).toList());
        }

        private static double mean(
                List<GeneFigures> genes,
                ToDoubleBiFunction<GeneFigures, int[]> figure,
                int[] times,
                boolean isCorrelation) {
            double mean = genes.stream()
                    .mapToDouble(gene -> figure.applyAsDouble(gene, times))
                    .filter(Double::isFinite)
                    .map(value -> isCorrelation ? fisher(value) : value)
                    .average()
                    .orElse(Double.NaN);
            return isCorrelation ? Math.tanh(mean) : mean;
        }

        private static double fisher(double r) {
            double safe = Math.max(-0.999999, Math.min(0.999999, r));
            return 0.5 * Math.log((1 + safe) / (1 - safe));
        }
    }
}
