package io.spatho.core.annotate;

import io.spatho.core.matrix.CsrMatrix;
import io.spatho.core.parallel.Workers;
import io.spatho.core.random.CounterRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Labels of clusters by marker panels, each with a confidence that is measured against chance.
 *
 * <p>The score of a compartment is the mean over its genes in the data (at least two) of the gene's z-score, averaged over the
 * cluster's cells; the highest score wins, the first of equals. Chance is the same panel with its genes replaced by random genes
 * of the data, drawn without replacement within a compartment: {@code p} values are {@code (reached + 1) / (draws + 1)} for the
 * winner's score against the best of a random panel and for its lead against the lead of a random panel. The confidence is one
 * minus the larger of the two, so among clusters that express no compartment at most a share {@code 1 - c} gets a confidence of
 * {@code c} or more. A cluster is unknown when its best score is not above 0 or does not pass {@code alpha}; when only the lead
 * fails, the label stands as ambiguous.
 *
 * <p>Determinism: depends on the inputs, the number of draws and the seed only. Cost: nonzeros, plus draws x panel genes x
 * clusters.
 */
public final class ClusterAnnotation {

    private static final String PURPOSE = "cluster-annotation";

    private final PanelMatch panel;
    private final ClusterProfile profile;
    private final Settings settings;
    private final List<int[]> randomSets;

    /**
     * What is asked for.
     *
     * @param draws number of random panels
     * @param seed seed of the draws
     * @param alpha a winner that this share of random panels or more equals is unknown
     */
    public record Settings(int draws, long seed, double alpha) {
        public Settings {
            if (draws < 1 || !(alpha > 0 && alpha < 1)) {
                throw new IllegalArgumentException("draws " + draws + ", alpha " + alpha);
            }
        }

        /** 1999 draws at 5 percent. */
        public static Settings standard(long seed) {
            return new Settings(1999, seed, 0.05);
        }
    }

    private ClusterAnnotation(PanelMatch panel, ClusterProfile profile, Settings settings, List<int[]> randomSets) {
        this.panel = panel;
        this.profile = profile;
        this.settings = settings;
        this.randomSets = randomSets;
    }

    /**
     * The label of each cluster from log-normalised values (cells x genes) and {@code clusterOf[cell]}, a number below
     * {@code clusters} or -1.
     */
    public static List<ClusterLabel> of(
            CsrMatrix logNormalised,
            int[] clusterOf,
            int clusters,
            PanelMatch panel,
            Settings settings,
            Workers workers) {
        if (clusterOf.length != logNormalised.rows() || panel.geneNames().size() != logNormalised.columns()) {
            throw new IllegalArgumentException(
                    "labels or panel do not fit a matrix of " + logNormalised.rows() + " x " + logNormalised.columns());
        }
        ClusterProfile profile = ClusterProfile.of(logNormalised, clusterOf, clusters);
        PanelMatch varying = varying(panel, profile);
        List<int[]> sets = randomSets(varying, pool(profile), settings, workers);
        ClusterAnnotation annotation = new ClusterAnnotation(varying, profile, settings, sets);
        return workers.map(clusters, annotation::label);
    }

    /** The panel without genes that are constant in the data: they have no z-score. */
    private static PanelMatch varying(PanelMatch panel, ClusterProfile profile) {
        boolean[] varies = new boolean[profile.genes()];
        for (int gene : pool(profile)) {
            varies[gene] = true;
        }
        List<int[]> columns = panel.columns().stream()
                .map(set -> Arrays.stream(set).filter(gene -> varies[gene]).toArray())
                .toList();
        return new PanelMatch(panel.compartments(), columns, panel.geneNames(), panel.notes());
    }

    /** The genes with a z-score in the clusters that have cells. */
    private static int[] pool(ClusterProfile profile) {
        return IntStream.range(0, profile.genes())
                .filter(gene -> IntStream.range(0, profile.clusters())
                        .anyMatch(cluster -> !Double.isNaN(profile.z()[cluster * profile.genes() + gene])))
                .toArray();
    }

    /** Random sets, draw after draw, for each compartment in turn; null for one that is not scored. */
    private static List<int[]> randomSets(PanelMatch panel, int[] pool, Settings settings, Workers workers) {
        List<List<int[]>> drawn = workers.map(settings.draws, draw -> {
            CounterRandom random = CounterRandom.of(settings.seed, PURPOSE, draw);
            int[] deck = pool.clone();
            List<int[]> sets = new ArrayList<>();
            for (int compartment = 0; compartment < panel.compartments().size(); compartment++) {
                int size = panel.scored(compartment) ? panel.columns().get(compartment).length : 0;
                sets.add(drawn(deck, size, random));
            }
            return sets;
        });
        return drawn.stream().flatMap(List::stream).toList();
    }

    private static int[] drawn(int[] deck, int size, CounterRandom random) {
        for (int i = 0; i < size; i++) {
            int j = i + random.nextInt(deck.length - i);
            int swap = deck[i];
            deck[i] = deck[j];
            deck[j] = swap;
        }
        return Arrays.copyOf(deck, size);
    }

    private ClusterLabel label(int cluster) {
        int compartments = panel.compartments().size();
        double[] scores = new double[compartments];
        for (int i = 0; i < compartments; i++) {
            boolean defined = panel.scored(i) && profile.sizes()[cluster] > 0;
            scores[i] = defined ? profile.score(cluster, panel.columns().get(i)) : Double.NaN;
        }
        Lead lead = Lead.of(scores);
        int[] reached = new int[compartments];
        int reachedScore = 0;
        int reachedMargin = 0;
        double[] random = new double[compartments];
        for (int draw = 0; draw < settings.draws; draw++) {
            for (int i = 0; i < compartments; i++) {
                int[] set = randomSets.get(draw * compartments + i);
                random[i] = Double.isNaN(scores[i]) ? Double.NaN : profile.score(cluster, set);
                reached[i] += random[i] >= scores[i] - ROUNDING ? 1 : 0;
            }
            Lead chance = Lead.of(random);
            reachedScore += chance.score >= lead.score - ROUNDING ? 1 : 0;
            reachedMargin += chance.margin >= lead.margin - ROUNDING ? 1 : 0;
        }
        double pScore = lead.winner < 0 ? 1 : p(reachedScore);
        double pMargin = lead.winner < 0 ? 1 : p(reachedMargin);
        return label(cluster, lead, scores(scores, reached), pScore, pMargin);
    }

    /** Sums of the same genes in another order may differ by this. */
    private static final double ROUNDING = 1e-12;

    private double p(int reached) {
        return (reached + 1.0) / (settings.draws + 1.0);
    }

    private List<ClusterLabel.Score> scores(double[] scores, int[] reached) {
        return IntStream.range(0, scores.length)
                .mapToObj(i -> new ClusterLabel.Score(
                        panel.compartments().get(i),
                        panel.columns().get(i).length,
                        scores[i],
                        Double.isNaN(scores[i]) ? Double.NaN : p(reached[i])))
                .toList();
    }

    private ClusterLabel label(int cluster, Lead lead, List<ClusterLabel.Score> scores, double pScore, double pMargin) {
        boolean known = lead.winner >= 0 && lead.score > 0 && pScore <= settings.alpha;
        ClusterLabel.Status certain =
                pMargin <= settings.alpha ? ClusterLabel.Status.ASSIGNED : ClusterLabel.Status.AMBIGUOUS;
        return new ClusterLabel(
                cluster,
                profile.sizes()[cluster],
                known ? panel.compartments().get(lead.winner) : ClusterLabel.UNKNOWN,
                1 - Math.max(pScore, pMargin),
                known ? certain : ClusterLabel.Status.UNKNOWN,
                lead.second < 0 ? "" : panel.compartments().get(lead.second),
                lead.margin,
                pScore,
                pMargin,
                scores,
                known ? evidence(cluster, lead.winner) : List.of());
    }

    private List<ClusterLabel.EvidenceGene> evidence(int cluster, int compartment) {
        return Arrays.stream(panel.columns().get(compartment))
                .mapToObj(gene -> new ClusterLabel.EvidenceGene(
                        panel.geneNames().get(gene), gene, profile.z()[cluster * profile.genes() + gene]))
                .filter(gene -> gene.z() > 0)
                .sorted(Comparator.comparingDouble((ClusterLabel.EvidenceGene gene) -> -gene.z())
                        .thenComparing(ClusterLabel.EvidenceGene::column))
                .toList();
    }

    /** The winner of some scores, the runner-up, and the lead; -1 and NaN when there is none. */
    private record Lead(int winner, int second, double score, double margin) {

        static Lead of(double[] scores) {
            int winner = -1;
            int second = -1;
            for (int i = 0; i < scores.length; i++) {
                if (Double.isNaN(scores[i])) {
                    continue;
                }
                if (winner < 0 || scores[i] > scores[winner]) {
                    second = winner;
                    winner = i;
                } else if (second < 0 || scores[i] > scores[second]) {
                    second = i;
                }
            }
            double score = winner < 0 ? Double.NaN : scores[winner];
            // With one compartment only, its score is its lead over nothing.
            return new Lead(winner, second, score, second < 0 ? score : score - scores[second]);
        }
    }
}
