package io.spatho.core.spatial;

import io.spatho.core.graph.Graph;
import java.util.Arrays;

/**
 * The weights {@code w_ij >= 0} of the ordered pairs of observations that a spatial statistic compares, with {@code w_ii = 0}.
 *
 * <p>Only what the statistics need is kept: for each unordered pair the sum {@code w_ij + w_ji}, stored at both ends, and for
 * each observation the sum of its row and its column. An observation without a neighbour (an isolated cell) has weight 0
 * everywhere and still counts in n, as in esda, squidpy and spdep's {@code adjust.n = FALSE}.
 */
public final class SpatialWeights {

    private final int[] starts;
    private final int[] upperStarts;
    private final int[] neighbours;
    private final double[] pairWeights;
    private final double[] marginals;
    private final double sum;
    private final double sumOfSquares;
    private final double sumOfMarginalSquares;
    private final int isolated;

    private SpatialWeights(int[] starts, int[] neighbours, double[] pairWeights) {
        this.starts = starts;
        this.neighbours = neighbours;
        this.pairWeights = pairWeights;
        int nodes = starts.length - 1;
        this.upperStarts = new int[nodes];
        this.marginals = new double[nodes];
        double total = 0;
        double squares = 0;
        double marginalSquares = 0;
        int alone = 0;
        for (int node = 0; node < nodes; node++) {
            int at = starts[node];
            while (at < starts[node + 1] && neighbours[at] < node) {
                marginals[node] += pairWeights[at++];
            }
            upperStarts[node] = at;
            for (; at < starts[node + 1]; at++) {
                marginals[node] += pairWeights[at];
                total += pairWeights[at];
                squares += pairWeights[at] * pairWeights[at];
            }
            marginalSquares += marginals[node] * marginals[node];
            alone += marginals[node] == 0 ? 1 : 0;
        }
        this.sum = total;
        this.sumOfSquares = squares;
        this.sumOfMarginalSquares = marginalSquares;
        this.isolated = alone;
    }

    /** Weight 1 for each ordered pair of neighbours (style B of spdep). Edge weights are ignored. */
    public static SpatialWeights binary(Graph graph) {
        double[] pairs = new double[graph.neighbours().length];
        Arrays.fill(pairs, 2);
        return new SpatialWeights(graph.starts(), graph.neighbours(), pairs);
    }

    /** Weight {@code 1 / degree(i)} for each neighbour j of i (style W of spdep, squidpy's default). Edge weights are ignored. */
    public static SpatialWeights rowStandardised(Graph graph) {
        double[] pairs = new double[graph.neighbours().length];
        for (int node = 0; node < graph.nodes(); node++) {
            for (int at = graph.starts()[node]; at < graph.starts()[node + 1]; at++) {
                pairs[at] = 1.0 / graph.degree(node) + 1.0 / graph.degree(graph.neighbours()[at]);
            }
        }
        return new SpatialWeights(graph.starts(), graph.neighbours(), pairs);
    }

    /**
     * Weights of directed neighbours, such as each spot's k nearest: row i owns the entries {@code starts[i] … starts[i+1] - 1},
     * its neighbours ascend, and no observation is its own neighbour.
     */
    public static SpatialWeights directed(int nodes, int[] starts, int[] neighbours, double[] weights) {
        requireShape(nodes, starts, neighbours, weights);
        int[] inStarts = new int[nodes + 1];
        for (int neighbour : neighbours) {
            inStarts[neighbour + 1]++;
        }
        for (int node = 0; node < nodes; node++) {
            inStarts[node + 1] += inStarts[node];
        }
        int[] next = Arrays.copyOf(inStarts, nodes);
        int[] sources = new int[neighbours.length];
        double[] inWeights = new double[neighbours.length];
        for (int node = 0; node < nodes; node++) {
            for (int at = starts[node]; at < starts[node + 1]; at++) {
                sources[next[neighbours[at]]] = node;
                inWeights[next[neighbours[at]]++] = weights[at];
            }
        }
        return merged(nodes, new Side(starts, neighbours, weights), new Side(inStarts, sources, inWeights));
    }

    private static void requireShape(int nodes, int[] starts, int[] neighbours, double[] weights) {
        if (starts.length != nodes + 1 || starts[nodes] != neighbours.length || weights.length != neighbours.length) {
            throw new IllegalArgumentException("weight arrays disagree on " + nodes + " observations");
        }
        for (int node = 0; node < nodes; node++) {
            for (int at = starts[node]; at < starts[node + 1]; at++) {
                boolean ascending = at == starts[node] || neighbours[at] > neighbours[at - 1];
                boolean inside = neighbours[at] >= 0 && neighbours[at] < nodes && neighbours[at] != node;
                if (!ascending || !inside || !(weights[at] >= 0) || weights[at] == Double.POSITIVE_INFINITY) {
                    throw new IllegalArgumentException(
                            "bad weight " + weights[at] + " from " + node + " to " + neighbours[at]);
                }
            }
        }
    }

    /** Outgoing or incoming entries of each observation. */
    private record Side(int[] starts, int[] others, double[] weights) {}

    private static SpatialWeights merged(int nodes, Side out, Side in) {
        int[] starts = new int[nodes + 1];
        int[] neighbours = new int[Math.multiplyExact(2, out.others.length)];
        double[] pairs = new double[neighbours.length];
        int at = 0;
        for (int node = 0; node < nodes; node++) {
            int left = out.starts[node];
            int right = in.starts[node];
            while (left < out.starts[node + 1] || right < in.starts[node + 1]) {
                int leftNode = left < out.starts[node + 1] ? out.others[left] : Integer.MAX_VALUE;
                int rightNode = right < in.starts[node + 1] ? in.others[right] : Integer.MAX_VALUE;
                neighbours[at] = Math.min(leftNode, rightNode);
                pairs[at] = (leftNode <= rightNode ? out.weights[left++] : 0)
                        + (rightNode <= leftNode ? in.weights[right++] : 0);
                at++;
            }
            starts[node + 1] = at;
        }
        return new SpatialWeights(starts, Arrays.copyOf(neighbours, at), Arrays.copyOf(pairs, at));
    }

    /** The number of observations, isolated ones included. */
    public int nodes() {
        return marginals.length;
    }

    /** The sum of all weights, S0. */
    public double sum() {
        return sum;
    }

    /** S1: half the sum over ordered pairs of {@code (w_ij + w_ji)^2}. */
    public double sumOfSquares() {
        return sumOfSquares;
    }

    /** S2: the sum over observations of (row sum + column sum)^2. */
    public double sumOfMarginalSquares() {
        return sumOfMarginalSquares;
    }

    /** The number of observations without a neighbour. */
    public int isolated() {
        return isolated;
    }

    /** Row sum plus column sum of an observation. */
    double marginal(int node) {
        return marginals[node];
    }

    /** The first entry of an observation. */
    int start(int node) {
        return starts[node];
    }

    /** The first entry of an observation whose neighbour has a higher number. */
    int upperStart(int node) {
        return upperStarts[node];
    }

    /** One past the last entry of an observation. */
    int end(int node) {
        return starts[node + 1];
    }

    /** The other end of an entry. */
    int neighbour(int at) {
        return neighbours[at];
    }

    /** {@code w_ij + w_ji} of an entry. */
    double pairWeight(int at) {
        return pairWeights[at];
    }
}
