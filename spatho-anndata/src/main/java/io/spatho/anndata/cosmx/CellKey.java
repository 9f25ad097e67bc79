package io.spatho.anndata.cosmx;

import io.spatho.core.error.InputException;
import io.spatho.core.error.Problem;
import java.nio.file.Path;
import java.util.Arrays;

/** Cells named by two whole numbers, field of view and number within it, and the rows that they have. */
final class CellKey {

    private static final double LARGEST = Integer.MAX_VALUE;

    private final long[] keys;
    private final int[] rows;

    private CellKey(long[] keys, int[] rows) {
        this.keys = keys;
        this.rows = rows;
    }

    /** Both numbers in one. */
    static long of(Path file, long row, double fov, double cell) {
        boolean sound = fov >= 0 && fov <= LARGEST && cell >= 0 && cell <= LARGEST;
        if (!sound || fov != Math.rint(fov) || cell != Math.rint(cell)) {
            throw new InputException(Problem.of("a cell has no sensible number")
                    .at(file + " row " + (row + 1))
                    .expected("fov and cell_ID as whole numbers of at least 0", fov + " and " + cell));
        }
        return (long) fov << 32 | (long) cell;
    }

    /** Whether the number stands for what lies outside of all cells. */
    static boolean isBackground(long key) {
        return (int) key == 0;
    }

    /** The id that other readers give a cell: number, underscore, field of view. */
    static String id(long key) {
        return (key & 0xffffffffL) + "_" + (key >>> 32);
    }

    /** Looks up the rows of keys; a key that stands there twice is an {@link InputException}. */
    static CellKey index(Path file, long[] keys) {
        long[] sorted = keys.clone();
        Arrays.sort(sorted);
        int[] rows = new int[keys.length];
        Arrays.fill(rows, -1);
        for (int row = 0; row < keys.length; row++) {
            int at = Arrays.binarySearch(sorted, keys[row]);
            boolean twice = rows[at] >= 0
                    || (at > 0 && sorted[at - 1] == sorted[at])
                    || (at + 1 < sorted.length && sorted[at + 1] == sorted[at]);
            if (twice) {
                throw new InputException(Problem.of("cell " + id(keys[row]) + " stands there twice")
                        .at(file + " row " + (row + 1L))
                        .expected("each cell once", "two rows"));
            }
            rows[at] = row;
        }
        return new CellKey(sorted, rows);
    }

    /** The row of a key, -1 for none. */
    int row(long key) {
        int at = Arrays.binarySearch(keys, key);
        return at < 0 ? -1 : rows[at];
    }
}
