package io.spatho.core.cluster;

import io.spatho.core.error.InputException;
import io.spatho.core.error.Problem;
import io.spatho.core.graph.Graph;
import io.spatho.core.random.CounterRandom;
import java.util.Random;
import java.util.stream.IntStream;
import nl.cwts.networkanalysis.Clustering;
import nl.cwts.networkanalysis.LeidenAlgorithm;
import nl.cwts.networkanalysis.Network;
import nl.cwts.util.LargeDoubleArray;
import nl.cwts.util.LargeIntArray;

/**
 * Clusters the nodes of a weighted graph by the Leiden algorithm on modularity (Traag, Waltman and van Eck 2019; their own
 * implementation, networkanalysis 1.3.0).
 *
 * <p>The library optimises the constant Potts model; with node weights set to node strengths and the resolution divided by twice
 * the total edge weight that is modularity. Iterations go on until one changes nothing, or to the limit.
 *
 * <p>Determinism: one thread and a seeded order; the result depends on graph, resolution, seed and node order. Cost: a few passes
 * over the edges per iteration.
 */
public final class LeidenClustering {

    private LeidenClustering() {}

    /**
     * What to compute.
     *
     * @param resolution larger values give more and smaller clusters
     * @param maximumIterations where to stop when iterations keep changing something
     * @param seed seeds the order of moves
     */
    public record Options(double resolution, int maximumIterations, long seed) {
        public Options {
            if (!(resolution > 0) || Double.isInfinite(resolution) || maximumIterations < 1) {
                throw new IllegalArgumentException("resolution and iterations must be positive");
            }
        }

        /** Resolution 1, at most 20 iterations. */
        public static Options defaults(long seed) {
            return new Options(1, 20, seed);
        }

        /** The same with another resolution. */
        public Options withResolution(double value) {
            return new Options(value, maximumIterations, seed);
        }
    }

    /**
     * A partition and its quality.
     *
     * @param partition the clusters
     * @param modularity modularity at resolution 1, comparable between resolutions
     * @param quality modularity at the resolution that was optimised
     * @param iterations iterations that were run
     * @param stable whether the last iteration changed nothing
     */
    public record Result(ClusterLabels partition, double modularity, double quality, int iterations, boolean stable) {}

    /**
     * Clusters a graph whose weights are similarities.
     *
     * @throws InputException when the graph has no node
     */
    public static Result cluster(Graph graph, Options options) {
        if (graph.nodes() == 0) {
            throw new InputException(Problem.of("there is no observation to cluster"));
        }
        double[] strengths = strengths(graph);
        double twice = 0;
        for (double strength : strengths) {
            twice += strength;
        }
        if (twice == 0) {
            int[] single = IntStream.range(0, graph.nodes()).toArray();
            return new Result(new ClusterLabels(single, single.length), 0, 0, 0, true);
        }
        Network network = network(graph, strengths);
        Random random = new Random(CounterRandom.of(options.seed(), "leiden", 0).nextLong());
        LeidenAlgorithm leiden =
                new LeidenAlgorithm(options.resolution() / twice, 1, LeidenAlgorithm.DEFAULT_RANDOMNESS, random);
        Clustering clustering = new Clustering(graph.nodes());
        int iterations = 0;
        boolean changed = true;
        while (changed && iterations < options.maximumIterations()) {
            changed = leiden.improveClustering(network, clustering);
            iterations++;
        }
        ClusterLabels partition = ClusterLabels.ordered(clustering.getClusters());
        return new Result(
                partition,
                Modularity.of(graph, partition, 1),
                Modularity.of(graph, partition, options.resolution()),
                iterations,
                !changed);
    }

    private static Network network(Graph graph, double[] strengths) {
        long[] starts = IntStream.of(graph.starts()).asLongStream().toArray();
        double[] weights = new double[graph.weights().length];
        for (int i = 0; i < weights.length; i++) {
            weights[i] = graph.weights()[i];
        }
        return new Network(
                strengths, starts, new LargeIntArray(graph.neighbours()), new LargeDoubleArray(weights), false);
    }

    private static double[] strengths(Graph graph) {
        double[] strengths = new double[graph.nodes()];
        for (int node = 0; node < strengths.length; node++) {
            for (int i = graph.starts()[node]; i < graph.starts()[node + 1]; i++) {
                strengths[node] += graph.weights()[i];
            }
        }
        return strengths;
    }
}
