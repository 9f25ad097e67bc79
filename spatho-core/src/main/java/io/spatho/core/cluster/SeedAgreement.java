package io.spatho.core.cluster;

import io.spatho.core.graph.Graph;
import io.spatho.core.parallel.Workers;
import java.util.Arrays;
import java.util.List;
import java.util.stream.LongStream;

/**
 * Leiden clusterings of one graph from several seeds, and how far they agree: the adjusted Rand index of every pair.
 *
 * @param results one clustering per seed, the first from the seed that was asked for
 * @param indices the adjusted Rand index of each pair, ascending; none for a single seed
 */
public record SeedAgreement(List<LeidenClustering.Result> results, double[] indices) {

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
        List<Double> found = workers.map(pairs, pair -> {
            int one = 1;
            while (one * (one + 1) / 2 <= pair) {
                one++;
            }
            int other = pair - one * (one - 1) / 2;
            return AdjustedRandIndex.of(
                    results.get(one).partition().labels(),
                    results.get(other).partition().labels());
        });
        double[] indices =
                found.stream().mapToDouble(Double::doubleValue).sorted().toArray();
        return new SeedAgreement(List.copyOf(results), indices);
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
