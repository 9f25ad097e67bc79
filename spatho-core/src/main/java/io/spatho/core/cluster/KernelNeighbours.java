package io.spatho.core.cluster;

import io.spatho.core.graph.Libraries;
import io.spatho.core.graph.NearestNeighbours;
import io.spatho.core.graph.SpatialNeighbours;
import io.spatho.core.parallel.Workers;
import java.util.Arrays;

/**
 * The nearest other observations of each in its own library, weighted by distance, with their directions.
 *
 * <p>A neighbour at distance d weighs {@code exp(-(d / m)^2)} over the sum of these, with m the median distance of the observation's
 * neighbours. Where all neighbours coincide with the observation, they weigh the same. An observation alone in its library has none.
 *
 * <p>Source: the scaled Gaussian kernel of BANKSY (Singhal and others 2024).
 *
 * @param starts observations + 1 positions; observation i owns the entries {@code starts[i] … starts[i + 1] - 1}
 * @param neighbours the observation of each entry
 * @param weights the weight of each entry, summing to 1 per observation
 * @param cosines cosine of the direction from the observation to the neighbour, 0 for one that coincides with it
 * @param sines sine of that direction
 */
record KernelNeighbours(int[] starts, int[] neighbours, float[] weights, float[] cosines, float[] sines) {

    /** The {@code k} nearest of each, or all of its library when there are fewer. */
    static KernelNeighbours of(double[] xUm, double[] yUm, Libraries libraries, int k, Workers workers) {
        int n = xUm.length;
        int[][] rows = libraries.rows();
        int[] starts = new int[n + 1];
        for (int i = 0; i < n; i++) {
            int others = rows[libraries.codes()[i]].length - 1;
            starts[i + 1] = Math.addExact(starts[i], Math.min(k, others));
        }
        KernelNeighbours all = new KernelNeighbours(
                starts, new int[starts[n]], new float[starts[n]], new float[starts[n]], new float[starts[n]]);
        for (int[] members : rows) {
            if (members.length > 1) {
                double[] x = Arrays.stream(members).mapToDouble(i -> xUm[i]).toArray();
                double[] y = Arrays.stream(members).mapToDouble(i -> yUm[i]).toArray();
                NearestNeighbours nearest = SpatialNeighbours.nearest(x, y, k, workers);
                workers.forRanges(members.length, 4096, (from, to) -> {
                    for (int i = from; i < to; i++) {
                        all.fill(nearest, i, members, xUm, yUm);
                    }
                });
            }
        }
        return all;
    }

    /** The number of neighbours of an observation. */
    int degree(int observation) {
        return starts[observation + 1] - starts[observation];
    }

    private void fill(NearestNeighbours nearest, int member, int[] members, double[] xUm, double[] yUm) {
        int own = members[member];
        int k = nearest.k();
        double[] distances = new double[k];
        for (int rank = 0; rank < k; rank++) {
            int other = members[nearest.neighbour(member, rank)];
            double dx = xUm[other] - xUm[own];
            double dy = yUm[other] - yUm[own];
            int at = starts[own] + rank;
            distances[rank] = Math.hypot(dx, dy);
            neighbours[at] = other;
            cosines[at] = distances[rank] > 0 ? (float) (dx / distances[rank]) : 0;
            sines[at] = distances[rank] > 0 ? (float) (dy / distances[rank]) : 0;
        }
        double median = (distances[(k - 1) / 2] + distances[k / 2]) / 2;
        double sum = 0;
        double[] decay = new double[k];
        for (int rank = 0; rank < k; rank++) {
            double relative = median > 0 ? distances[rank] / median : distances[rank] > 0 ? Double.MAX_VALUE : 0;
            decay[rank] = Math.exp(-relative * relative);
            sum += decay[rank];
        }
        for (int rank = 0; rank < k; rank++) {
            weights[starts[own] + rank] = (float) (decay[rank] / sum);
        }
    }
}
