package io.spatho.stgpt.expression;

import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Where the observations of a patch lie, as matrices: on a grid of squares as wide as the pitch, and as a graph of near ones.
 *
 * <p>A convolution's shift is a matrix that takes each observation to the mean of those in the square beside its own, and nothing where
 * there are none: so bins on a full grid, with holes, and spots on hexagons all work.
 */
final class PatchGeometry {

    private static final int NEIGHBOURS = 8;

    private final long[][] squares;
    private final double[] x;
    private final double[] y;

    PatchGeometry(double[] x, double[] y, double pitch) {
        this.x = x;
        this.y = y;
        double left = Arrays.stream(x).min().orElse(0);
        double top = Arrays.stream(y).min().orElse(0);
        this.squares = new long[x.length][];
        Arrays.setAll(squares, i -> new long[] {Math.round((x[i] - left) / pitch), Math.round((y[i] - top) / pitch)});
    }

    /** How many observations. */
    int size() {
        return x.length;
    }

    /** How many squares {@code 2^halvings} times as wide as the pitch hold observations. */
    int squares(int halvings) {
        return members(halvings).size();
    }

    /** Nine shifts, one under the other: 9 length x length, zeros beyond the observations. */
    float[] shifts(int length) {
        return shifts(squares, length);
    }

    /** The nine shifts of the squares of twice the width, in the order of {@link #means}. */
    float[] coarseShifts(int most) {
        return shifts(members(1).keySet().stream().map(PatchGeometry::place).toArray(long[][]::new), most);
    }

    private static float[] shifts(long[][] at, int length) {
        Map<Long, int[]> found = group(at, 0);
        float[] all = new float[9 * length * length];
        for (int shift = 0; shift < 9; shift++) {
            for (int row = 0; row < at.length; row++) {
                int[] there =
                        found.getOrDefault(key(at[row][0] + shift % 3 - 1, at[row][1] + shift / 3 - 1), new int[0]);
                for (int other : there) {
                    all[(shift * length + row) * length + other] = 1f / there.length;
                }
            }
        }
        return all;
    }

    /** The mean over each square of twice the width: squares x length. */
    float[] means(int most, int length) {
        float[] all = new float[most * length];
        int square = 0;
        for (int[] rows : members(1).values()) {
            for (int row : rows) {
                all[square * length + row] = 1f / rows.length;
            }
            square++;
        }
        return all;
    }

    /** Takes what a square of twice the width holds to its observations: length x squares. */
    float[] spread(int length, int most) {
        float[] all = new float[length * most];
        int square = 0;
        for (int[] rows : members(1).values()) {
            for (int row : rows) {
                all[row * most + square] = 1;
            }
            square++;
        }
        return all;
    }

    /** Puts the sum over each square, squares x observations, into a wider matrix from a place on. */
    void putSums(int halvings, float[] all, int first, int columns) {
        int square = 0;
        for (int[] rows : members(halvings).values()) {
            for (int row : rows) {
                all[first + square * columns + row] = 1;
            }
            square++;
        }
    }

    /** The mean over each observation's nearest ones in the patch: length x length, zeros beyond the observations. */
    float[] graph(int length) {
        int n = x.length;
        int count = Math.min(NEIGHBOURS, n - 1);
        float[] all = new float[length * length];
        for (int row = 0; row < n; row++) {
            int own = row;
            IntStream.range(0, n)
                    .filter(other -> other != own)
                    .boxed()
                    .sorted(Comparator.comparingDouble(other -> Math.hypot(x[own] - x[other], y[own] - y[other])))
                    .limit(count)
                    .forEach(other -> all[own * length + other] = 1f / count);
        }
        return all;
    }

    private Map<Long, int[]> members(int halvings) {
        return group(squares, halvings);
    }

    private static Map<Long, int[]> group(long[][] at, int halvings) {
        Map<Long, int[]> found = new LinkedHashMap<>();
        for (int i = 0; i < at.length; i++) {
            int own = i;
            found.merge(key(at[i][0] >> halvings, at[i][1] >> halvings), new int[] {own}, PatchGeometry::joined);
        }
        return found;
    }

    private static int[] joined(int[] one, int[] other) {
        return IntStream.concat(Arrays.stream(one), Arrays.stream(other)).toArray();
    }

    private static long key(long column, long row) {
        return (column + 1) << 32 | (row + 1);
    }

    private static long[] place(long key) {
        return new long[] {(key >> 32) - 1, (key & 0xffffffffL) - 1};
    }
}
