package io.spatho.stgpt.expression;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import io.spatho.stgpt.engine.TensorScope;
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

    /** Nine shifts, one under the other: 9 rows x rows. */
    NDArray shifts(TensorScope scope) {
        return shifts(squares, scope);
    }

    /** The nine shifts of the squares of twice the width, in the order of {@link #means}. */
    NDArray coarseShifts(TensorScope scope) {
        return shifts(members(1).keySet().stream().map(PatchGeometry::place).toArray(long[][]::new), scope);
    }

    private static NDArray shifts(long[][] at, TensorScope scope) {
        int n = at.length;
        Map<Long, int[]> found = group(at, 0);
        float[] all = new float[9 * n * n];
        for (int shift = 0; shift < 9; shift++) {
            for (int row = 0; row < n; row++) {
                int[] there =
                        found.getOrDefault(key(at[row][0] + shift % 3 - 1, at[row][1] + shift / 3 - 1), new int[0]);
                for (int other : there) {
                    all[(shift * n + row) * n + other] = 1f / there.length;
                }
            }
        }
        return tensor(all, 9 * n, n, scope);
    }

    /** The mean over each square of twice the width: squares x rows. */
    NDArray means(TensorScope scope) {
        return pooled(1, true, scope);
    }

    /** The sum over each square {@code 2^halvings} times as wide as the pitch: squares x rows. */
    NDArray sums(int halvings, TensorScope scope) {
        return pooled(halvings, false, scope);
    }

    private NDArray pooled(int halvings, boolean mean, TensorScope scope) {
        Map<Long, int[]> members = members(halvings);
        float[] all = new float[members.size() * x.length];
        int square = 0;
        for (int[] rows : members.values()) {
            for (int row : rows) {
                all[square * x.length + row] = mean ? 1f / rows.length : 1;
            }
            square++;
        }
        return tensor(all, members.size(), x.length, scope);
    }

    /** The mean over each observation's nearest ones in the patch: rows x rows. */
    NDArray graph(TensorScope scope) {
        int n = x.length;
        int count = Math.min(NEIGHBOURS, n - 1);
        float[] all = new float[n * n];
        for (int row = 0; row < n; row++) {
            int own = row;
            IntStream.range(0, n)
                    .filter(other -> other != own)
                    .boxed()
                    .sorted(Comparator.comparingDouble(other -> Math.hypot(x[own] - x[other], y[own] - y[other])))
                    .limit(count)
                    .forEach(other -> all[own * n + other] = 1f / count);
        }
        return tensor(all, n, n, scope);
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

    private static NDArray tensor(float[] values, int rows, int columns, TensorScope scope) {
        return scope.manager().create(values, new Shape(rows, columns)).duplicate();
    }
}
