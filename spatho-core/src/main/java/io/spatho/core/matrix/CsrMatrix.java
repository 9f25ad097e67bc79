package io.spatho.core.matrix;

import java.util.Arrays;
import java.util.List;

/**
 * A sparse matrix in compressed-row form with float32 values: for counts, rows are cells and columns are genes.
 *
 * <p>Within a row, column indices ascend strictly; explicit zeros are allowed. The arrays are shared, not copied. At most
 * 2^31 - 1 nonzeros and rows fit one matrix.
 *
 * @param rows number of rows
 * @param columns number of columns
 * @param rowStarts rows + 1 positions; row r owns the entries {@code rowStarts[r] … rowStarts[r + 1] - 1}
 * @param columnIndices the column of each entry
 * @param values the value of each entry
 */
public record CsrMatrix(int rows, int columns, long[] rowStarts, int[] columnIndices, float[] values) {

    public CsrMatrix {
        if (rows < 0 || columns < 0 || rowStarts.length != rows + 1 || rowStarts[0] != 0) {
            throw new IllegalArgumentException("row starts do not fit " + rows + " rows");
        }
        if (rowStarts[rows] != columnIndices.length || values.length != columnIndices.length) {
            throw new IllegalArgumentException("row starts end at " + rowStarts[rows] + " but there are "
                    + columnIndices.length + " column indices and " + values.length + " values");
        }
        for (int row = 0; row < rows; row++) {
            requireAscending(rowStarts, columnIndices, row, columns);
        }
    }

    private static void requireAscending(long[] rowStarts, int[] columnIndices, int row, int columns) {
        if (rowStarts[row + 1] < rowStarts[row] || rowStarts[row + 1] > columnIndices.length) {
            throw new IllegalArgumentException("row " + row + " ends before it starts or after the last entry");
        }
        int previous = -1;
        for (int i = (int) rowStarts[row]; i < rowStarts[row + 1]; i++) {
            if (columnIndices[i] <= previous || columnIndices[i] >= columns) {
                throw new IllegalArgumentException("row " + row + " has column " + columnIndices[i] + " after "
                        + previous + " in a matrix of " + columns + " columns");
            }
            previous = columnIndices[i];
        }
    }

    /** A matrix without entries: the shape of counts that were handed on, not kept. */
    public static CsrMatrix withoutEntries(int rows, int columns) {
        return new CsrMatrix(rows, columns, new long[rows + 1], new int[0], new float[0]);
    }

    /** The number of stored entries. */
    public long nonzeros() {
        return rowStarts[rows];
    }

    /** The position of the first entry of a row. */
    public int start(int row) {
        return (int) rowStarts[row];
    }

    /** One past the position of the last entry of a row. */
    public int end(int row) {
        return (int) rowStarts[row + 1];
    }

    /** The value at a row and column, 0 when none is stored. Cost: logarithmic in the entries of the row. */
    public float get(int row, int column) {
        int at = Arrays.binarySearch(columnIndices, start(row), end(row), column);
        return at < 0 ? 0 : values[at];
    }

    /** The sum of a row, in float64. */
    public double rowSum(int row) {
        double sum = 0;
        for (int i = start(row); i < end(row); i++) {
            sum += values[i];
        }
        return sum;
    }

    /** A copy of the rows named, in the order named. */
    public CsrMatrix selectRows(int[] chosen) {
        long[] starts = new long[chosen.length + 1];
        for (int i = 0; i < chosen.length; i++) {
            starts[i + 1] = starts[i] + rowStarts[chosen[i] + 1] - rowStarts[chosen[i]];
        }
        int[] indices = new int[Math.toIntExact(starts[chosen.length])];
        float[] copied = new float[indices.length];
        for (int i = 0; i < chosen.length; i++) {
            int length = (int) (starts[i + 1] - starts[i]);
            System.arraycopy(columnIndices, start(chosen[i]), indices, (int) starts[i], length);
            System.arraycopy(values, start(chosen[i]), copied, (int) starts[i], length);
        }
        return new CsrMatrix(chosen.length, columns, starts, indices, copied);
    }

    /** A copy of the columns named, in the order named; cost: linear in entries, four passes more where the order does not ascend. */
    public CsrMatrix selectColumns(int[] chosen) {
        int[] renumbered = new int[columns];
        Arrays.fill(renumbered, -1);
        for (int i = 0; i < chosen.length; i++) {
            if (i > 0 && chosen[i] <= chosen[i - 1]) {
                return transpose().selectRows(chosen).transpose();
            }
            renumbered[chosen[i]] = i;
        }
        long[] starts = new long[rows + 1];
        for (int row = 0; row < rows; row++) {
            int kept = 0;
            for (int i = start(row); i < end(row); i++) {
                kept += renumbered[columnIndices[i]] >= 0 ? 1 : 0;
            }
            starts[row + 1] = starts[row] + kept;
        }
        int[] indices = new int[(int) starts[rows]];
        float[] copied = new float[indices.length];
        int at = 0;
        for (int i = 0; i < columnIndices.length; i++) {
            if (renumbered[columnIndices[i]] >= 0) {
                indices[at] = renumbered[columnIndices[i]];
                copied[at++] = values[i];
            }
        }
        return new CsrMatrix(rows, chosen.length, starts, indices, copied);
    }

    /** The rows of several matrices of the same columns, one matrix after the other. */
    public static CsrMatrix stacked(List<CsrMatrix> parts) {
        int rows = parts.stream().mapToInt(CsrMatrix::rows).sum();
        int entries =
                Math.toIntExact(parts.stream().mapToLong(CsrMatrix::nonzeros).sum());
        long[] starts = new long[rows + 1];
        int[] columns = new int[entries];
        float[] values = new float[entries];
        int row = 0;
        int next = 0;
        for (CsrMatrix part : parts) {
            int count = Math.toIntExact(part.nonzeros());
            System.arraycopy(part.columnIndices, 0, columns, next, count);
            System.arraycopy(part.values, 0, values, next, count);
            for (int i = 0; i < part.rows; i++) {
                starts[++row] = next + part.rowStarts[i + 1];
            }
            next += count;
        }
        return new CsrMatrix(rows, parts.get(0).columns, starts, columns, values);
    }

    /** The transposed matrix. Cost: linear in entries, two passes. */
    public CsrMatrix transpose() {
        long[] starts = new long[columns + 1];
        for (int column : columnIndices) {
            starts[column + 1]++;
        }
        for (int column = 0; column < columns; column++) {
            starts[column + 1] += starts[column];
        }
        long[] next = Arrays.copyOf(starts, columns);
        int[] indices = new int[columnIndices.length];
        float[] moved = new float[values.length];
        for (int row = 0; row < rows; row++) {
            for (int i = start(row); i < end(row); i++) {
                int to = (int) next[columnIndices[i]]++;
                indices[to] = row;
                moved[to] = values[i];
            }
        }
        return new CsrMatrix(columns, rows, starts, indices, moved);
    }
}
