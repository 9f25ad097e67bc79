package io.spatho.core.matrix;

import java.util.List;

/**
 * A dense row-major matrix of float32, for embeddings and coordinates (never cells x genes).
 *
 * <p>The array is shared, not copied: whoever makes the matrix hands the array over.
 *
 * @param rows number of rows
 * @param columns number of columns
 * @param values rows x columns values, row after row
 */
public record DenseMatrix(int rows, int columns, float[] values) {

    public DenseMatrix {
        if (rows < 0 || columns < 0 || (long) rows * columns != values.length) {
            throw new IllegalArgumentException(
                    "a " + rows + " x " + columns + " matrix cannot have " + values.length + " values");
        }
    }

    /** A matrix of zeros. */
    public static DenseMatrix zeros(int rows, int columns) {
        return new DenseMatrix(rows, columns, new float[Math.multiplyExact(rows, columns)]);
    }

    /** The rows of all parts, one part after the other; at least one part, all with the same columns. */
    public static DenseMatrix stacked(List<DenseMatrix> parts) {
        int width = parts.get(0).columns;
        DenseMatrix all = zeros(parts.stream().mapToInt(DenseMatrix::rows).sum(), width);
        int next = 0;
        for (DenseMatrix part : parts) {
            if (part.columns != width) {
                throw new IllegalArgumentException(part.columns + " columns instead of " + width);
            }
            System.arraycopy(part.values, 0, all.values, next, part.values.length);
            next += part.values.length;
        }
        return all;
    }

    /** The value at a row and column. */
    public float get(int row, int column) {
        return values[row * columns + column];
    }

    /** A copy of one column. */
    public float[] column(int column) {
        float[] copy = new float[rows];
        for (int row = 0; row < rows; row++) {
            copy[row] = values[row * columns + column];
        }
        return copy;
    }

    /** A copy of the rows named, in the order named. */
    public DenseMatrix selectRows(int[] chosen) {
        DenseMatrix copy = zeros(chosen.length, columns);
        for (int i = 0; i < chosen.length; i++) {
            System.arraycopy(values, chosen[i] * columns, copy.values, i * columns, columns);
        }
        return copy;
    }

    /** The squared Euclidean distance of two rows, by differences in float64. */
    public double squaredDistance(int one, int other) {
        double sum = 0;
        int a = one * columns;
        int b = other * columns;
        for (int column = 0; column < columns; column++) {
            double difference = (double) values[a + column] - values[b + column];
            sum += difference * difference;
        }
        return sum;
    }
}
