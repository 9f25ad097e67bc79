package io.spatho.core.spatial;

/**
 * The sums behind the statistics of one dense variable.
 *
 * @param squares sum of squared deviations; 0 when all values are equal
 * @param products sum over ordered pairs of weight times both deviations
 * @param differences sum over ordered pairs of weight times the squared difference
 */
record DenseProducts(double squares, double products, double differences) {

    static DenseProducts of(double[] values, SpatialWeights weights) {
        if (values.length != weights.nodes()) {
            throw new IllegalArgumentException(values.length + " values for " + weights.nodes() + " observations");
        }
        double first = values.length == 0 ? 0 : values[0];
        double total = 0;
        boolean constant = true;
        for (double value : values) {
            total += value - first;
            constant &= value == first;
        }
        double mean = total / values.length;
        double squares = 0;
        double products = 0;
        double differences = 0;
        for (int i = 0; i < values.length; i++) {
            double deviation = values[i] - first - mean;
            squares += deviation * deviation;
            for (int at = weights.upperStart(i); at < weights.end(i); at++) {
                double other = values[weights.neighbour(at)] - first - mean;
                products += weights.pairWeight(at) * deviation * other;
                differences += weights.pairWeight(at) * (deviation - other) * (deviation - other);
            }
        }
        return new DenseProducts(constant ? 0 : squares, products, differences);
    }
}
