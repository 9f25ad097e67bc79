package io.spatho.core.matrix;

import io.spatho.core.error.InputException;
import io.spatho.core.error.Problem;

/** What must hold of each number of a matrix of raw counts. */
public final class RawCounts {

    private RawCounts() {}

    /**
     * The value of an entry.
     *
     * @param row the row that the entry belongs to, for the message
     * @param entry its position among all entries
     * @throws InputException when it is negative or not finite
     */
    public static float value(CsrMatrix counts, int row, int entry) {
        float value = counts.values()[entry];
        if (!(value >= 0 && value <= Float.MAX_VALUE)) {
            throw refused(counts, row, entry);
        }
        return value;
    }

    private static InputException refused(CsrMatrix counts, int row, int entry) {
        return new InputException(Problem.of("a count is negative or not a finite number")
                .at("observation " + row + ", gene " + counts.columnIndices()[entry])
                .expected("0 or more", counts.values()[entry])
                .fix("Give the raw counts, not scaled or log-transformed values."));
    }
}
