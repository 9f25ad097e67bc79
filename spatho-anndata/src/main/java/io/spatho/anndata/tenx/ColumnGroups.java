package io.spatho.anndata.tenx;

import io.spatho.core.matrix.CsrMatrix;
import java.util.Arrays;
import java.util.List;

/** Divides the columns of a matrix among groups, run by run of neighbouring columns; a column may be in none. */
final class ColumnGroups {

    private final int[] groupOf;
    private final int[] positions;
    private final int[] sizes;
    private final int[] runEnds;
    private final boolean whole;

    /** Each group names its columns, ascending. */
    ColumnGroups(int columns, List<int[]> groups) {
        groupOf = new int[columns];
        positions = new int[columns];
        sizes = new int[groups.size()];
        Arrays.fill(groupOf, -1);
        for (int group = 0; group < sizes.length; group++) {
            for (int column : groups.get(group)) {
                groupOf[column] = group;
                positions[column] = sizes[group]++;
            }
        }
        runEnds = new int[columns];
        for (int column = columns - 1; column >= 0; column--) {
            boolean last = column + 1 == columns || groupOf[column] != groupOf[column + 1];
            runEnds[column] = last ? column + 1 : runEnds[column + 1];
        }
        whole = sizes.length == 1 && sizes[0] == columns;
    }

    int size(int group) {
        return sizes[group];
    }

    /** The part of each group, columns numbered anew. */
    CsrMatrix[] divide(CsrMatrix matrix) {
        if (whole) {
            return new CsrMatrix[] {matrix};
        }
        long[][] starts = new long[sizes.length][matrix.rows() + 1];
        int[][] columns = new int[sizes.length][];
        float[][] values = new float[sizes.length][];
        int[] at = entries(matrix);
        for (int group = 0; group < sizes.length; group++) {
            columns[group] = new int[at[group]];
            values[group] = new float[at[group]];
        }
        Arrays.fill(at, 0);
        for (int row = 0; row < matrix.rows(); row++) {
            int end = matrix.end(row);
            for (int i = matrix.start(row); i < end; ) {
                int column = matrix.columnIndices()[i];
                int stop = sameUntil(matrix.columnIndices(), i, end);
                int group = groupOf[column];
                if (group >= 0) {
                    copy(matrix.columnIndices(), i, stop, column - positions[column], columns[group], at[group]);
                    System.arraycopy(matrix.values(), i, values[group], at[group], stop - i);
                    at[group] += stop - i;
                }
                i = stop;
            }
            for (int group = 0; group < sizes.length; group++) {
                starts[group][row + 1] = at[group];
            }
        }
        CsrMatrix[] parts = new CsrMatrix[sizes.length];
        for (int group = 0; group < sizes.length; group++) {
            parts[group] = new CsrMatrix(matrix.rows(), sizes[group], starts[group], columns[group], values[group]);
        }
        return parts;
    }

    /** How many entries each group has. */
    private int[] entries(CsrMatrix matrix) {
        int[] entries = new int[sizes.length];
        int[] columns = matrix.columnIndices();
        for (int row = 0; row < matrix.rows(); row++) {
            int end = matrix.end(row);
            for (int i = matrix.start(row); i < end; ) {
                int stop = sameUntil(columns, i, end);
                if (groupOf[columns[i]] >= 0) {
                    entries[groupOf[columns[i]]] += stop - i;
                }
                i = stop;
            }
        }
        return entries;
    }

    /** The first entry after {@code from}, before {@code end}, that is not of the same run of columns of one group. */
    private int sameUntil(int[] columns, int from, int end) {
        int next = runEnds[columns[from]];
        if (columns[end - 1] < next) {
            return end;
        }
        int found = Arrays.binarySearch(columns, from, end, next);
        return found < 0 ? -found - 1 : found;
    }

    private static void copy(int[] source, int from, int to, int shift, int[] target, int at) {
        if (shift == 0) {
            System.arraycopy(source, from, target, at, to - from);
            return;
        }
        for (int i = from; i < to; i++) {
            target[at + i - from] = source[i] - shift;
        }
    }
}
