package io.spatho.anndata.h5ad;

import io.spatho.anndata.tree.ArrayTree;
import io.spatho.core.matrix.CsrMatrix;
import java.util.Arrays;

/** Brings rows into the order that {@link CsrMatrix} wants: AnnData files may hold unsorted and repeated column indices. */
final class SortedRows {

    private SortedRows() {}

    /** The matrix; entries of one cell that stand twice are added. {@code starts} must have been checked. */
    static CsrMatrix matrix(
            ArrayTree source, String path, int rows, int columns, long[] starts, int[] indices, float[] values) {
        boolean ascending = true;
        for (int row = 0; row < rows; row++) {
            int previous = -1;
            for (int i = (int) starts[row]; i < starts[row + 1]; i++) {
                int column = indices[i];
                if (column < 0 || column >= columns) {
                    throw Faults.broken(
                            source,
                            path,
                            "row " + row + " names a column that there is not",
                            "below " + columns,
                            column);
                }
                ascending &= column > previous;
                previous = column;
            }
        }
        if (ascending) {
            return new CsrMatrix(rows, columns, starts, indices, values);
        }
        return sorted(rows, columns, starts, indices, values);
    }

    private static CsrMatrix sorted(int rows, int columns, long[] starts, int[] indices, float[] values) {
        long[] newStarts = new long[rows + 1];
        int[] newIndices = new int[indices.length];
        float[] newValues = new float[values.length];
        int size = 0;
        for (int row = 0; row < rows; row++) {
            int from = (int) starts[row];
            int n = (int) (starts[row + 1] - from);
            long[] keys = new long[n];
            for (int i = 0; i < n; i++) {
                keys[i] = ((long) indices[from + i] << 32) | i;
            }
            Arrays.sort(keys);
            int rowStart = size;
            for (long key : keys) {
                int column = (int) (key >>> 32);
                float value = values[from + (int) key];
                if (size > rowStart && newIndices[size - 1] == column) {
                    newValues[size - 1] += value;
                } else {
                    newIndices[size] = column;
                    newValues[size++] = value;
                }
            }
            newStarts[row + 1] = size;
        }
        return new CsrMatrix(rows, columns, newStarts, Arrays.copyOf(newIndices, size), Arrays.copyOf(newValues, size));
    }
}
