package io.spatho.core.communication;

import io.spatho.core.dataset.GenePanel;
import io.spatho.core.matrix.CsrMatrix;
import io.spatho.core.parallel.Workers;
import io.spatho.core.random.CounterRandom;
import io.spatho.core.statistics.BenjaminiHochberg;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Scores of ligand-receptor pairs between labels: the mean of the ligand's mean expression in the sending label and the
 * receptor's in the receiving one, with a test against labels put on the cells at random.
 *
 * <p>A complex has the mean of its weakest subunit, chosen anew for each label. A score is undefined (NaN) where ligand or receptor is
 * expressed in fewer than a share of the label's cells, or not at all; p is {@code (labellings with at least the score + 1) /
 * (permutations + 1)}, adjusted after Benjamini and Hochberg over all defined scores. Arrays hold pairs x senders x receivers. Pairs with a
 * gene that the panel lacks are left out. Expression does not show contact or secretion: a score is a hint, never a proof.
 *
 * <p>Units: those of the matrix, normalised and log1p as a rule. Determinism: depends on the inputs, the number of permutations and the seed. Cost:
 * permutations x (nonzeros of the genes named + pairs x labels²). Source: Efremova et al. 2020 (CellPhoneDB); single genes as in squidpy
 * 1.8.2 {@code gr.ligrec}, which takes a complex's weakest subunit over all cells and counts labellings above the score.
 */
public final class LigandReceptorScores {

    private static final String PURPOSE = "ligand-receptor";
    private static final int PIECES = 64;

    private final List<LigandReceptorPair> pairs;
    private final int[][] ligands;
    private final int[][] receptors;
    private final GroupedExpression expression;
    private final int genes;
    private final int categories;
    private final Settings settings;

    /**
     * What is asked for.
     *
     * @param leastShare share of a label's cells that must express ligand and receptor
     * @param permutations number of random labellings
     * @param seed seed of the labellings
     */
    public record Settings(double leastShare, int permutations, long seed) {
        public Settings {
            if (!(leastShare >= 0 && leastShare <= 1) || permutations < 0) {
                throw new IllegalArgumentException("share " + leastShare + ", permutations " + permutations);
            }
        }
    }

    /**
     * The scores.
     *
     * @param pairs pairs whose genes the panel has
     * @param categories number of labels
     * @param score scores, NaN where undefined
     * @param p permutation p-values
     * @param adjusted p-values after Benjamini and Hochberg
     */
    public record Result(
            List<LigandReceptorPair> pairs, int categories, double[] score, double[] p, double[] adjusted) {

        /** The place of a pair, a sender and a receiver. */
        public int at(int pair, int sender, int receiver) {
            return (pair * categories + sender) * categories + receiver;
        }
    }

    private LigandReceptorScores(
            CsrMatrix values,
            GenePanel panel,
            int[] labels,
            int categories,
            List<LigandReceptorPair> wanted,
            Settings settings) {
        Map<String, Integer> positions = panel.positions();
        this.pairs = wanted.stream()
                .filter(pair -> genesOf(pair).allMatch(positions::containsKey))
                .toList();
        TreeSet<Integer> used = new TreeSet<>();
        pairs.forEach(pair -> genesOf(pair).forEach(gene -> used.add(positions.get(gene))));
        int[] chosen = used.stream().mapToInt(Integer::intValue).toArray();
        this.ligands = numbered(pairs.stream().map(LigandReceptorPair::ligandGenes), positions, chosen);
        this.receptors = numbered(pairs.stream().map(LigandReceptorPair::receptorGenes), positions, chosen);
        this.expression = new GroupedExpression(values, labels, categories, chosen);
        this.genes = chosen.length;
        this.categories = categories;
        this.settings = settings;
    }

    private static Stream<String> genesOf(LigandReceptorPair pair) {
        return Stream.concat(pair.ligandGenes().stream(), pair.receptorGenes().stream());
    }

    private static int[][] numbered(Stream<List<String>> complexes, Map<String, Integer> positions, int[] chosen) {
        return complexes
                .map(complex -> complex.stream()
                        .mapToInt(gene -> Arrays.binarySearch(chosen, positions.get(gene)))
                        .toArray())
                .toArray(int[][]::new);
    }

    /** The scores of {@code labels[cell]}, a number below {@code categories} or -1 for none. */
    public static Result of(
            CsrMatrix values,
            GenePanel panel,
            int[] labels,
            int categories,
            List<LigandReceptorPair> pairs,
            Settings settings,
            Workers workers) {
        if (labels.length != values.rows() || panel.size() != values.columns()) {
            throw new IllegalArgumentException(labels.length + " labels, " + values.rows() + " cells");
        }
        return new LigandReceptorScores(values, panel, labels, categories, pairs, settings).result(workers);
    }

    private Result result(Workers workers) {
        double[] score = scores(expression.means(expression.labels()));
        double[] shares = expression.shares();
        for (int pair = 0; pair < pairs.size(); pair++) {
            for (int a = 0; a < categories; a++) {
                for (int b = 0; b < categories; b++) {
                    boolean expressed = weakest(shares, a, ligands[pair]) >= settings.leastShare
                            && weakest(shares, b, receptors[pair]) >= settings.leastShare;
                    int at = (pair * categories + a) * categories + b;
                    score[at] = expressed ? score[at] : Double.NaN;
                }
            }
        }
        double[] p = p(score, workers);
        return new Result(pairs, categories, score, p, BenjaminiHochberg.adjust(p));
    }

    private double[] p(double[] score, Workers workers) {
        int pieces = Math.min(PIECES, settings.permutations);
        List<int[]> parts = workers.map(pieces, piece -> {
            int[] atLeast = new int[score.length];
            int to = (int) ((long) settings.permutations * (piece + 1) / pieces);
            for (int number = (int) ((long) settings.permutations * piece / pieces); number < to; number++) {
                int[] shuffled = expression.labels().clone();
                CounterRandom.of(settings.seed, PURPOSE, number).shuffle(shuffled);
                double[] drawn = scores(expression.means(shuffled));
                for (int i = 0; i < drawn.length; i++) {
                    // NaN of a random labelling, where neither gene is expressed, is no score that high.
                    atLeast[i] += drawn[i] >= score[i] ? 1 : 0;
                }
            }
            return atLeast;
        });
        double[] p = new double[score.length];
        for (int i = 0; i < p.length; i++) {
            long atLeast = 0;
            for (int[] part : parts) {
                atLeast += part[i];
            }
            boolean defined = !Double.isNaN(score[i]) && settings.permutations > 0;
            p[i] = defined ? (atLeast + 1.0) / (settings.permutations + 1.0) : Double.NaN;
        }
        return p;
    }

    /** Scores of all pairs, senders and receivers; NaN where ligand or receptor has a mean of 0 or no cell. */
    private double[] scores(double[] means) {
        double[] scores = new double[pairs.size() * categories * categories];
        double[] sent = new double[categories];
        double[] received = new double[categories];
        int at = 0;
        for (int pair = 0; pair < pairs.size(); pair++) {
            for (int label = 0; label < categories; label++) {
                sent[label] = weakest(means, label, ligands[pair]);
                received[label] = weakest(means, label, receptors[pair]);
            }
            for (int a = 0; a < categories; a++) {
                for (int b = 0; b < categories; b++) {
                    scores[at++] = sent[a] > 0 && received[b] > 0 ? (sent[a] + received[b]) / 2 : Double.NaN;
                }
            }
        }
        return scores;
    }

    private double weakest(double[] values, int label, int[] subunits) {
        double least = Double.POSITIVE_INFINITY;
        for (int gene : subunits) {
            least = Math.min(least, values[label * genes + gene]);
        }
        return least;
    }
}
