package io.spatho.anndata.tenx;

import io.spatho.core.matrix.CsrMatrix;
import java.util.Arrays;
import java.util.List;

/** Divides the columns of a matrix among groups; a column may be in none. */
final class ColumnGroups {

    private final int[] groupOf;
    private final int[] positions;
    private final int[] sizes;
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
        int[] at = new int[sizes.length + 1];
        for (int column : matrix.columnIndices()) {
            at[groupOf[column] + 1]++;
        }
        for (int group = 0; group < sizes.length; group++) {
            columns[group] = new int[at[group + 1]];
            values[group] = new float[at[group + 1]];
        }
        Arrays.fill(at, 0);
        for (int row = 0; row < matrix.rows(); row++) {
            for (int i = matrix.start(row); i < matrix.end(row); i++) {
                int column = matrix.columnIndices()[i];
                int group = groupOf[column];
                if (group >= 0) {
                    columns[group][at[group]] = positions[column];
                    values[group][at[group]++] = matrix.values()[i];
                }
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
}
