package io.spatho.stgpt.expression;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Observations gathered into squares, of whose counts and rates the mean is taken: a prediction that is a little misplaced is not as wrong as
 * one that is absent. Only observations of one slide, fold and group are brought together, so that no mean mixes two models; a mean and not
 * a sum, so that squares at an edge, which hold less, do not correlate for that.
 *
 * @param side of the squares in micrometres: 8 where observations are at most 4 apart, otherwise four times their distance
 * @param squareOf the square of each observation
 * @param foldOf the fold of each square
 * @param groupOf the group of each square
 */
record PooledSquares(double side, int[] squareOf, int[] foldOf, int[] groupOf) {

    private static final double FINE_PITCH = 4;
    private static final double FINE_SIDE = 8;
    private static final double COARSER = 4;

    static PooledSquares of(PlacedFeatures places, ExpressionFolds folds) {
        double pitch = places.pitch();
        double side = pitch <= FINE_PITCH ? FINE_SIDE : COARSER * pitch;
        Map<String, Integer> numbers = new LinkedHashMap<>();
        int[] squareOf = new int[places.size()];
        int[] firstOf = new int[places.size()];
        for (int i = 0; i < squareOf.length; i++) {
            String key = places.slides().codes()[i] + " " + folds.foldOf()[i] + " " + folds.groupOf()[i] + " "
                    + (long) Math.floor(places.x()[i] / side) + " " + (long) Math.floor(places.y()[i] / side);
            Integer known = numbers.putIfAbsent(key, numbers.size());
            squareOf[i] = known == null ? numbers.size() - 1 : known;
            if (known == null) {
                firstOf[squareOf[i]] = i;
            }
        }
        int[] foldOf = new int[numbers.size()];
        int[] groupOf = new int[numbers.size()];
        for (int square = 0; square < foldOf.length; square++) {
            foldOf[square] = folds.foldOf()[firstOf[square]];
            groupOf[square] = folds.groupOf()[firstOf[square]];
        }
        return new PooledSquares(side, squareOf, foldOf, groupOf);
    }

    /** {@code log(1 + mean)} of each square. */
    double[] logMeans(double[] values) {
        double[] sums = new double[foldOf.length];
        int[] sizes = new int[foldOf.length];
        for (int i = 0; i < values.length; i++) {
            sums[squareOf[i]] += values[i];
            sizes[squareOf[i]]++;
        }
        for (int square = 0; square < sums.length; square++) {
            sums[square] = Math.log1p(sums[square] / sizes[square]);
        }
        return sums;
    }
}
