package io.spatho.core.graph;

import java.util.Arrays;

/**
 * Positions with the libraries of a case moved beside each other, so that a distance between two observations means something exactly
 * where it is shorter than {@code apart}: each library keeps its own distances, and no two libraries come nearer than that.
 *
 * <p>With one library the positions are those given. Units: those of the coordinates.
 *
 * @param x first coordinates
 * @param y second coordinates
 * @param apart the least distance between two libraries: twice the widest side of any, infinite when there is one
 */
public record LaidOut(double[] x, double[] y, double apart) {

    /** The positions of observations of the libraries named. */
    public static LaidOut of(double[] x, double[] y, Libraries libraries) {
        if (libraries.size() <= 1) {
            return new LaidOut(x, y, Double.POSITIVE_INFINITY);
        }
        int[][] rows = libraries.rows();
        double widest = 0;
        for (int[] members : rows) {
            widest = Math.max(widest, Math.max(side(x, members), side(y, members)));
        }
        double apart = widest > 0 ? 2 * widest : 1;
        double[] moved = x.clone();
        double next = 0;
        for (int[] members : rows) {
            double shift = next - lowest(x, members);
            for (int row : members) {
                moved[row] += shift;
            }
            next += side(x, members) + apart;
        }
        return new LaidOut(moved, y, apart);
    }

    private static double lowest(double[] values, int[] rows) {
        return Arrays.stream(rows).mapToDouble(row -> values[row]).min().orElse(0);
    }

    private static double side(double[] values, int[] rows) {
        return Arrays.stream(rows).mapToDouble(row -> values[row]).max().orElse(0) - lowest(values, rows);
    }

    /** The shorter side of the box around all observations of a library, of the smallest library. */
    public double shortestSide(Libraries libraries) {
        double shortest = Double.POSITIVE_INFINITY;
        for (int[] members : libraries.rows()) {
            shortest = Math.min(shortest, Math.min(side(x, members), side(y, members)));
        }
        return shortest;
    }
}
