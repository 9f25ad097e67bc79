package io.spatho.core.graph;

import io.spatho.core.error.InputException;
import io.spatho.core.error.Problem;
import io.spatho.core.matrix.DenseMatrix;
import io.spatho.core.parallel.Workers;
import io.spatho.core.random.CounterRandom;
import java.util.Arrays;

/**
 * The nearest observations in an embedding such as principal components, by Euclidean distance.
 *
 * <p>Up to {@value #EXACT_LIMIT} points the search is exact: every pair is compared. Beyond that a hierarchical navigable
 * small-world graph (Malkov and Yashunin 2018; Lucene 9.12.3) is built by one thread and asked by all, and its recall is measured
 * against the exact answer on {@value #RECALL_SAMPLE} points.
 *
 * <p>Determinism: equal distances are ordered by index; independent of the number of threads. Cost: n squared x dimensions when
 * exact, about n log n otherwise.
 */
public final class ExpressionNeighbours {

    /** The largest number of points that are all compared. */
    public static final int EXACT_LIMIT = 150_000;

    static final int RECALL_SAMPLE = 1000;

    /** Beyond this, squared distances in float32 could overflow. */
    private static final float LARGEST_VALUE = 1e12f;

    private ExpressionNeighbours() {}

    /**
     * Neighbours and how they were found.
     *
     * @param neighbours the neighbours of every point
     * @param exact whether all pairs were compared
     * @param recall share of true neighbours that were found: 1 when exact, otherwise measured on a sample
     * @param recallSample number of points on which recall was measured, 0 when exact
     */
    public record Search(NearestNeighbours neighbours, boolean exact, double recall, int recallSample) {}

    /** The k nearest other points, exact up to {@value #EXACT_LIMIT} points. */
    public static Search nearest(DenseMatrix points, int k, long seed, Workers workers) {
        return points.rows() <= EXACT_LIMIT
                ? new Search(exact(points, k, workers), true, 1, 0)
                : approximate(points, k, seed, workers);
    }

    /**
     * The k nearest other points by comparing all pairs.
     *
     * @throws InputException when there is no point or a coordinate is not finite
     */
    public static NearestNeighbours exact(DenseMatrix points, int k, Workers workers) {
        requirePoints(points, k);
        return new ExactSearch(points, Math.min(k, points.rows() - 1)).all(workers);
    }

    /** The k nearest other points by graph search, with measured recall. */
    public static Search approximate(DenseMatrix points, int k, long seed, Workers workers) {
        requirePoints(points, k);
        int held = Math.min(k, points.rows() - 1);
        NearestNeighbours found = new SmallWorldSearch(points, held, seed).all(workers);
        int[] sample = sample(points.rows(), seed);
        NearestNeighbours truth = new ExactSearch(points, held).of(sample, workers);
        long hits = 0;
        for (int i = 0; i < sample.length; i++) {
            for (int rank = 0; rank < held; rank++) {
                hits += holds(found, sample[i], truth.neighbour(i, rank)) ? 1 : 0;
            }
        }
        double recall = held == 0 ? 1 : hits / (double) ((long) sample.length * held);
        return new Search(found, false, recall, sample.length);
    }

    private static boolean holds(NearestNeighbours found, int point, int neighbour) {
        for (int rank = 0; rank < found.k(); rank++) {
            if (found.neighbour(point, rank) == neighbour) {
                return true;
            }
        }
        return false;
    }

    private static int[] sample(int n, long seed) {
        int[] order = new int[n];
        for (int i = 0; i < n; i++) {
            order[i] = i;
        }
        CounterRandom.of(seed, "neighbour-recall", 0).shuffle(order);
        return Arrays.copyOf(order, Math.min(n, RECALL_SAMPLE));
    }

    private static void requirePoints(DenseMatrix points, int k) {
        if (k < 1) {
            throw new IllegalArgumentException("k must be at least 1: " + k);
        }
        if (points.rows() == 0 || points.columns() == 0) {
            throw new InputException(Problem.of("there is no observation to find neighbours of")
                    .expected("at least one row and one dimension", points.rows() + " x " + points.columns()));
        }
        for (int i = 0; i < points.values().length; i++) {
            if (!(Math.abs(points.values()[i]) <= LARGEST_VALUE)) {
                throw new InputException(Problem.of("an embedding value is not a finite number of usual size")
                        .at("row " + i / points.columns() + ", dimension " + i % points.columns())
                        .expected("at most " + LARGEST_VALUE + " in magnitude", points.values()[i]));
            }
        }
    }
}
