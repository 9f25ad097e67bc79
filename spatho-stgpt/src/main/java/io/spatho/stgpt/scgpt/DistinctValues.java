package io.spatho.stgpt.scgpt;

import java.util.Arrays;

/**
 * The different values of a batch, ascending, and where each token's value is among them: values are bins, so a few dozen rows go
 * through the value encoder instead of one for each token.
 *
 * @param values the different values, none above the limit
 * @param places for each token the position of its value
 */
public record DistinctValues(float[] values, long[] places) {

    /**
     * Finds them.
     *
     * @param limit what larger values count as
     */
    public static DistinctValues of(float[] tokens, float limit) {
        float[] sorted = new float[tokens.length];
        for (int i = 0; i < tokens.length; i++) {
            sorted[i] = Math.min(tokens[i], limit);
        }
        long[] places = new long[tokens.length];
        float[] clipped = sorted.clone();
        Arrays.sort(sorted);
        int count = 0;
        for (float value : sorted) {
            if (count == 0 || Float.compare(sorted[count - 1], value) != 0) {
                sorted[count++] = value;
            }
        }
        for (int i = 0; i < places.length; i++) {
            places[i] = Arrays.binarySearch(sorted, 0, count, clipped[i]);
        }
        return new DistinctValues(Arrays.copyOf(sorted, count), places);
    }
}
