package io.spatho.anndata.tenx;

import io.spatho.core.dataset.GenePanel;
import io.spatho.core.error.InputException;
import io.spatho.core.error.Problem;
import io.spatho.core.matrix.CsrMatrix;
import io.spatho.core.parallel.Workers;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * Turns the entries of a matrix file, grouped by barcode, into a {@link CsrMatrix}: sorts each barcode's features, refuses
 * repeated, negative and non-finite entries, drops zeros.
 */
final class CountEntries {

    private static final int ROWS_PER_BLOCK = 4096;

    private final Path file;
    private final GenePanel features;
    private final String[] barcodes;
    private final long[] starts;
    private final int[] columns;
    private final float[] values;

    /** Takes over the arrays; {@code starts} ascends from 0 to the number of entries, columns are in range. */
    CountEntries(Path file, GenePanel features, String[] barcodes, long[] starts, int[] columns, float[] values) {
        this.file = file;
        this.features = features;
        this.barcodes = barcodes;
        this.starts = starts;
        this.columns = columns;
        this.values = values;
    }

    /** The matrix of barcodes x features. Determinism: independent of the number of threads. */
    CsrMatrix matrix(Workers workers) {
        int blocks = (barcodes.length + ROWS_PER_BLOCK - 1) / ROWS_PER_BLOCK;
        boolean zeros = workers.map(blocks, block -> {
                    int from = block * ROWS_PER_BLOCK;
                    return checkRows(from, Math.min(barcodes.length, from + ROWS_PER_BLOCK));
                })
                .contains(true);
        return zeros ? withoutZeros() : new CsrMatrix(barcodes.length, features.size(), starts, columns, values);
    }

    private boolean checkRows(int from, int to) {
        boolean zeros = false;
        for (int row = from; row < to; row++) {
            int start = (int) starts[row];
            int end = (int) starts[row + 1];
            sort(start, end);
            for (int i = start; i < end; i++) {
                if (i > start && columns[i] == columns[i - 1]) {
                    throw fault(row, i, "an entry stands there twice", "each feature once per barcode", "two entries");
                }
                if (!(values[i] >= 0) || values[i] == Float.POSITIVE_INFINITY) {
                    throw fault(row, i, "a count is not a count", "a number of at least 0", values[i]);
                }
                zeros |= values[i] == 0;
            }
        }
        return zeros;
    }

    private InputException fault(int row, int entry, String what, String expected, Object found) {
        String feature = features.featureIds().get(columns[entry]);
        return new InputException(Problem.of(what)
                .at(file + " barcode " + barcodes[row] + " feature " + feature)
                .expected(expected, found));
    }

    private void sort(int start, int end) {
        boolean sorted = true;
        for (int i = start + 1; i < end && sorted; i++) {
            sorted = columns[i - 1] <= columns[i];
        }
        if (sorted) {
            return;
        }
        long[] packed = new long[end - start];
        for (int i = 0; i < packed.length; i++) {
            packed[i] = (long) columns[start + i] << Integer.SIZE
                    | Integer.toUnsignedLong(Float.floatToRawIntBits(values[start + i]));
        }
        Arrays.sort(packed);
        for (int i = 0; i < packed.length; i++) {
            columns[start + i] = (int) (packed[i] >>> Integer.SIZE);
            values[start + i] = Float.intBitsToFloat((int) packed[i]);
        }
    }

    private CsrMatrix withoutZeros() {
        long[] kept = new long[starts.length];
        int at = 0;
        for (int row = 0; row < barcodes.length; row++) {
            for (int i = (int) starts[row]; i < starts[row + 1]; i++) {
                if (values[i] != 0) {
                    columns[at] = columns[i];
                    values[at++] = values[i];
                }
            }
            kept[row + 1] = at;
        }
        return new CsrMatrix(
                barcodes.length, features.size(), kept, Arrays.copyOf(columns, at), Arrays.copyOf(values, at));
    }
}
