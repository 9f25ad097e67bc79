package io.spatho.core.graph;

import io.spatho.core.parallel.Workers;

/**
 * Turns nearest neighbours in expression into a weighted undirected graph for clustering, by UMAP's fuzzy union.
 *
 * <p>Each point's distances are made relative to its own density: with rho the distance to its nearest neighbour that is not at
 * distance 0, and sigma such that {@code sum exp(-(d - rho) / sigma) = log2(k + 1)}, a neighbour at d has membership
 * {@code exp(-max(0, d - rho) / sigma)}; an edge weighs {@code a + b - a b} of its two directions. Weights lie in (0, 1].
 *
 * <p>This weighting was chosen over shared-neighbour Jaccard counts because it is what scanpy clusters on, so results can be
 * compared edge by edge, and because it costs n k and not n k squared.
 *
 * <p>Determinism: independent of the number of threads. Source: McInnes, Healy and Melville 2018, section 3.1; values agree with
 * {@code fuzzy_simplicial_set} of umap-learn 0.5.12, where {@code n_neighbors} counts the point itself and is k + 1 here.
 */
public final class FuzzyGraph {

    private static final int ROUNDS = 64;
    private static final double TOLERANCE = 1e-5;
    private static final double SMALLEST_SCALE = 1e-3;
    private static final int BLOCK = 4096;

    private FuzzyGraph() {}

    /** The fuzzy union of the neighbourhoods. */
    public static Graph of(NearestNeighbours neighbours, Workers workers) {
        int n = neighbours.points();
        int k = neighbours.k();
        float[] memberships = new float[neighbours.indices().length];
        double overallMean = mean(neighbours.distances(), 0, neighbours.distances().length, (long) n * (k + 1));
        workers.forRanges(n, BLOCK, (from, to) -> {
            for (int point = from; point < to && k > 0; point++) {
                fillMemberships(neighbours, point, overallMean, memberships);
            }
        });
        EdgeList edges = new EdgeList();
        for (int point = 0; point < n; point++) {
            for (int i = point * k; i < (point + 1) * k; i++) {
                int other = neighbours.indices()[i];
                int back = position(neighbours, other, point);
                if (back < 0 || point < other) {
                    double there = memberships[i];
                    double here = back < 0 ? 0 : memberships[back];
                    float weight = (float) (there + here - there * here);
                    if (weight > 0) {
                        edges.add(point, other, weight);
                    }
                }
            }
        }
        return edges.toGraph(n);
    }

    private static int position(NearestNeighbours neighbours, int point, int wanted) {
        int k = neighbours.k();
        for (int i = point * k; i < (point + 1) * k; i++) {
            if (neighbours.indices()[i] == wanted) {
                return i;
            }
        }
        return -1;
    }

    private static void fillMemberships(
            NearestNeighbours neighbours, int point, double overallMean, float[] memberships) {
        int k = neighbours.k();
        int start = point * k;
        float[] distances = neighbours.distances();
        double nearest = 0;
        for (int i = start; i < start + k && nearest == 0; i++) {
            nearest = distances[i];
        }
        double scale = scale(distances, start, k, nearest);
        double mean = nearest > 0 ? mean(distances, start, start + k, k + 1L) : overallMean;
        scale = Math.max(scale, SMALLEST_SCALE * mean);
        for (int i = start; i < start + k; i++) {
            double beyond = distances[i] - nearest;
            memberships[i] = (float) (beyond <= 0 || scale == 0 ? 1 : Math.exp(-beyond / scale));
        }
    }

    /** Finds sigma by bisection, doubling while no upper limit is known. */
    private static double scale(float[] distances, int start, int k, double nearest) {
        double target = Math.log(k + 1) / Math.log(2);
        double low = 0;
        double high = Double.POSITIVE_INFINITY;
        double scale = 1;
        for (int round = 0; round < ROUNDS; round++) {
            double sum = 0;
            for (int i = start; i < start + k; i++) {
                double beyond = distances[i] - nearest;
                sum += beyond > 0 ? Math.exp(-beyond / scale) : 1;
            }
            if (Math.abs(sum - target) < TOLERANCE) {
                return scale;
            }
            if (sum > target) {
                high = scale;
                scale = (low + high) / 2;
            } else {
                low = scale;
                scale = Double.isInfinite(high) ? scale * 2 : (low + high) / 2;
            }
        }
        return scale;
    }

    private static double mean(float[] distances, int from, int to, long count) {
        double sum = 0;
        for (int i = from; i < to; i++) {
            sum += distances[i];
        }
        return count == 0 ? 0 : sum / count;
    }
}
