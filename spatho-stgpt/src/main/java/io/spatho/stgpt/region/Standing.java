package io.spatho.stgpt.region;

/**
 * How a model's error stands beside a baseline's when the difference has no interval: better, worse, or too close to say.
 *
 * <p>Errors within {@value #CLOSE} of the baseline's count as close: a mixture whose network has no share differs from its linear
 * part by rounding alone, and that is no victory.
 */
public enum Standing {
    BEATS("beats"),
    CLOSE_TO("is within 1 % of"),
    LOSES_TO("does not beat");

    private static final double CLOSE = 0.01;

    private final String words;

    Standing(String words) {
        this.words = words;
    }

    /** Compares two errors of at least 0; errors that are not numbers are beaten by nothing and beat nothing. */
    public static Standing of(double error, double baseline) {
        if (Math.abs(error - baseline) <= CLOSE * baseline) {
            return CLOSE_TO;
        }
        return error < baseline ? BEATS : LOSES_TO;
    }

    /** The verb of a sentence whose subject is the model and whose object is the baseline. */
    public String words() {
        return words;
    }
}
