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
 * <p>Up to {@value #EXACT_LIMIT} points the search is exact: every pair is compared. Beyond that points are put on lists by their nearest of
 * about 1.25 sqrt(n) centres, and each is compared with the lists nearest to it (an inverted file), as many as hold {@value #WANTED_RECALL} of the
 * true neighbours of {@value #RECALL_SAMPLE} points; then recall is measured on {@value #RECALL_SAMPLE} others. A neighbour counts as found when it is no
 * farther than the true k-th.
 *
 * <p>Determinism: equal distances are ordered by index; independent of the number of threads. Cost: n squared x dimensions when
 * exact, about n to the power of 1.5 x dimensions otherwise.
 */
public final class ExpressionNeighbours {

    /** The largest number of points that are all compared. */
    public static final int EXACT_LIMIT = 30_000;

    static final int RECALL_SAMPLE = 1000;
    static final double WANTED_RECALL = 0.98;

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

    /** The k nearest other points among those on the lists nearest to each, with measured recall. */
    public static Search approximate(DenseMatrix points, int k, long seed, Workers workers) {
        requirePoints(points, k);
        int held = Math.min(k, points.rows() - 1);
        ExactSearch exact = new ExactSearch(points, held);
        ListSearch lists = new ListSearch(points, held, seed, workers);
        int[] tried = sample(points.rows(), seed, 0);
        int visits = lists.visits(tried, exact.of(tried, workers), WANTED_RECALL);
        NearestNeighbours found = lists.all(visits, workers);
        int[] sample = sample(points.rows(), seed, 1);
        NearestNeighbours truth = exact.of(sample, workers);
        long hits = 0;
        for (int i = 0; i < sample.length; i++) {
            for (int rank = 0; rank < held; rank++) {
                hits += found.distance(sample[i], rank) <= truth.distance(i, held - 1) ? 1 : 0;
            }
        }
        double recall = held == 0 ? 1 : hits / (double) ((long) sample.length * held);
        return new Search(found, false, recall, sample.length);
    }

    private static int[] sample(int n, long seed, int number) {
        int[] order = new int[n];
        for (int i = 0; i < n; i++) {
            order[i] = i;
        }
        CounterRandom.of(seed, "neighbour-recall", number).shuffle(order);
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
