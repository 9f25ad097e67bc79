package io.spatho.stgpt.retrieval;

import io.spatho.core.matrix.DenseMatrix;
import io.spatho.core.random.CounterRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Compares a query with the cells on the lists whose centres are most like it (inverted lists by spherical k-means); the number of
 * lists visited is the smallest that finds {@value #WANTED_RECALL} of the true ten nearest of a sample.
 *
 * <p>Determinism: depends on vectors and seed. Cost: about {@code sqrt(cells)} comparisons with centres and the cells on the lists.
 */
public final class ListedCells implements CellSearch {

    static final double WANTED_RECALL = 0.95;

    private static final int ITERATIONS = 5;
    private static final int SAMPLE = 200;
    private static final int NEIGHBOURS = 10;

    private final DenseMatrix vectors;
    private final DenseMatrix centres;
    private final List<List<Integer>> lists = new ArrayList<>();
    private int visits = 1;
    private double recall;

    /** Makes the lists and measures them. */
    public ListedCells(DenseMatrix vectors, long seed) {
        this.vectors = vectors;
        int[] order = IntStream.range(0, vectors.rows()).toArray();
        CounterRandom.of(seed, "reference-lists", 0).shuffle(order);
        int count = Math.max(1, (int) Math.round(Math.sqrt(vectors.rows())));
        DenseMatrix means = vectors.selectRows(Arrays.copyOf(order, count));
        for (int iteration = 0; iteration < ITERATIONS; iteration++) {
            means = moved(means);
        }
        this.centres = means;
        for (int list = 0; list < count; list++) {
            lists.add(new ArrayList<>());
        }
        for (int cell = 0; cell < vectors.rows(); cell++) {
            lists.get(nearestCentre(means, cell)).add(cell);
        }
        measure(Arrays.copyOf(order, Math.min(order.length, SAMPLE)));
    }

    private float[] row(int cell) {
        int width = vectors.columns();
        return Arrays.copyOfRange(vectors.values(), cell * width, (cell + 1) * width);
    }

    private int nearestCentre(DenseMatrix means, int cell) {
        return new ExactCells(means).nearest(row(cell), 1).cells()[0];
    }

    private DenseMatrix moved(DenseMatrix means) {
        int width = vectors.columns();
        double[] sums = new double[means.values().length];
        for (int cell = 0; cell < vectors.rows(); cell++) {
            int centre = nearestCentre(means, cell);
            for (int d = 0; d < width; d++) {
                sums[centre * width + d] += vectors.get(cell, d);
            }
        }
        DenseMatrix next = DenseMatrix.zeros(means.rows(), width);
        for (int i = 0; i < sums.length; i++) {
            next.values()[i] = (float) sums[i];
        }
        return ReferenceBuilder.unit(next);
    }

    private void measure(int[] sample) {
        ExactCells exact = new ExactCells(vectors);
        List<int[]> truth = new ArrayList<>();
        for (int cell : sample) {
            truth.add(exact.nearest(row(cell), NEIGHBOURS).cells());
        }
        for (visits = 1; ; visits++) {
            recall = recall(sample, truth);
            if (recall >= WANTED_RECALL || visits == lists.size()) {
                return;
            }
        }
    }

    private double recall(int[] sample, List<int[]> truth) {
        int found = 0;
        int wanted = 0;
        for (int i = 0; i < sample.length; i++) {
            Set<Integer> seen = new HashSet<>();
            for (int cell : nearest(row(sample[i]), NEIGHBOURS).cells()) {
                seen.add(cell);
            }
            for (int cell : truth.get(i)) {
                found += seen.contains(cell) ? 1 : 0;
                wanted++;
            }
        }
        return wanted == 0 ? 1 : found / (double) wanted;
    }

    /** The number of lists. */
    public int count() {
        return lists.size();
    }

    /** The number of lists visited for a query. */
    public int visits() {
        return visits;
    }

    /** The share of the true ten nearest of a sample that was found. */
    public double recall() {
        return recall;
    }

    @Override
    public Found nearest(float[] query, int k) {
        int[] order = new ExactCells(centres).nearest(query, lists.size()).cells();
        BestCells best = new BestCells(Math.min(k, vectors.rows()));
        int seen = 0;
        for (int i = 0; i < order.length && (i < visits || seen < k); i++) {
            for (int cell : lists.get(order[i])) {
                best.offer(cell, BestCells.product(query, vectors.values(), cell));
                seen++;
            }
        }
        return best.found();
    }
}
