package io.spatho.stgpt.expression;

import io.spatho.core.parallel.Workers;
import java.util.Arrays;

/**
 * For each observation the one of its slide that is nearest to the place half a width and half a height away, around the edges; of several as
 * near the first.
 *
 * <p>Observations lie in as many squares as there are observations, which are searched in rings about the place. Cost: linear where observations
 * fill their rectangle; a place in a hole costs the squares of the hole.
 */
final class ShiftedPlaces {

    private final double[] x;
    private final double[] y;
    private final double left;
    private final double top;
    private final double side;
    private final int columns;
    private final int rows;
    private final int[] starts;
    private final int[] members;

    private ShiftedPlaces(double[] x, double[] y) {
        this.x = x;
        this.y = y;
        this.left = Arrays.stream(x).min().orElse(0);
        this.top = Arrays.stream(y).min().orElse(0);
        double width = Arrays.stream(x).max().orElse(0) - left;
        double height = Arrays.stream(y).max().orElse(0) - top;
        double wide = Math.max(Math.max(width, height), 1e-9);
        this.side = Math.max(Math.sqrt(width * height / x.length), wide / x.length);
        this.columns = (int) (width / side) + 1;
        this.rows = (int) (height / side) + 1;
        this.starts = new int[columns * rows + 1];
        this.members = new int[x.length];
        fill();
    }

    /** The observation for each place. */
    static int[] of(PlacedFeatures places, Workers workers) {
        int[] found = new int[places.size()];
        for (int[] own : places.slides().rows()) {
            double[] x = Arrays.stream(own).mapToDouble(i -> places.x()[i]).toArray();
            double[] y = Arrays.stream(own).mapToDouble(i -> places.y()[i]).toArray();
            double[] toX = halfAway(x);
            double[] toY = halfAway(y);
            ShiftedPlaces slide = new ShiftedPlaces(x, y);
            workers.forRanges(own.length, 256, (from, to) -> {
                for (int i = from; i < to; i++) {
                    found[own[i]] = own[slide.nearest(toX[i], toY[i])];
                }
            });
        }
        return found;
    }

    private static double[] halfAway(double[] values) {
        double least = Arrays.stream(values).min().orElse(0);
        double width = Arrays.stream(values).max().orElse(0) - least;
        return Arrays.stream(values)
                .map(value -> value - least < width / 2 ? value + width / 2 : value - width / 2)
                .toArray();
    }

    private int square(int i) {
        return row(y[i]) * columns + column(x[i]);
    }

    private int column(double at) {
        return Math.min(columns - 1, (int) ((at - left) / side));
    }

    private int row(double at) {
        return Math.min(rows - 1, (int) ((at - top) / side));
    }

    private void fill() {
        for (int i = 0; i < x.length; i++) {
            starts[square(i) + 1]++;
        }
        for (int square = 0; square < starts.length - 1; square++) {
            starts[square + 1] += starts[square];
        }
        int[] next = starts.clone();
        for (int i = 0; i < x.length; i++) {
            members[next[square(i)]++] = i;
        }
    }

    /** The nearest observation to a place inside the rectangle. */
    private int nearest(double toX, double toY) {
        int column = column(toX);
        int row = row(toY);
        int best = -1;
        double least = Double.POSITIVE_INFINITY;
        // What lies outside r rings is at least r sides away.
        for (int ring = 0; best < 0 || least >= (ring - 1) * side; ring++) {
            if (ring > Math.max(columns, rows)) {
                break;
            }
            for (int r = Math.max(0, row - ring); r <= Math.min(rows - 1, row + ring); r++) {
                boolean isEdge = Math.abs(r - row) == ring;
                for (int c = column - ring; c <= column + ring; c += isEdge ? 1 : Math.max(1, 2 * ring)) {
                    for (int at = first(r, c); at < last(r, c); at++) {
                        int i = members[at];
                        double distance = Math.hypot(toX - x[i], toY - y[i]);
                        if (distance < least || (distance == least && i < best)) {
                            least = distance;
                            best = i;
                        }
                    }
                }
            }
        }
        return best;
    }

    private int first(int row, int column) {
        return column < 0 || column >= columns ? 0 : starts[row * columns + column];
    }

    private int last(int row, int column) {
        return column < 0 || column >= columns ? 0 : starts[row * columns + column + 1];
    }
}
