package io.spatho.core.preprocess;

/** The one inner loop of the sparse products, in the form that the JVM turns into vector instructions. */
final class VectorSums {

    private VectorSums() {}

    /** {@code sums += weight * values}. */
    static void addScaled(double[] sums, double weight, double[] values) {
        for (int i = 0; i < sums.length; i++) {
            sums[i] += weight * values[i];
        }
    }
}
