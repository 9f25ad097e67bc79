package io.spatho.core.annotate;

import io.spatho.core.matrix.CsrMatrix;
import io.spatho.core.parallel.Workers;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Labels of clusters by marker panels, each with the probability that it is right.
 *
 * <p>The score of a compartment is the mean over its genes in the data (at least two) of the gene's z-score, averaged over the
 * cluster's cells; the highest score wins, the first of equals. Chance is the same panel with the labels of genes exchanged within
 * strata of similar mean expression: {@code p} values are {@code (reached + 1) / (draws + 1)} for the winner's score against the best of
 * a random panel and for its lead against the lead of a random panel. A cluster is unknown when its best score is not above 0 or does
 * not pass {@code alpha}; when only the lead fails, the label stands as ambiguous. The confidence is the probability that the
 * highest-scoring compartment is the true one, by {@link LabelCalibration}, from how often it stays the highest when marker genes and
 * cells are drawn again, and from the p value of its score; an unknown cluster has a confidence of 0.
 *
 * <p>Determinism: depends on the inputs, the numbers of draws and the seed only. Cost: nonzeros, plus draws x panel genes x clusters.
 */
public final class ClusterAnnotation {

    /** How confidence is found, in one line. */
    public static final String METHOD =
            "calibrated probability from resampled markers and cells and from gene labels exchanged within expression strata";

    private final PanelMatch panel;
    private final ClusterProfile profile;
    private final Settings settings;
    private final double[][] scores;
    private final LabelResamples.Counts counts;

    /**
     * What is asked for.
     *
     * @param draws number of random panels
     * @param redraws number of draws of marker genes and cells
     * @param seed seed of the draws
     * @param alpha a winner that this share of random panels or more equals is unknown
     */
    public record Settings(int draws, int redraws, long seed, double alpha) {
        public Settings {
            if (draws < 1 || redraws < 1 || !(alpha > 0 && alpha < 1)) {
                throw new IllegalArgumentException("draws " + draws + ", " + redraws + ", alpha " + alpha);
            }
        }

        /** 1999 random panels at 5 percent, 1000 draws of genes and cells. */
        public static Settings standard(long seed) {
            return new Settings(1999, 1000, seed, 0.05);
        }
    }

    private ClusterAnnotation(
            PanelMatch panel,
            ClusterProfile profile,
            Settings settings,
            double[][] scores,
            LabelResamples.Counts counts) {
        this.panel = panel;
        this.profile = profile;
        this.settings = settings;
        this.scores = scores;
        this.counts = counts;
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
        int[] pool = pool(profile);
        PanelMatch varying = varying(panel, pool, profile.genes());
        double[][] scores = scores(varying, profile);
        List<int[]> sets = IntStream.range(0, varying.compartments().size())
                .mapToObj(i -> varying.scored(i) ? varying.columns().get(i) : new int[0])
                .toList();
        LabelResamples.Counts counts = new LabelResamples(profile, sets, scores, settings.seed)
                .run(GeneStrata.of(profile.means(), pool), settings.draws, settings.redraws, workers);
        ClusterAnnotation annotation = new ClusterAnnotation(varying, profile, settings, scores, counts);
        return IntStream.range(0, clusters).mapToObj(annotation::label).toList();
    }

    private static double[][] scores(PanelMatch panel, ClusterProfile profile) {
        double[][] scores = new double[profile.clusters()][panel.compartments().size()];
        for (int cluster = 0; cluster < scores.length; cluster++) {
            for (int i = 0; i < scores[cluster].length; i++) {
                boolean defined = panel.scored(i) && profile.sizes()[cluster] > 0;
                scores[cluster][i] =
                        defined ? profile.score(cluster, panel.columns().get(i)) : Double.NaN;
            }
        }
        return scores;
    }

    /** The panel without genes that are constant in the data: they have no z-score. */
    private static PanelMatch varying(PanelMatch panel, int[] pool, int genes) {
        boolean[] varies = new boolean[genes];
        for (int gene : pool) {
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

    private double p(int reached) {
        return (reached + 1.0) / (settings.draws + 1.0);
    }

    private List<ClusterLabel.Score> scoresOf(int cluster) {
        return IntStream.range(0, panel.compartments().size())
                .mapToObj(i -> new ClusterLabel.Score(
                        panel.compartments().get(i),
                        panel.columns().get(i).length,
                        scores[cluster][i],
                        Double.isNaN(scores[cluster][i]) ? Double.NaN : p(counts.compartment()[cluster][i])))
                .toList();
    }

    private ClusterLabel label(int cluster) {
        Lead lead = Lead.of(scores[cluster]);
        boolean any = lead.winner() >= 0;
        double pScore = any ? p(counts.score()[cluster]) : 1;
        double pMargin = any ? p(counts.margin()[cluster]) : 1;
        double support = any ? (counts.kept()[cluster] + 0.5) / (settings.redraws + 1.0) : 0;
        boolean known = any && lead.score() > 0 && pScore <= settings.alpha;
        ClusterLabel.Status certain =
                pMargin <= settings.alpha ? ClusterLabel.Status.ASSIGNED : ClusterLabel.Status.AMBIGUOUS;
        return new ClusterLabel(
                cluster,
                profile.sizes()[cluster],
                known ? panel.compartments().get(lead.winner()) : ClusterLabel.UNKNOWN,
                known ? LabelCalibration.probability(support, pScore) : 0,
                support,
                known ? certain : ClusterLabel.Status.UNKNOWN,
                lead.second() < 0 ? "" : panel.compartments().get(lead.second()),
                lead.margin(),
                pScore,
                pMargin,
                scoresOf(cluster),
                known ? evidence(cluster, lead.winner()) : List.of());
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
}
