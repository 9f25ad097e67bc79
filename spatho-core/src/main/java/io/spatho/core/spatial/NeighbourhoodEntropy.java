package io.spatho.core.spatial;

import io.spatho.core.graph.Graph;
import io.spatho.core.random.CounterRandom;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * How mixed the labels around each cell are: the Shannon entropy, in nats, of the labels of its neighbours, the cell itself left
 * out; 0 when all neighbours share a label, the logarithm of the number of labels at most.
 *
 * <p>The interval is that of the mean: percentiles of the mean over spatial blocks drawn with replacement, because neighbouring
 * cells share neighbours and single cells drawn at random would make it too narrow. It is undefined with fewer than two blocks.
 * Determinism: depends on the inputs and the seed only. Cost: linear in edges, plus bootstraps x blocks.
 *
 * @param perCell entropy of each cell's neighbours; NaN for a cell without a labelled neighbour
 * @param defined number of cells with an entropy
 * @param mean their mean; NaN when there is none
 * @param lower lower end of the interval of the mean
 * @param upper upper end of the interval of the mean
 * @param level coverage aimed at
 */
public record NeighbourhoodEntropy(
        double[] perCell, int defined, double mean, double lower, double upper, double level) {

    /** How the interval is made, in words for a manifest. */
    public static final String METHOD = "percentile bootstrap over spatial blocks";

    private static final String PURPOSE = "neighbourhood-entropy";

    /**
     * What is drawn.
     *
     * @param draws number of bootstrap means
     * @param seed seed of the draws
     * @param level coverage of the interval
     */
    public record Bootstrap(int draws, long seed, double level) {
        public Bootstrap {
            if (draws < 1 || !(level > 0 && level < 1)) {
                throw new IllegalArgumentException("draws " + draws + ", level " + level);
            }
        }
    }

    /** The entropy of {@code labels[cell]}, a number below {@code categories} or -1 for none, around each cell. */
    public static NeighbourhoodEntropy of(
            Graph graph, int[] labels, int categories, SpatialBlocks blocks, Bootstrap bootstrap) {
        if (labels.length != graph.nodes() || blocks.blockOf().length != labels.length) {
            throw new IllegalArgumentException(labels.length + " labels for " + graph.nodes() + " cells");
        }
        double[] entropies = new double[labels.length];
        int[] counts = new int[categories];
        double[] sums = new double[blocks.blocks()];
        int[] sizes = new int[blocks.blocks()];
        for (int cell = 0; cell < labels.length; cell++) {
            entropies[cell] = around(cell, graph, labels, counts);
            if (!Double.isNaN(entropies[cell])) {
                sums[blocks.blockOf()[cell]] += entropies[cell];
                sizes[blocks.blockOf()[cell]]++;
            }
        }
        int defined = Arrays.stream(sizes).sum();
        double mean = defined == 0 ? Double.NaN : Arrays.stream(sums).sum() / defined;
        double[] means = drawn(sums, sizes, bootstrap);
        double tail = (1 - bootstrap.level) / 2;
        return new NeighbourhoodEntropy(
                entropies, defined, mean, quantile(means, tail), quantile(means, 1 - tail), bootstrap.level);
    }

    private static double around(int cell, Graph graph, int[] labels, int[] counts) {
        int total = 0;
        for (int at = graph.starts()[cell]; at < graph.starts()[cell + 1]; at++) {
            int label = labels[graph.neighbours()[at]];
            if (label >= 0) {
                counts[label]++;
                total++;
            }
        }
        if (total == 0) {
            return Double.NaN;
        }
        double sum = 0;
        for (int at = graph.starts()[cell]; at < graph.starts()[cell + 1]; at++) {
            int label = labels[graph.neighbours()[at]];
            if (label >= 0) {
                // Each neighbour adds its share of -p log p, so that the counts can be cleared without a pass over all
                // labels.
                sum += Math.log((double) total / counts[label]);
            }
        }
        for (int at = graph.starts()[cell]; at < graph.starts()[cell + 1]; at++) {
            int label = labels[graph.neighbours()[at]];
            if (label >= 0) {
                counts[label] = 0;
            }
        }
        return sum / total;
    }

    /** Sorted bootstrap means; empty when there are fewer than two blocks with a defined cell. */
    private static double[] drawn(double[] sums, int[] sizes, Bootstrap bootstrap) {
        int[] used = IntStream.range(0, sizes.length)
                .filter(block -> sizes[block] > 0)
                .toArray();
        if (used.length < 2) {
            return new double[0];
        }
        double[] means = new double[bootstrap.draws];
        for (int draw = 0; draw < means.length; draw++) {
            CounterRandom random = CounterRandom.of(bootstrap.seed, PURPOSE, draw);
            double sum = 0;
            long size = 0;
            for (int i = 0; i < used.length; i++) {
                int block = used[random.nextInt(used.length)];
                sum += sums[block];
                size += sizes[block];
            }
            means[draw] = sum / size;
        }
        Arrays.sort(means);
        return means;
    }

    /** Linear interpolation between order statistics, as numpy does; NaN of an empty array. */
    private static double quantile(double[] sorted, double share) {
        if (sorted.length == 0) {
            return Double.NaN;
        }
        double place = share * (sorted.length - 1);
        int below = (int) Math.floor(place);
        int above = Math.min(below + 1, sorted.length - 1);
        return sorted[below] + (place - below) * (sorted[above] - sorted[below]);
    }
}
