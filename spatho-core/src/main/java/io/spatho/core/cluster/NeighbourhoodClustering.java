package io.spatho.core.cluster;

import io.spatho.core.graph.ExpressionNeighbours;
import io.spatho.core.graph.FuzzyGraph;
import io.spatho.core.graph.Graph;
import io.spatho.core.matrix.DenseMatrix;
import io.spatho.core.parallel.Workers;
import io.spatho.core.preprocess.DenseComponents;
import java.util.Arrays;

/**
 * Finds tissue domains: observations are clustered by their own expression and by the mean expression of their spatial neighbours.
 *
 * <p>With own scores S (principal components) and neighbour means M, both centred and M scaled to the total variance of S, the
 * features are {@code [sqrt(1 - lambda) S, sqrt(lambda) M]}: distances mix the two in the ratio {@code 1 - lambda : lambda}. They
 * are reduced to their principal components and clustered by nearest neighbours, fuzzy union and Leiden. Then, if asked for, labels are smoothed: an observation takes the
 * label that more than half of its spatial neighbours share.
 *
 * <p>The idea is the neighbourhood-mean term of BANKSY (Singhal and others 2024), whose azimuthal gradient term is left out. Its
 * lambda for domains is 0.8; the default here is 0.95, because well separated cell types otherwise split each domain by type,
 * the more the denser they are sampled (docs/decisions/clustering.md). The smoothing is that of SpaGCN's refinement (Hu and others 2021). An observation
 * without spatial neighbours stands for its own neighbourhood.
 *
 * <p>Determinism: independent of the number of threads; otherwise as Leiden. Works on cells, bins and spots alike.
 */
public final class NeighbourhoodClustering {

    private static final int BLOCK = 4096;

    private NeighbourhoodClustering() {}

    /**
     * What to compute.
     *
     * @param neighbourShare lambda: 0 clusters by own expression only, 1 by the neighbourhood's only
     * @param components dimensions that the features are reduced to by their principal components
     * @param k nearest neighbours in feature space
     * @param leiden resolution, iterations and seed
     * @param smoothingRounds how often labels are smoothed over the spatial graph
     */
    public record Options(
            double neighbourShare, int components, int k, LeidenClustering.Options leiden, int smoothingRounds) {
        public Options {
            if (!(neighbourShare >= 0 && neighbourShare <= 1)) {
                throw new IllegalArgumentException("the neighbour share must lie between 0 and 1: " + neighbourShare);
            }
            if (k < 1 || components < 1 || smoothingRounds < 0) {
                throw new IllegalArgumentException("components and k must be positive, rounds not negative");
            }
        }

        /** Lambda 0.95, 30 components, 15 neighbours, resolution 0.5, one round of smoothing. */
        public static Options defaults(long seed) {
            return new Options(
                    0.95, 30, 15, LeidenClustering.Options.defaults(seed).withResolution(0.5), 1);
        }
    }

    /**
     * Tissue domains.
     *
     * @param partition the domain of each observation
     * @param leiden the partition before smoothing, with its modularity on the feature graph
     * @param smoothed number of observations whose label smoothing changed
     * @param search how the neighbours in feature space were found
     */
    public record Result(
            ClusterLabels partition,
            LeidenClustering.Result leiden,
            int smoothed,
            ExpressionNeighbours.Search search) {}

    /**
     * Finds domains.
     *
     * @param scores observations x components
     * @param spatial the spatial graph of the same observations
     */
    public static Result cluster(DenseMatrix scores, Graph spatial, Options options, Workers workers) {
        DenseMatrix all = features(scores, spatial, options.neighbourShare(), workers);
        return ofFeatures(DenseComponents.scores(all, options.components(), workers), spatial, options, workers);
    }

    /**
     * Finds domains from features that already hold the neighbourhood, such as those of {@link AugmentedExpression}.
     *
     * @param features observations x features
     * @param spatial the spatial graph of the same observations, for smoothing
     */
    public static Result ofFeatures(DenseMatrix features, Graph spatial, Options options, Workers workers) {
        ExpressionNeighbours.Search search = ExpressionNeighbours.nearest(
                features, options.k(), options.leiden().seed(), workers);
        Graph graph = FuzzyGraph.of(search.neighbours(), workers);
        LeidenClustering.Result leiden = LeidenClustering.cluster(graph, options.leiden());
        LabelRefinement.Result refined = LabelRefinement.of(leiden.partition(), spatial, options.smoothingRounds());
        return new Result(ClusterLabels.ordered(refined.labels()), leiden, refined.changed(), search);
    }

    /** Own scores beside neighbour means, weighted as described; observations x 2 components. */
    public static DenseMatrix features(DenseMatrix scores, Graph spatial, double neighbourShare, Workers workers) {
        if (scores.rows() != spatial.nodes()) {
            throw new IllegalArgumentException(
                    scores.rows() + " observations but " + spatial.nodes() + " nodes in the spatial graph");
        }
        DenseMatrix means = neighbourMeans(scores, spatial, workers);
        double[] ownCentre = centre(scores);
        double[] meanCentre = centre(means);
        double ownVariance = totalVariance(scores, ownCentre);
        double meanVariance = totalVariance(means, meanCentre);
        double own = Math.sqrt(1 - neighbourShare);
        double mean = meanVariance > 0 ? Math.sqrt(neighbourShare * ownVariance / meanVariance) : 0;
        int width = scores.columns();
        DenseMatrix features = DenseMatrix.zeros(scores.rows(), 2 * width);
        for (int row = 0; row < scores.rows(); row++) {
            int to = row * 2 * width;
            for (int j = 0; j < width; j++) {
                features.values()[to + j] = (float) (own * (scores.get(row, j) - ownCentre[j]));
                features.values()[to + width + j] = (float) (mean * (means.get(row, j) - meanCentre[j]));
            }
        }
        return features;
    }

    private static DenseMatrix neighbourMeans(DenseMatrix scores, Graph spatial, Workers workers) {
        int width = scores.columns();
        DenseMatrix means = DenseMatrix.zeros(scores.rows(), width);
        workers.forRanges(scores.rows(), BLOCK, (from, to) -> {
            double[] sums = new double[width];
            for (int row = from; row < to; row++) {
                Arrays.fill(sums, 0);
                int degree = spatial.degree(row);
                for (int i = spatial.starts()[row]; i < spatial.starts()[row + 1]; i++) {
                    int start = spatial.neighbours()[i] * width;
                    for (int j = 0; j < width; j++) {
                        sums[j] += scores.values()[start + j];
                    }
                }
                for (int j = 0; j < width; j++) {
                    means.values()[row * width + j] = degree == 0 ? scores.get(row, j) : (float) (sums[j] / degree);
                }
            }
        });
        return means;
    }

    private static double[] centre(DenseMatrix matrix) {
        double[] centre = new double[matrix.columns()];
        for (int row = 0; row < matrix.rows(); row++) {
            for (int j = 0; j < centre.length; j++) {
                centre[j] += matrix.get(row, j);
            }
        }
        for (int j = 0; j < centre.length; j++) {
            centre[j] /= matrix.rows();
        }
        return centre;
    }

    private static double totalVariance(DenseMatrix matrix, double[] centre) {
        double sum = 0;
        for (int row = 0; row < matrix.rows(); row++) {
            for (int j = 0; j < centre.length; j++) {
                double difference = matrix.get(row, j) - centre[j];
                sum += difference * difference;
            }
        }
        return sum;
    }
}
