package io.spatho.core.integration;

import io.spatho.core.matrix.DenseMatrix;
import io.spatho.core.parallel.Workers;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * Removes what batches shift in vectors by mutual nearest neighbours: observations of two batches that are each among the nearest of
 * the other are taken for the same kind, and their differences, smoothed over near observations, are taken off.
 *
 * <p>Batches are merged one after the other onto the first. Source: Haghverdi and others 2018, in the form of fastMNN (batchelor
 * 1.18): k = {@value #NEIGHBOURS}; differences averaged per observation, variation along the mean difference taken out of both sides,
 * pairs' differences measured again, and smoothed by a tricube kernel over the k nearest observations that have a pair, its width
 * {@value #WIDTHS} times the median of their distances. Batches without a pair stay where they are, and are counted.
 *
 * <p>Determinism: exact neighbours, ties by index; independent of threads. Cost: observations of a batch x observations merged so far
 * x dimensions at most.
 */
public final class MutualNeighbours {

    /** How many nearest observations count as near. */
    public static final int NEIGHBOURS = 20;

    private static final double WIDTHS = 3;
    private static final double SMALLEST_WIDTH = 1e-8;
    private static final int BLOCK = 256;

    private MutualNeighbours() {}

    /**
     * Corrected vectors.
     *
     * @param vectors observations x dimensions
     * @param pairs the pairs of each merge, in order
     * @param order the batches in the order of merging
     */
    public record Result(DenseMatrix vectors, int[] pairs, int[] order) {}

    /**
     * Corrects vectors.
     *
     * @param batchOf the batch of each observation, from 0
     * @param order the batches in the order of merging; the first stays where it is
     * @param k how many nearest observations count as near
     */
    public static Result correct(DenseMatrix vectors, int[] batchOf, int[] order, int k, Workers workers) {
        DenseMatrix merged = new DenseMatrix(
                vectors.rows(), vectors.columns(), vectors.values().clone());
        int[] reference = rowsOf(batchOf, order[0]);
        int[] pairs = new int[Math.max(0, order.length - 1)];
        for (int step = 1; step < order.length; step++) {
            int[] target = rowsOf(batchOf, order[step]);
            pairs[step - 1] = merge(merged, reference, target, k, workers);
            reference = IntStream.concat(Arrays.stream(reference), Arrays.stream(target))
                    .sorted()
                    .toArray();
        }
        return new Result(merged, pairs, order.clone());
    }

    /** The order by decreasing size, group after group (such as protocol by protocol): the group of the largest batch first. */
    public static int[] order(int[] batchOf, int[] groupOfBatch) {
        int[] sizes = new int[groupOfBatch.length];
        for (int batch : batchOf) {
            sizes[batch]++;
        }
        TreeMap<Integer, Integer> largest = new TreeMap<>();
        for (int batch = 0; batch < sizes.length; batch++) {
            largest.merge(groupOfBatch[batch], sizes[batch], Math::max);
        }
        return IntStream.range(0, sizes.length)
                .boxed()
                .sorted(Comparator.comparingInt((Integer batch) -> -largest.get(groupOfBatch[batch]))
                        .thenComparingInt(batch -> groupOfBatch[batch])
                        .thenComparingInt(batch -> -sizes[batch])
                        .thenComparing(Comparator.naturalOrder()))
                .mapToInt(Integer::intValue)
                .toArray();
    }

    private static int[] rowsOf(int[] batchOf, int batch) {
        return IntStream.range(0, batchOf.length)
                .filter(row -> batchOf[row] == batch)
                .toArray();
    }

    /** Moves the target rows onto the reference; returns the number of pairs. */
    private static int merge(DenseMatrix all, int[] reference, int[] target, int k, Workers workers) {
        DenseMatrix references = all.selectRows(reference);
        DenseMatrix targets = all.selectRows(target);
        List<int[]> pairs = pairs(references, targets, k, workers);
        if (pairs.isEmpty()) {
            return 0;
        }
        double[] direction = direction(averages(references, targets, pairs), targets.columns());
        flatten(references, direction);
        flatten(targets, direction);
        // What is left of the shift, its part along the direction included, lies in the pairs' differences.
        double[][] differences = averages(references, targets, pairs);
        int[] paired = IntStream.range(0, differences.length)
                .filter(row -> differences[row] != null)
                .toArray();
        DenseMatrix moved = smoothed(targets, paired, differences, k, workers);
        put(all, reference, references);
        put(all, target, moved);
        return pairs.size();
    }

    /** Pairs of a reference and a target row that are each among the {@code k} nearest of the other. */
    static List<int[]> pairs(DenseMatrix references, DenseMatrix targets, int k, Workers workers) {
        CrossNeighbours ofTargets = CrossNeighbours.of(targets, references, k, workers);
        CrossNeighbours ofReferences = CrossNeighbours.of(references, targets, k, workers);
        List<int[]> pairs = new ArrayList<>();
        for (int target = 0; target < targets.rows(); target++) {
            for (int rank = 0; rank < ofTargets.held(); rank++) {
                int reference = ofTargets.neighbour(target, rank);
                for (int back = 0; back < ofReferences.held(); back++) {
                    if (ofReferences.neighbour(reference, back) == target) {
                        pairs.add(new int[] {reference, target});
                    }
                }
            }
        }
        return pairs;
    }

    /** For each target row in a pair the mean difference to its partners; null for the others. */
    private static double[][] averages(DenseMatrix references, DenseMatrix targets, List<int[]> pairs) {
        double[][] differences = new double[targets.rows()][];
        int[] counts = new int[targets.rows()];
        for (int[] pair : pairs) {
            int target = pair[1];
            if (counts[target]++ == 0) {
                differences[target] = new double[targets.columns()];
            }
            for (int j = 0; j < targets.columns(); j++) {
                differences[target][j] += (double) references.get(pair[0], j) - targets.get(target, j);
            }
        }
        for (int row = 0; row < counts.length; row++) {
            for (int j = 0; j < targets.columns() && counts[row] > 0; j++) {
                differences[row][j] /= counts[row];
            }
        }
        return differences;
    }

    /** The mean of the differences, scaled to length one. */
    private static double[] direction(double[][] differences, int width) {
        double[] sum = new double[width];
        for (double[] difference : differences) {
            for (int j = 0; j < width && difference != null; j++) {
                sum[j] += difference[j];
            }
        }
        return HarmonyClusters.unit(sum, width);
    }

    /** Sets every row's coordinate along a direction to the mean of the rows. */
    private static void flatten(DenseMatrix rows, double[] direction) {
        int width = rows.columns();
        double[] along = new double[rows.rows()];
        double mean = 0;
        for (int row = 0; row < along.length; row++) {
            for (int j = 0; j < width; j++) {
                along[row] += direction[j] * rows.get(row, j);
            }
            mean += along[row] / along.length;
        }
        for (int row = 0; row < along.length; row++) {
            for (int j = 0; j < width; j++) {
                rows.values()[row * width + j] += (float) ((mean - along[row]) * direction[j]);
            }
        }
    }

    private static DenseMatrix smoothed(
            DenseMatrix targets, int[] paired, double[][] differences, int k, Workers workers) {
        DenseMatrix anchors = targets.selectRows(paired);
        CrossNeighbours nearest = CrossNeighbours.of(targets, anchors, k, workers);
        DenseMatrix moved = DenseMatrix.zeros(targets.rows(), targets.columns());
        workers.forRanges(targets.rows(), BLOCK, (from, to) -> {
            for (int row = from; row < to; row++) {
                move(targets, row, nearest, paired, differences, moved);
            }
        });
        return moved;
    }

    private static void move(
            DenseMatrix targets,
            int row,
            CrossNeighbours nearest,
            int[] paired,
            double[][] differences,
            DenseMatrix moved) {
        int middle = nearest.held() / 2;
        double median = nearest.held() % 2 == 1
                ? nearest.distance(row, middle)
                : (nearest.distance(row, middle - 1) + nearest.distance(row, middle)) / 2;
        double width = Math.max(SMALLEST_WIDTH, WIDTHS * median);
        double[] shift = new double[targets.columns()];
        double sum = 0;
        for (int rank = 0; rank < nearest.held(); rank++) {
            double relative = Math.min(1, nearest.distance(row, rank) / width);
            double weight = Math.pow(1 - relative * relative * relative, 3);
            sum += weight;
            for (int j = 0; j < shift.length; j++) {
                shift[j] += weight * differences[paired[nearest.neighbour(row, rank)]][j];
            }
        }
        for (int j = 0; j < shift.length; j++) {
            moved.values()[row * shift.length + j] = (float) (targets.get(row, j) + shift[j] / sum);
        }
    }

    private static void put(DenseMatrix all, int[] rows, DenseMatrix values) {
        int width = all.columns();
        for (int i = 0; i < rows.length; i++) {
            System.arraycopy(values.values(), i * width, all.values(), rows[i] * width, width);
        }
    }
}
