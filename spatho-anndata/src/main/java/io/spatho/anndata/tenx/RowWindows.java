package io.spatho.anndata.tenx;

import io.spatho.core.dataset.GenePanel;
import io.spatho.core.error.InputException;
import io.spatho.core.error.Problem;
import io.spatho.core.matrix.CsrMatrix;
import io.spatho.core.parallel.Workers;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Cuts the entries of a matrix file, which arrive grouped by barcode, into blocks of whole rows: sorts each row's features, refuses
 * features out of range and repeated, negative and non-finite entries, drops zeros.
 */
final class RowWindows<T> {

    private static final int ENTRIES_PER_BLOCK = 1 << 18;

    private final Path file;
    private final GenePanel features;
    private final String[] barcodes;
    private final long[] starts;
    private final Workers workers;
    private final Function<CsrMatrix, T> work;
    private final Consumer<T> results;
    private int[] columns = {};
    private float[] values = {};
    private long firstEntry;
    private int nextRow;

    /** {@code starts} ascends from 0 to the number of entries. */
    RowWindows(
            Path file,
            GenePanel features,
            String[] barcodes,
            long[] starts,
            Workers workers,
            Function<CsrMatrix, T> work,
            Consumer<T> results) {
        this.file = file;
        this.features = features;
        this.barcodes = barcodes;
        this.starts = starts;
        this.workers = workers;
        this.work = work;
        this.results = results;
    }

    /** Takes over the next entries and hands on the rows that they complete. */
    void add(int[] moreColumns, float[] moreValues) {
        if (columns.length == 0) {
            columns = moreColumns;
            values = moreValues;
        } else {
            int kept = columns.length;
            columns = Arrays.copyOf(columns, Math.addExact(kept, moreColumns.length));
            values = Arrays.copyOf(values, columns.length);
            System.arraycopy(moreColumns, 0, columns, kept, moreColumns.length);
            System.arraycopy(moreValues, 0, values, kept, moreValues.length);
        }
        int complete = nextRow;
        while (complete < barcodes.length && starts[complete + 1] - firstEntry <= columns.length) {
            complete++;
        }
        handOn(complete);
    }

    private void handOn(int complete) {
        int[] borders = borders(complete);
        workers.map(borders.length - 1, block -> work.apply(rows(borders[block], borders[block + 1])))
                .forEach(results);
        int used = (int) (starts[complete] - firstEntry);
        columns = Arrays.copyOfRange(columns, used, columns.length);
        values = Arrays.copyOfRange(values, used, values.length);
        firstEntry = starts[complete];
        nextRow = complete;
    }

    /** Cuts the complete rows into blocks of about equally many entries. */
    private int[] borders(int complete) {
        int[] borders = new int[complete - nextRow + 1];
        borders[0] = nextRow;
        int blocks = 0;
        for (int row = nextRow; row < complete; row++) {
            boolean full = starts[row + 1] - starts[borders[blocks]] >= ENTRIES_PER_BLOCK
                    || row + 1 - borders[blocks] >= ENTRIES_PER_BLOCK;
            if (full || row + 1 == complete) {
                borders[++blocks] = row + 1;
            }
        }
        return Arrays.copyOf(borders, blocks + 1);
    }

    private CsrMatrix rows(int from, int to) {
        long[] rowStarts = new long[to - from + 1];
        int first = (int) (starts[from] - firstEntry);
        int at = first;
        for (int row = from; row < to; row++) {
            int end = (int) (starts[row + 1] - firstEntry);
            int start = (int) (starts[row] - firstEntry);
            sort(row, start, end);
            int previous = -1;
            for (int i = start; i < end; i++) {
                if (columns[i] == previous) {
                    throw fault(row, i, "an entry stands there twice", "each feature once per barcode", "two entries");
                }
                previous = columns[i];
                if (!(values[i] >= 0) || values[i] == Float.POSITIVE_INFINITY) {
                    throw fault(row, i, "a count is not a count", "a number of at least 0", values[i]);
                }
                if (values[i] != 0) {
                    columns[at] = previous;
                    values[at++] = values[i];
                }
            }
            rowStarts[row - from + 1] = (long) at - first;
        }
        return new CsrMatrix(
                to - from,
                features.size(),
                rowStarts,
                Arrays.copyOfRange(columns, first, at),
                Arrays.copyOfRange(values, first, at));
    }

    private InputException fault(int row, int entry, String what, String expected, Object found) {
        String feature = features.featureIds().get(columns[entry]);
        return new InputException(Problem.of(what)
                .at(file + " barcode " + barcodes[row] + " feature " + feature)
                .expected(expected, found));
    }

    private void sort(int row, int start, int end) {
        boolean sorted = true;
        int previous = -1;
        for (int i = start; i < end; i++) {
            int column = columns[i];
            if (column < 0 || column >= features.size()) {
                throw new InputException(Problem.of("a feature index is out of range")
                        .at(file + " barcode " + barcodes[row] + " entry " + (starts[row] + i - start))
                        .expected("0 to " + (features.size() - 1), column));
            }
            sorted &= column >= previous;
            previous = column;
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
}
