package io.spatho.core.pattern;

import java.util.Arrays;

/**
 * The window that points were observed in: equal squares of a grid, namely those that hold a point; and how much of the window is
 * left of it when it is moved.
 *
 * <p>{@code overlap(d)}, the area of the window's intersection with itself moved by d, is the set covariance that a translation edge
 * correction divides by. For a union of squares of a grid it is exact: bilinear between the moves by whole squares, which are
 * counted. Units: those of the coordinates. Cost: squares x moves up to the farthest distance.
 */
public final class PointWindow {

    private static final int MOST_MOVES = 256;
    private static final double LEAST = 1e-6;
    /** Room beside the window, so that a row that is moved never reaches into the next. */
    private static final long ROW = 1L << 32;

    private final double side;
    private final int reach;
    private final int squares;
    /** Squares that a move by (column, row) leaves in common, columns and rows from -reach - 1 to reach + 1. */
    private final double[] common;

    private PointWindow(double side, int reach, long[] occupied) {
        this.side = side;
        this.reach = reach;
        this.squares = occupied.length;
        int width = 2 * reach + 3;
        this.common = new double[width * width];
        for (int move = 0; move < common.length; move++) {
            long shift = (move / width - reach - 1) * ROW + (move % width - reach - 1);
            common[move] = common(occupied, shift);
        }
    }

    /** The squares {@code side} wide that hold a point, prepared for moves of at most {@code farthest} in each direction. */
    public static PointWindow ofOccupied(double[] x, double[] y, double side, double farthest) {
        double moves = Math.floor(farthest / side);
        if (x.length != y.length || x.length == 0 || !(side > 0) || !(moves >= 0 && moves <= MOST_MOVES)) {
            throw new IllegalArgumentException(x.length + " points, squares of " + side + ", moves of " + farthest);
        }
        double left = Arrays.stream(x).min().getAsDouble();
        double low = Arrays.stream(y).min().getAsDouble();
        long[] occupied = new long[x.length];
        Arrays.setAll(occupied, i -> square(x[i], side, left) * ROW + ROW / 4 + square(y[i], side, low));
        return new PointWindow(
                side, (int) moves, Arrays.stream(occupied).sorted().distinct().toArray());
    }

    /** The number of a square on the grid through the origin, counted from that of the lowest coordinate; those beyond 2^30 are one. */
    private static long square(double at, double side, double lowest) {
        return (long) Math.min(ROW / 4.0 - 1, Math.floor(at / side) - Math.floor(lowest / side));
    }

    /** The number of squares that are occupied before and after a move; both lists ascend. */
    private static int common(long[] occupied, long shift) {
        int found = 0;
        int at = 0;
        for (long square : occupied) {
            while (at < occupied.length && occupied[at] + shift < square) {
                at++;
            }
            found += at < occupied.length && occupied[at] + shift == square ? 1 : 0;
        }
        return found;
    }

    /** The area of the window. */
    public double area() {
        return squares * side * side;
    }

    /** The area that the window has in common with itself when it is moved so far; above 0 for two points of the window. */
    public double overlap(double dx, double dy) {
        double columns = dx / side;
        double rows = dy / side;
        double column = Math.floor(columns);
        double row = Math.floor(rows);
        if (!(Math.abs(columns) <= reach + 1 && Math.abs(rows) <= reach + 1)) {
            throw new IllegalArgumentException("a move by " + dx + ", " + dy + " is too far");
        }
        double right = columns - column;
        double up = rows - row;
        int width = 2 * reach + 3;
        int at = ((int) column + reach + 1) * width + (int) row + reach + 1;
        // At the far end the next square has no weight, and may lie beyond the table.
        int nextColumn = right > 0 ? width : 0;
        int nextRow = up > 0 ? 1 : 0;
        double lower = (1 - up) * common[at] + up * common[at + nextRow];
        double upper = (1 - up) * common[at + nextColumn] + up * common[at + nextColumn + nextRow];
        // Two points of the window leave some of it in common; where rounding takes that away it stays above 0.
        return side * side * Math.max(LEAST, (1 - right) * lower + right * upper);
    }
}
