package io.spatho.anndata.synthetic;

import java.util.Arrays;

/**
 * Consecutive rows of a sparse count matrix, features ascending within a row.
 *
 * @param rowLengths number of non-zero entries of each row
 */
record CountBlock(int[] rowLengths, int[] features, int[] counts) {

    /** Collects rows one after the other. Not for use by several threads at once. */
    static final class Builder {

        private final int[] row;
        private final int[] touched;
        private final int[] rowLengths;
        private int[] features = new int[1024];
        private int[] counts = new int[1024];
        private int rows;
        private int entries;
        private int touchedCount;

        Builder(int featureCount, int rowCount) {
            this.row = new int[featureCount];
            this.touched = new int[featureCount];
            this.rowLengths = new int[rowCount];
        }

        /** Adds molecules to the current row. */
        void add(int feature, int count) {
            if (row[feature] == 0) {
                touched[touchedCount++] = feature;
            }
            row[feature] += count;
        }

        /** Ends the current row. */
        void endRow() {
            Arrays.sort(touched, 0, touchedCount);
            if (entries + touchedCount > features.length) {
                int capacity = Math.max(2 * features.length, entries + touchedCount);
                features = Arrays.copyOf(features, capacity);
                counts = Arrays.copyOf(counts, capacity);
            }
            for (int i = 0; i < touchedCount; i++) {
                features[entries] = touched[i];
                counts[entries] = row[touched[i]];
                row[touched[i]] = 0;
                entries++;
            }
            rowLengths[rows++] = touchedCount;
            touchedCount = 0;
        }

        CountBlock build() {
            return new CountBlock(
                    Arrays.copyOf(rowLengths, rows), Arrays.copyOf(features, entries), Arrays.copyOf(counts, entries));
        }
    }
}
