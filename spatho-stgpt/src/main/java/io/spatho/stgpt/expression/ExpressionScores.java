package io.spatho.stgpt.expression;

import io.spatho.core.evidence.Uncertainty;
import io.spatho.core.matrix.DenseMatrix;
import io.spatho.core.parallel.Workers;
import io.spatho.core.random.CounterRandom;
import io.spatho.stgpt.evaluation.GroupBootstrap;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * The figures of one model, each with its controls and an interval.
 *
 * <p>Controls pair the same predictions with counts that do not belong to them: of other observations of the fold at random, and of those half
 * a slide away. What a figure says is how far it lies from these. Cost: genes x resamples x observations.
 *
 * @param figures one for each {@link Kind}, in its order
 */
public record ExpressionScores(List<Figure> figures) {

    /** What is measured. */
    public enum Kind {
        /** Pearson's correlation of log(1 + count) and log(1 + rate); Fisher's mean over genes. */
        PEARSON("pearson", true),
        /** Pearson's correlation of {@link PooledSquares means over squares}; Fisher's mean over genes. */
        POOLED_PEARSON("pooled_pearson", true),
        /** The correlation of ranks; Fisher's mean over genes. */
        SPEARMAN("spearman", true),
        /** Average precision of "is expressed"; mean over genes. */
        PRECISION("auprc", false),
        /** Poisson's deviance; mean over genes. */
        DEVIANCE("poisson_deviance", false),
        /** Structural similarity of maps; mean over genes. */
        SIMILARITY("ssim", false);

        private final String id;
        private final boolean isCorrelation;

        Kind(String id, boolean isCorrelation) {
            this.id = id;
            this.isCorrelation = isCorrelation;
        }

        private int place() {
            return List.of(values()).indexOf(this);
        }

        /** The name in files. */
        public String id() {
            return id;
        }

        private double of(GeneFigures gene, int[] times) {
            return switch (this) {
                case PEARSON -> gene.pearson(times);
                case POOLED_PEARSON -> gene.pooled(times);
                case SPEARMAN -> gene.spearman(times);
                case PRECISION -> gene.precision(times);
                case DEVIANCE -> gene.deviance(times);
                case SIMILARITY -> gene.similarity(times);
            };
        }

        /** The mean over genes of which it is defined. */
        private double mean(double[] genes) {
            double mean = Arrays.stream(genes)
                    .filter(Double::isFinite)
                    .map(value -> isCorrelation ? WeightedCorrelation.fisher(value) : value)
                    .average()
                    .orElse(Double.NaN);
            return isCorrelation ? Math.tanh(mean) : mean;
        }
    }

    /**
     * A figure.
     *
     * @param value NaN when undefined, as a constant's correlation is
     * @param interval bootstrap over blocks or patients; empty with fewer than three
     * @param shuffled the same with shuffled counts
     * @param shifted the same with counts from half a slide away
     * @param resampled the value in each resample
     * @param genes the figure of each gene
     */
    public record Figure(
            double value,
            Optional<Uncertainty> interval,
            double shuffled,
            double shifted,
            List<Double> resampled,
            List<OfGene> genes) {
        public Figure {
            resampled = List.copyOf(resampled);
            genes = List.copyOf(genes);
        }
    }

    /** A figure of one gene. */
    public record OfGene(double value, Optional<Uncertainty> interval, double shuffled, double shifted) {}

    public ExpressionScores {
        figures = List.copyOf(figures);
    }

    /** One of the figures. */
    public Figure of(Kind kind) {
        return figures.get(kind.place());
    }

    /** The figures of predicted rates, observations x genes. */
    public static ExpressionScores of(
            ExpressionMaterial material, ExpressionFolds folds, DenseMatrix rates, long seed, Workers workers) {
        GeneFigures.Ground ground = GeneFigures.Ground.of(material.places(), folds);
        int[] own = IntStream.range(0, material.size()).toArray();
        int[] shuffled = shuffled(folds, seed);
        int[] shifted = ShiftedPlaces.of(material.places(), workers);
        GroupBootstrap bootstrap = GroupBootstrap.of(folds.groupCount(), seed);
        List<int[]> once = List.of(ones(folds.groupCount()));
        List<int[]> draws = new ArrayList<>(once);
        draws.addAll(bootstrap.draws());
        List<double[][]> found = workers.map(material.genes().size(), gene -> {
            double[][] real = all(new GeneFigures(ground, material.counts(), own, rates, gene), draws);
            double[][] random = all(new GeneFigures(ground, material.counts(), shuffled, rates, gene), once);
            double[][] moved = all(new GeneFigures(ground, material.counts(), shifted, rates, gene), once);
            return joined(real, random, moved);
        });
        return new ExpressionScores(Arrays.stream(Kind.values())
                .map(kind -> figure(kind, found, draws.size(), bootstrap))
                .toList());
    }

    private static int[] ones(int n) {
        int[] ones = new int[n];
        Arrays.fill(ones, 1);
        return ones;
    }

    /** Kinds x draws. */
    private static double[][] all(GeneFigures gene, List<int[]> draws) {
        return Arrays.stream(Kind.values())
                .map(kind -> draws.stream()
                        .mapToDouble(times -> kind.of(gene, times))
                        .toArray())
                .toArray(double[][]::new);
    }

    /** Of each kind: the value, that of each resample, shuffled, shifted. */
    private static double[][] joined(double[][] real, double[][] random, double[][] moved) {
        double[][] all = new double[real.length][];
        for (int kind = 0; kind < all.length; kind++) {
            all[kind] = Arrays.copyOf(real[kind], real[kind].length + 2);
            all[kind][real[kind].length] = random[kind][0];
            all[kind][real[kind].length + 1] = moved[kind][0];
        }
        return all;
    }

    private static Figure figure(Kind kind, List<double[][]> genes, int draws, GroupBootstrap bootstrap) {
        int number = kind.place();
        double[] means = IntStream.range(0, draws + 2)
                .mapToDouble(i -> kind.mean(
                        genes.stream().mapToDouble(gene -> gene[number][i]).toArray()))
                .toArray();
        double[] resampled = Arrays.copyOfRange(means, 1, draws);
        List<OfGene> each = genes.stream()
                .map(gene -> gene[number])
                .map(values -> new OfGene(
                        values[0],
                        bootstrap.interval(Arrays.copyOfRange(values, 1, draws)),
                        values[draws],
                        values[draws + 1]))
                .toList();
        return new Figure(
                means[0],
                bootstrap.interval(resampled),
                means[draws],
                means[draws + 1],
                Arrays.stream(resampled).boxed().toList(),
                each);
    }

    /** How much larger this model's figure is than another's on the same folds, with its interval over the same resamples. */
    public Difference minus(ExpressionScores other, Kind kind, ExpressionFolds folds, long seed) {
        double[] differences = new double[of(kind).resampled().size()];
        Arrays.setAll(
                differences,
                i -> of(kind).resampled().get(i) - other.of(kind).resampled().get(i));
        return new Difference(
                of(kind).value() - other.of(kind).value(),
                GroupBootstrap.of(folds.groupCount(), seed).interval(differences));
    }

    /** A difference of two models' figures. */
    public record Difference(double value, Optional<Uncertainty> interval) {}

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
}
