package io.spatho.core.matrix;

import java.util.Arrays;

/** Small matrices from rows of numbers. */
public final class MadeMatrix {

    private MadeMatrix() {}

    /** The matrix with these rows, cells x genes; zeros are not stored. */
    public static CsrMatrix of(double[][] rows) {
        int columns = rows[0].length;
        long[] starts = new long[rows.length + 1];
        int[] genes = new int[rows.length * columns];
        float[] values = new float[genes.length];
        int at = 0;
        for (int row = 0; row < rows.length; row++) {
            for (int gene = 0; gene < columns; gene++) {
                if (rows[row][gene] != 0) {
                    genes[at] = gene;
                    values[at++] = (float) rows[row][gene];
                }
            }
            starts[row + 1] = at;
        }
        return new CsrMatrix(rows.length, columns, starts, Arrays.copyOf(genes, at), Arrays.copyOf(values, at));
    }
}
