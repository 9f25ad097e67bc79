package io.spatho.core.integration;

import io.spatho.core.matrix.DenseMatrix;
import io.spatho.core.parallel.Workers;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * The silhouette of each point: {@code (b - a) / max(a, b)} with {@code a} the mean Euclidean distance to the other points of its
 * group and {@code b} the smallest mean distance to another group; 0 for a group of one.
 *
 * <p>Source: Rousseeuw 1987, as scikit-learn's {@code silhouette_samples}; the averages over labels and batches as scib-metrics
 * 0.5.10 ({@code silhouette_label}, {@code silhouette_batch}). Cost: points squared x dimensions.
 */
public final class Silhouette {

    private static final int BLOCK = 128;

    private Silhouette() {}

    /** The silhouette of each point; groups are numbered from 0. */
    public static double[] of(DenseMatrix points, int[] groups, Workers workers) {
        int count = Arrays.stream(groups).max().orElse(-1) + 1;
        int[] sizes = new int[count];
        for (int group : groups) {
            sizes[group]++;
        }
        double[] widths = new double[points.rows()];
        workers.forRanges(points.rows(), BLOCK, (from, to) -> {
            for (int point = from; point < to; point++) {
                widths[point] = width(points, groups, sizes, point);
            }
        });
        return widths;
    }

    private static double width(DenseMatrix points, int[] groups, int[] sizes, int point) {
        double[] sums = new double[sizes.length];
        for (int other = 0; other < points.rows(); other++) {
            sums[groups[other]] += distance(points, point, other);
        }
        int own = groups[point];
        double between = Double.POSITIVE_INFINITY;
        for (int group = 0; group < sizes.length; group++) {
            if (group != own && sizes[group] > 0) {
                between = Math.min(between, sums[group] / sizes[group]);
            }
        }
        if (sizes[own] < 2 || Double.isInfinite(between)) {
            return 0;
        }
        double within = sums[own] / (sizes[own] - 1);
        double larger = Math.max(within, between);
        return larger > 0 ? (between - within) / larger : 0;
    }

    private static double distance(DenseMatrix points, int one, int other) {
        double sum = 0;
        int columns = points.columns();
        for (int i = 0; i < columns; i++) {
            double difference = (double) points.values()[one * columns + i] - points.values()[other * columns + i];
            sum += difference * difference;
        }
        return Math.sqrt(sum);
    }

    /** How well labels are kept apart: the mean silhouette, moved to 0 … 1. */
    public static double labels(DenseMatrix points, int[] labels, Workers workers) {
        return (Arrays.stream(of(points, labels, workers)).average().orElse(Double.NaN) + 1) / 2;
    }

    /**
     * How well batches are mixed within labels: 1 minus the mean distance of the silhouette from 0, averaged over the labels that
     * hold more than one batch and more points than batches; NaN when none does.
     */
    public static double batches(DenseMatrix points, int[] labels, int[] batches, Workers workers) {
        int count = Arrays.stream(labels).max().orElse(-1) + 1;
        double sum = 0;
        int used = 0;
        for (int label = 0; label < count; label++) {
            int wanted = label;
            int[] rows = IntStream.range(0, labels.length)
                    .filter(row -> labels[row] == wanted)
                    .toArray();
            int[] found = Arrays.stream(rows).map(row -> batches[row]).toArray();
            long kinds = Arrays.stream(found).distinct().count();
            if (kinds > 1 && kinds < rows.length) {
                double[] widths = of(points.selectRows(rows), found, workers);
                sum += 1 - Arrays.stream(widths).map(Math::abs).average().orElse(0);
                used++;
            }
        }
        return used == 0 ? Double.NaN : sum / used;
    }
}
