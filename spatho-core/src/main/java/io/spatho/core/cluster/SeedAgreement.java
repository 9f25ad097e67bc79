package io.spatho.core.cluster;

import io.spatho.core.graph.Graph;
import io.spatho.core.parallel.Workers;
import java.util.Arrays;
import java.util.List;
import java.util.stream.LongStream;

/**
 * Leiden clusterings of one graph from several seeds, and how far they agree: the adjusted Rand index of every pair, and the mean
 * normalised mutual information.
 *
 * @param results one clustering per seed, the first from the seed that was asked for
 * @param indices the adjusted Rand index of each pair, ascending; none for a single seed
 * @param information the mean normalised mutual information of the pairs; 1 for a single seed
 */
public record SeedAgreement(List<LeidenClustering.Result> results, double[] indices, double information) {

    /** Clusters with the options' seed and the ones after it. */
    public static SeedAgreement of(Graph graph, LeidenClustering.Options options, int seeds, Workers workers) {
        if (seeds < 1) {
            throw new IllegalArgumentException("at least one seed is needed");
        }
        long[] all = LongStream.range(0, seeds).map(i -> options.seed() + i).toArray();
        List<LeidenClustering.Result> results = workers.map(
                seeds,
                i -> LeidenClustering.cluster(
                        graph,
                        new LeidenClustering.Options(options.resolution(), options.maximumIterations(), all[i])));
        int pairs = seeds * (seeds - 1) / 2;
        List<double[]> found = workers.map(pairs, pair -> {
            int one = 1;
            while (one * (one + 1) / 2 <= pair) {
                one++;
            }
            int[] first = results.get(one).partition().labels();
            int[] second = results.get(pair - one * (one - 1) / 2).partition().labels();
            return new double[] {AdjustedRandIndex.of(first, second), NormalizedMutualInformation.of(first, second)};
        });
        double[] indices = found.stream().mapToDouble(pair -> pair[0]).sorted().toArray();
        double information =
                found.stream().mapToDouble(pair -> pair[1]).average().orElse(1);
        return new SeedAgreement(List.copyOf(results), indices, information);
    }

    /** The clustering that is used. */
    public LeidenClustering.Result first() {
        return results.get(0);
    }

    /** The mean over all pairs; 1 for a single seed. */
    public double mean() {
        return Arrays.stream(indices).average().orElse(1);
    }

    /** The smallest of a pair; 1 for a single seed. */
    public double lowest() {
        return indices.length == 0 ? 1 : indices[0];
    }

    /** The largest of a pair; 1 for a single seed. */
    public double highest() {
        return indices.length == 0 ? 1 : indices[indices.length - 1];
    }
}
