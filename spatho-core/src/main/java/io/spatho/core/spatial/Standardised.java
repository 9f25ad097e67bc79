package io.spatho.core.spatial;

/**
 * A variable less its mean, divided by its population standard deviation.
 *
 * @param values the deviates; all NaN where undefined
 * @param status whether there is a spread
 */
record Standardised(double[] values, Status status) {

    static Standardised of(double[] values, int expected) {
        if (values.length != expected) {
            throw new IllegalArgumentException(values.length + " values for " + expected + " observations");
        }
        double[] deviates = new double[values.length];
        double sum = 0;
        double lowest = Double.POSITIVE_INFINITY;
        double highest = Double.NEGATIVE_INFINITY;
        boolean finite = true;
        for (double value : values) {
            sum += value;
            lowest = Math.min(lowest, value);
            highest = Math.max(highest, value);
            finite &= Double.isFinite(value);
        }
        Status status = status(values.length, finite, lowest, highest);
        double mean = sum / values.length;
        double squares = 0;
        for (double value : values) {
            squares += (value - mean) * (value - mean);
        }
        double deviation = Math.sqrt(squares / values.length);
        for (int i = 0; i < values.length; i++) {
            deviates[i] = status == Status.DEFINED ? (values[i] - mean) / deviation : Double.NaN;
        }
        return new Standardised(deviates, status);
    }

    private static Status status(int size, boolean finite, double lowest, double highest) {
        if (size < 2) {
            return Status.TOO_FEW_CELLS;
        }
        if (!finite) {
            return Status.NOT_FINITE;
        }
        return lowest < highest ? Status.DEFINED : Status.CONSTANT;
    }
}
