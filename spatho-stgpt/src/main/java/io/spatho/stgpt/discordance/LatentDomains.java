package io.spatho.stgpt.discordance;

import io.spatho.core.cluster.AdjustedRandIndex;
import io.spatho.core.cluster.ClusterLabels;
import io.spatho.core.cluster.LeidenClustering;
import io.spatho.core.cluster.SeedAgreement;
import io.spatho.core.graph.FuzzyGraph;
import io.spatho.core.graph.NearestNeighbours;
import io.spatho.core.matrix.DenseMatrix;
import io.spatho.core.parallel.Workers;
import java.util.Optional;

/**
 * The domains of spots: groups in the latent space.
 *
 * @param method how they were found
 * @param labels from 0, the largest first
 * @param shares with embedded clustering the soft share of each spot in its domain
 * @param stability mean adjusted Rand index with the domains of four other seeds of the clustering; of embedded clustering, whose
 *     assignment has no seed, with four k-means clusterings of the same latent means
 */
public record LatentDomains(Method method, int[] labels, Optional<double[]> shares, double stability) {

    private static final int SEEDS = 5;

    /** How domains are found. */
    public enum Method {
        /** Leiden clusters of the latent neighbour graph. */
        LEIDEN("leiden"),
        /** K-means of the latent means. */
        K_MEANS("k-means"),
        /** The centre with the largest soft share, of those that the model trained. */
        EMBEDDED("embedded clustering");

        private final String word;

        Method(String word) {
            this.word = word;
        }

        /** Its name in documents. */
        public String word() {
            return word;
        }
    }

    /** Those that the model trained, if it did and no other number is asked for; else k-means for a number, else Leiden clusters. */
    static LatentDomains of(
            DiscordanceModel model,
            ScoreSettings settings,
            DenseMatrix latent,
            NearestNeighbours nearest,
            Workers workers) {
        Optional<DenseMatrix> centres = model.centres()
                .filter(found ->
                        settings.domains().filter(k -> k != found.rows()).isEmpty());
        if (centres.isPresent()) {
            return embedded(latent, centres.get(), settings.seed());
        }
        if (settings.domains().isPresent()) {
            int[] labels = KMeans.labels(latent, settings.domains().get(), settings.seed());
            double stability = stability(labels, latent, settings.domains().get(), settings.seed());
            return new LatentDomains(
                    Method.K_MEANS, ClusterLabels.ordered(labels).labels(), Optional.empty(), stability);
        }
        SeedAgreement agreement = SeedAgreement.of(
                FuzzyGraph.of(nearest, workers), LeidenClustering.Options.defaults(settings.seed()), SEEDS, workers);
        return new LatentDomains(
                Method.LEIDEN, agreement.first().partition().labels(), Optional.empty(), agreement.mean());
    }

    private static LatentDomains embedded(DenseMatrix latent, DenseMatrix centres, long seed) {
        DenseMatrix shares = StudentAssignments.of(latent, centres);
        int[] labels = new int[latent.rows()];
        double[] largest = new double[labels.length];
        for (int spot = 0; spot < labels.length; spot++) {
            for (int centre = 0; centre < centres.rows(); centre++) {
                if (shares.get(spot, centre) > largest[spot]) {
                    largest[spot] = shares.get(spot, centre);
                    labels[spot] = centre;
                }
            }
        }
        return new LatentDomains(
                Method.EMBEDDED,
                ClusterLabels.ordered(labels).labels(),
                Optional.of(largest),
                stability(labels, latent, centres.rows(), seed));
    }

    private static double stability(int[] labels, DenseMatrix latent, int count, long seed) {
        double sum = 0;
        for (int other = 1; other < SEEDS; other++) {
            sum += AdjustedRandIndex.of(labels, KMeans.labels(latent, count, seed + other));
        }
        return sum / (SEEDS - 1);
    }
}
