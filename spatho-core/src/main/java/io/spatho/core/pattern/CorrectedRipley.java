package io.spatho.core.pattern;

import io.spatho.core.parallel.Workers;
import io.spatho.core.spatial.BlockInterval;
import io.spatho.core.spatial.SpatialBlocks;
import java.util.Arrays;
import java.util.List;

/**
 * Ripley's K and Besag's L of each label with translation edge correction, and an interval of L.
 *
 * <p>{@code K_a(r) = |W|² / (n_a (n_a - 1)) x sum over ordered pairs of label a within r of 1 / |W and W moved by their difference|}.
 * For complete spatial randomness K is pi r² and L is r, whatever the window's outline. The interval is a delete-a-block jackknife of L
 * over spatial blocks, each point's neighbours being counted on the whole slide (the marks of Loh and Stein 2004, left out instead of
 * drawn); it is that of L for the number of points and the window observed. Arrays hold labels x distances values; a label with fewer than
 * two points, and an interval with fewer than two blocks, is undefined (NaN).
 *
 * <p>Determinism: sums in the order of blocks and tiles, independent of the number of threads. Cost: twice the pairs of {@link
 * PairDistances}. Source: Ohser 1983; Ripley 1988, chapter 3; as astropy's {@code RipleysKEstimator}, mode {@code translation}.
 *
 * @param thresholds distances
 * @param k Ripley's K
 * @param l Besag's L
 * @param lower lower ends of the intervals of L
 * @param upper upper ends
 * @param level coverage aimed at
 */
public record CorrectedRipley(
        double[] thresholds, double[] k, double[] l, double[] lower, double[] upper, double level) {

    /** How edges are corrected, in words for a manifest. */
    public static final String CORRECTION = "translation, exact for the squares of the window";

    /** How the intervals are made, in words for a manifest. */
    public static final String METHOD =
            "delete-a-block jackknife of the edge-corrected L over spatial blocks of points, t interval";

    /**
     * The functions of labelled points.
     *
     * @param labels numbers below {@code categories}, or -1 for points that take no part
     * @param thresholds distances, positive and ascending
     * @param window prepared for the largest distance
     * @param blocks a division of the points
     */
    public static CorrectedRipley of(
            double[] x,
            double[] y,
            int[] labels,
            int categories,
            double[] thresholds,
            PointWindow window,
            SpatialBlocks blocks,
            double level,
            Workers workers) {
        TiledPoints points = new TiledPoints(x, y, labels, blocks);
        DistanceBins bins = new DistanceBins(thresholds);
        List<double[]> sums = workers.map(blocks.blocks(), block -> sums(points, bins, categories, window, block));
        int[][] sizes = new int[categories][blocks.blocks()];
        for (int point = 0; point < labels.length; point++) {
            if (labels[point] >= 0) {
                sizes[labels[point]][blocks.blockOf()[point]]++;
            }
        }
        int width = thresholds.length;
        CorrectedRipley found = new CorrectedRipley(
                thresholds.clone(),
                undefined(categories * width),
                undefined(categories * width),
                undefined(categories * width),
                undefined(categories * width),
                level);
        for (int cell = 0; cell < categories * width; cell++) {
            int at = cell;
            found.set(cell, sums.stream().mapToDouble(sum -> sum[at]).toArray(), sizes[cell / width], window.area());
        }
        return found;
    }

    private static double[] undefined(int size) {
        double[] values = new double[size];
        Arrays.fill(values, Double.NaN);
        return values;
    }

    private void set(int cell, double[] sums, int[] sizes, double area) {
        double points = Arrays.stream(sizes).sum();
        if (points < 2) {
            return;
        }
        double sum = Arrays.stream(sums).sum();
        double scale = area * area / (points - 1);
        k[cell] = scale * sum / points;
        l[cell] = Math.sqrt(k[cell] / Math.PI);
        if (sum == 0) {
            // Without a single pair the blocks agree, which says nothing of how far L may be from 0.
            return;
        }
        double[] without = new double[sums.length];
        Arrays.setAll(
                without,
                block -> Math.sqrt(Math.max(0, scale * (sum - sums[block]) / (points - sizes[block]) / Math.PI)));
        BlockInterval interval = BlockInterval.of(l[cell], without, sizes, level);
        lower[cell] = interval.isDefined() ? Math.max(0, interval.lower()) : Double.NaN;
        upper[cell] = interval.upper();
    }

    /** For the points of one block, by label and distance: the sum of 1 / overlap over the points of the same label within it. */
    private static double[] sums(TiledPoints points, DistanceBins bins, int categories, PointWindow window, int block) {
        int width = bins.count();
        double[] sums = new double[categories * width];
        for (int tile = points.blockStarts[block]; tile < points.blockStarts[block + 1]; tile++) {
            for (int other = 0; other < points.tileStarts.length - 1; other++) {
                if (points.near(tile, other, bins.largestSquare())) {
                    add(points, bins, window, tile, other, sums);
                }
            }
        }
        for (int cell = 0; cell < sums.length; cell++) {
            sums[cell] += cell % width == 0 ? 0 : sums[cell - 1];
        }
        return sums;
    }

    private static void add(
            TiledPoints points, DistanceBins bins, PointWindow window, int tile, int other, double[] sums) {
        double largest = bins.largestSquare();
        int width = bins.count();
        for (int i = points.tileStarts[tile]; i < points.tileStarts[tile + 1]; i++) {
            int label = points.labels[i];
            for (int j = points.tileStarts[other]; j < points.tileStarts[other + 1]; j++) {
                double dx = points.x[i] - points.x[j];
                double dy = points.y[i] - points.y[j];
                double square = dx * dx + dy * dy;
                if (points.labels[j] == label && square <= largest && j != i) {
                    sums[label * width + bins.of(square)] += 1 / window.overlap(dx, dy);
                }
            }
        }
    }

    /** Whether L has an interval at a place of the arrays. */
    public boolean bounded(int cell) {
        return lower[cell] <= upper[cell];
    }
}
