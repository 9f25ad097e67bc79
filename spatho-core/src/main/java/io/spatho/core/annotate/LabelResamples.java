package io.spatho.core.annotate;

import io.spatho.core.parallel.Workers;
import io.spatho.core.random.CounterRandom;
import java.util.Arrays;
import java.util.List;

/**
 * How often chance does as well as each cluster's winner, and how often the winner stays when genes and cells are drawn again.
 *
 * <p>Chance: the labels of genes are exchanged within strata of similar mean expression, so that a random panel has the sizes, the
 * overlaps and the expression levels of the real one. Drawing again: each compartment's marker genes with replacement, and its score
 * moved by a normal deviate with the standard error that the cluster's cells give it. Counts are whole numbers, so that neither blocks
 * nor threads matter.
 */
final class LabelResamples {

    /** Sums of the same genes in another order may differ by this. */
    private static final double ROUNDING = 1e-12;

    private static final int BLOCK = 32;

    private final ClusterProfile profile;
    private final List<int[]> sets;
    private final double[][] scores;
    private final Lead[] leads;
    private final long seed;

    /** Counts over draws, for each cluster. */
    record Counts(int[] score, int[] margin, int[][] compartment, int[] kept) {

        static Counts none(int clusters, int compartments) {
            return new Counts(new int[clusters], new int[clusters], new int[clusters][compartments], new int[clusters]);
        }

        private void add(Counts other) {
            for (int cluster = 0; cluster < score.length; cluster++) {
                score[cluster] += other.score[cluster];
                margin[cluster] += other.margin[cluster];
                kept[cluster] += other.kept[cluster];
                for (int i = 0; i < compartment[cluster].length; i++) {
                    compartment[cluster][i] += other.compartment[cluster][i];
                }
            }
        }
    }

    /** {@code sets} are the columns of scored compartments, empty for others; {@code scores} are clusters x compartments. */
    LabelResamples(ClusterProfile profile, List<int[]> sets, double[][] scores, long seed) {
        this.profile = profile;
        this.sets = sets;
        this.scores = scores;
        this.leads = Arrays.stream(scores).map(Lead::of).toArray(Lead[]::new);
        this.seed = seed;
    }

    Counts run(GeneStrata strata, int draws, int redraws, Workers workers) {
        Counts sum = Counts.none(scores.length, sets.size());
        int blocks = (draws + BLOCK - 1) / BLOCK;
        workers.map(blocks, block -> {
                    Counts counts = Counts.none(scores.length, sets.size());
                    for (int draw = block * BLOCK; draw < Math.min(draws, (block + 1) * BLOCK); draw++) {
                        chance(strata.exchanged(CounterRandom.of(seed, "cluster-annotation", draw)), counts);
                    }
                    return counts;
                })
                .forEach(sum::add);
        workers.map((redraws + BLOCK - 1) / BLOCK, block -> {
                    Counts counts = Counts.none(scores.length, sets.size());
                    for (int draw = block * BLOCK; draw < Math.min(redraws, (block + 1) * BLOCK); draw++) {
                        again(CounterRandom.of(seed, "cluster-annotation-again", draw), counts);
                    }
                    return counts;
                })
                .forEach(sum::add);
        return sum;
    }

    private void chance(int[] exchanged, Counts counts) {
        List<int[]> random = sets.stream()
                .map(set -> Arrays.stream(set).map(gene -> exchanged[gene]).toArray())
                .toList();
        double[] values = new double[sets.size()];
        for (int cluster = 0; cluster < scores.length; cluster++) {
            for (int i = 0; i < values.length; i++) {
                boolean defined = !Double.isNaN(scores[cluster][i]);
                values[i] = defined ? profile.score(cluster, random.get(i)) : Double.NaN;
                counts.compartment[cluster][i] += values[i] >= scores[cluster][i] - ROUNDING ? 1 : 0;
            }
            Lead chance = Lead.of(values);
            counts.score[cluster] += chance.score() >= leads[cluster].score() - ROUNDING ? 1 : 0;
            counts.margin[cluster] += chance.margin() >= leads[cluster].margin() - ROUNDING ? 1 : 0;
        }
    }

    private void again(CounterRandom random, Counts counts) {
        List<int[]> drawn = sets.stream()
                .map(set -> Arrays.stream(set)
                        .map(gene -> set[random.nextInt(set.length)])
                        .toArray())
                .toList();
        double[] values = new double[sets.size()];
        for (int cluster = 0; cluster < scores.length; cluster++) {
            for (int i = 0; i < values.length; i++) {
                double deviate = random.nextGaussian();
                values[i] = Double.isNaN(scores[cluster][i])
                        ? Double.NaN
                        : profile.score(cluster, drawn.get(i))
                                + deviate * Math.sqrt(profile.squaredError(cluster, drawn.get(i)));
            }
            counts.kept[cluster] += Lead.of(values).winner() == leads[cluster].winner() ? 1 : 0;
        }
    }
}
