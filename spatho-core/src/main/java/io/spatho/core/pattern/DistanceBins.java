package io.spatho.core.pattern;

import java.util.Arrays;

/**
 * Ascending distances that cut pairs into bins, found from the square of a pair's distance without a root and mostly without a
 * search: a table over equal pieces of the squared range names the first bin that a piece can fall into.
 */
final class DistanceBins {

    private static final int PIECES = 1 << 13;

    private final double[] squares;
    private final int[] firstBin = new int[PIECES + 1];
    private final double piecesPerUnit;

    DistanceBins(double[] thresholds) {
        for (int k = 0; k < thresholds.length; k++) {
            if (!(thresholds[k] > (k == 0 ? 0 : thresholds[k - 1])) || !Double.isFinite(thresholds[k])) {
                throw new IllegalArgumentException(
                        "distances must be positive and ascend: " + Arrays.toString(thresholds));
            }
        }
        this.squares = Arrays.stream(thresholds).map(t -> t * t).toArray();
        this.piecesPerUnit = PIECES / squares[squares.length - 1];
        int bin = 0;
        for (int piece = 0; piece <= PIECES; piece++) {
            // One piece of slack below, so that rounding of the product cannot skip a bin.
            double lowest = (piece - 1) / piecesPerUnit;
            while (bin < squares.length - 1 && squares[bin] < lowest) {
                bin++;
            }
            firstBin[piece] = bin;
        }
    }

    int count() {
        return squares.length;
    }

    double largestSquare() {
        return squares[squares.length - 1];
    }

    /** The first bin whose distance is not exceeded; {@code square} must not be above {@link #largestSquare}. */
    int of(double square) {
        int bin = firstBin[(int) (square * piecesPerUnit)];
        while (square > squares[bin]) {
            bin++;
        }
        return bin;
    }
}
