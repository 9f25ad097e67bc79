package io.spatho.core.pattern;

import io.spatho.core.parallel.Workers;
import io.spatho.core.spatial.SpatialBlocks;
import java.util.List;

/**
 * Sums over points of the number of other labelled points within each distance, and of its square: what the variance of a count
 * of pairs under random labelling depends on.
 *
 * @param points number of labelled points
 * @param sums ordered pairs within each distance
 * @param squares sum over points of the squared number of others within each distance
 */
public record DegreeMoments(int points, long[] sums, double[] squares) {

    /** Counts for all points with a label; cost twice that of {@link PairDistances}. */
    public static DegreeMoments of(double[] x, double[] y, int[] labels, double[] thresholds, Workers workers) {
        TiledPoints points = new TiledPoints(x, y, labels, SpatialBlocks.single(x.length));
        DistanceBins bins = new DistanceBins(thresholds);
        int tiles = points.tileStarts.length - 1;
        List<DegreeMoments> parts = workers.map(tiles, tile -> ofTile(points, bins, tile));
        long[] sums = new long[bins.count()];
        double[] squares = new double[bins.count()];
        for (DegreeMoments part : parts) {
            for (int k = 0; k < sums.length; k++) {
                sums[k] += part.sums[k];
                squares[k] += part.squares[k];
            }
        }
        return new DegreeMoments(points.x.length, sums, squares);
    }

    private static DegreeMoments ofTile(TiledPoints points, DistanceBins bins, int tile) {
        int from = points.tileStarts[tile];
        int to = points.tileStarts[tile + 1];
        int width = bins.count();
        int[] degrees = new int[(to - from) * width];
        for (int other = 0; other < points.tileStarts.length - 1; other++) {
            if (points.near(tile, other, bins.largestSquare())) {
                for (int i = from; i < to; i++) {
                    count(points, bins, i, other, degrees, (i - from) * width);
                }
            }
        }
        long[] sums = new long[width];
        double[] squares = new double[width];
        for (int i = 0; i < to - from; i++) {
            long degree = 0;
            for (int k = 0; k < width; k++) {
                degree += degrees[i * width + k];
                sums[k] += degree;
                squares[k] += (double) degree * degree;
            }
        }
        return new DegreeMoments(to - from, sums, squares);
    }

    private static void count(TiledPoints points, DistanceBins bins, int i, int tile, int[] degrees, int at) {
        double largest = bins.largestSquare();
        for (int j = points.tileStarts[tile]; j < points.tileStarts[tile + 1]; j++) {
            double dx = points.x[i] - points.x[j];
            double dy = points.y[i] - points.y[j];
            double square = dx * dx + dy * dy;
            if (square <= largest && j != i) {
                degrees[at + bins.of(square)]++;
            }
        }
    }
}
