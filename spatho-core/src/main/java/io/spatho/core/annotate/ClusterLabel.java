package io.spatho.core.annotate;

import java.util.List;
import java.util.Optional;

/**
 * What a cluster most probably is, how sure that is, and on which genes it rests.
 *
 * @param cluster number of the cluster
 * @param cells number of its cells
 * @param label the winning compartment, or {@link #UNKNOWN}
 * @param confidence probability that the label is right, by {@link LabelCalibration}; 0 when it is {@link #UNKNOWN}
 * @param support share of draws of marker genes and cells in which the highest-scoring compartment stays the highest
 * @param status whether the label stands
 * @param runnerUp the compartment with the second-highest score, or empty
 * @param margin lead of the winner over the runner-up in mean z-score; NaN when nothing could be scored
 * @param pScore share of random panels whose best score reaches the winner's
 * @param pMargin share of random panels whose lead reaches the winner's
 * @param scores every compartment's score in panel order
 * @param evidence the winner's genes that are higher in this cluster than overall, highest first; empty when unknown
 */
public record ClusterLabel(
        int cluster,
        int cells,
        String label,
        double confidence,
        double support,
        Status status,
        String runnerUp,
        double margin,
        double pScore,
        double pMargin,
        List<Score> scores,
        List<EvidenceGene> evidence) {

    /** The label of a cluster that no compartment wins. */
    public static final String UNKNOWN = "Unknown";

    /** The highest-scoring compartment, whether or not its name stands; empty when none can be scored. */
    public Optional<Score> best() {
        Score best = null;
        for (Score score : scores) {
            boolean ahead = best == null || score.score > best.score;
            best = !Double.isNaN(score.score) && ahead ? score : best;
        }
        return Optional.ofNullable(best);
    }

    /** The probability that {@link #best} is the true compartment, whether or not its name stands; 0 with a score not above 0. */
    public double bestProbability() {
        return best().filter(score -> score.score > 0)
                .map(score -> LabelCalibration.probability(support, pScore))
                .orElse(0.0);
    }

    /** How a label stands. */
    public enum Status {
        /** One compartment wins clearly. */
        ASSIGNED("assigned"),
        /** A compartment stands out from chance but its lead over the runner-up does not. */
        AMBIGUOUS("ambiguous"),
        /** No compartment stands out from chance. */
        UNKNOWN("unknown");

        private final String id;

        Status(String id) {
            this.id = id;
        }

        /** The name used in files. */
        public String id() {
            return id;
        }
    }

    /**
     * One compartment's score in the cluster.
     *
     * @param compartment its name
     * @param genes marker genes that are in the data
     * @param score mean z-score of these genes; NaN with fewer than two
     * @param p share of random gene sets of the same size that reach the score
     */
    public record Score(String compartment, int genes, double score, double p) {}

    /**
     * A gene that supports a label.
     *
     * @param name gene symbol as in the data
     * @param column its matrix column
     * @param z its mean z-score in the cluster
     */
    public record EvidenceGene(String name, int column, double z) {}

    public ClusterLabel {
        scores = List.copyOf(scores);
        evidence = List.copyOf(evidence);
    }
}
