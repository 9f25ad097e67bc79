package io.spatho.stgpt.expression;

import io.spatho.core.matrix.DenseMatrix;

/**
 * Mean and deviation of each feature in the observations that train, by which all are standardised; a feature that did not vary is 0.
 *
 * @param mean of each feature
 * @param deviation of each feature, 0 where it did not vary
 */
record FeatureScale(float[] mean, float[] deviation) {

    private static final double LEAST = 1e-6;
    private static final float FARTHEST = 8;

    static FeatureScale of(DenseMatrix features, int[] rows) {
        float[] mean = new float[features.columns()];
        float[] deviation = new float[features.columns()];
        for (int column = 0; column < mean.length; column++) {
            double sum = 0;
            double squares = 0;
            for (int row : rows) {
                sum += features.get(row, column);
            }
            double centre = sum / rows.length;
            for (int row : rows) {
                squares += Math.pow(features.get(row, column) - centre, 2);
            }
            double spread = Math.sqrt(squares / rows.length);
            mean[column] = (float) centre;
            deviation[column] = spread > LEAST * (1 + Math.abs(centre)) ? (float) spread : 0;
        }
        return new FeatureScale(mean, deviation);
    }

    /**
     * Puts standardised features of some rows, at most 8 deviations from the mean, into values.
     *
     * @param from where the first row begins
     * @param stride from one row's beginning to the next
     */
    void put(DenseMatrix features, int[] rows, float[] values, int from, int stride) {
        for (int i = 0; i < rows.length; i++) {
            for (int column = 0; column < mean.length; column++) {
                float deviate =
                        deviation[column] > 0 ? (features.get(rows[i], column) - mean[column]) / deviation[column] : 0;
                values[from + i * stride + column] = Math.max(-FARTHEST, Math.min(FARTHEST, deviate));
            }
        }
    }
}
