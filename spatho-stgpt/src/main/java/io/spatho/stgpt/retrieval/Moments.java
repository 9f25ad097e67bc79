package io.spatho.stgpt.retrieval;

import io.spatho.core.matrix.DenseMatrix;

/**
 * Mean and deviation of columns; a column that does not vary has deviation 1.
 *
 * @param means of the columns
 * @param deviations of the columns, above 0
 */
record Moments(float[] means, float[] deviations) {

    static Moments of(DenseMatrix matrix, int[] rows) {
        int width = matrix.columns();
        float[] means = new float[width];
        float[] deviations = new float[width];
        for (int column = 0; column < width; column++) {
            double sum = 0;
            for (int row : rows) {
                sum += matrix.get(row, column);
            }
            double mean = sum / Math.max(1, rows.length);
            double squares = 0;
            for (int row : rows) {
                double difference = matrix.get(row, column) - mean;
                squares += difference * difference;
            }
            double deviation = Math.sqrt(squares / Math.max(1, rows.length));
            means[column] = (float) mean;
            deviations[column] = deviation > 1e-6 ? (float) deviation : 1;
        }
        return new Moments(means, deviations);
    }

    DenseMatrix standardised(DenseMatrix matrix) {
        DenseMatrix result = DenseMatrix.zeros(matrix.rows(), matrix.columns());
        for (int i = 0; i < result.values().length; i++) {
            int column = i % means.length;
            result.values()[i] = (matrix.values()[i] - means[column]) / deviations[column];
        }
        return result;
    }

    /** The opposite of {@link #standardised}. */
    DenseMatrix restored(DenseMatrix matrix) {
        DenseMatrix result = DenseMatrix.zeros(matrix.rows(), matrix.columns());
        for (int i = 0; i < result.values().length; i++) {
            int column = i % means.length;
            result.values()[i] = matrix.values()[i] * deviations[column] + means[column];
        }
        return result;
    }
}
