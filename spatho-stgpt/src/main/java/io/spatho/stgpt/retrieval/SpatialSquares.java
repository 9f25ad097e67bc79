package io.spatho.stgpt.retrieval;

import io.spatho.stgpt.region.Division;
import java.util.Arrays;

/**
 * Squares of a grid over a slide, small enough for about {@value #HELD_OUT} of them to judge, as an interval over whole squares needs;
 * larger where they would hold fewer than {@value #FEWEST} observations on average. Cost: linear.
 */
final class SpatialSquares {

    /** Share of the observations that judges; as much again chooses and calibrates. */
    static final double SHARE = 0.15;

    private static final int HELD_OUT = 9;
    private static final int FEWEST = 5;
    private static final int FEWEST_PER_SIDE = 3;

    private SpatialSquares() {}

    /** The division of observations by their squares. */
    static Division division(double[] x, double[] y, long seed) {
        return Division.ofGroups("spatial_block", of(x, y), SHARE, seed);
    }

    /** The square of each observation. */
    static int[] of(double[] x, double[] y) {
        int wanted = (int) Math.ceil(Math.sqrt(HELD_OUT / SHARE));
        int most = (int) Math.sqrt(x.length / (double) FEWEST);
        int side = Math.max(FEWEST_PER_SIDE, Math.min(wanted, most));
        int[] standard = Division.grid(x, y);
        if (Arrays.stream(standard).distinct().count() >= (long) side * side) {
            return standard;
        }
        int[] columns = bins(x, side);
        int[] rows = bins(y, side);
        int[] squares = new int[x.length];
        Arrays.setAll(squares, i -> rows[i] * side + columns[i]);
        return squares;
    }

    private static int[] bins(double[] values, int count) {
        double low = Arrays.stream(values).min().orElse(0);
        double width = Arrays.stream(values).max().orElse(0) - low;
        return Arrays.stream(values)
                .mapToInt(value -> width > 0 ? Math.min(count - 1, (int) ((value - low) / width * count)) : 0)
                .toArray();
    }
}
