package io.spatho.anndata.csv;

import io.spatho.core.error.InputException;
import io.spatho.core.error.Problem;
import io.spatho.core.limit.Labels;
import io.spatho.core.matrix.CsrMatrix;
import io.spatho.core.parallel.Workers;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/**
 * A wide comma-separated table of counts, one row per observation and one column per feature, as a sparse matrix.
 *
 * <p>Rows are parsed on workers, block by block, straight from bytes; zeros are dropped as they are met, so nothing dense is ever held.
 * Cost: linear in the bytes of the file. Memory: 16 bytes per non-zero count at most, and a few blocks. Errors: a negative, missing or
 * non-finite count, a row of another length, more than 2^31 non-zero counts.
 *
 * @param keys the text of each key column, by row
 * @param features the names of the other columns, in file order
 * @param matrix rows x features
 * @param leftOut the number of rows that the test left out
 */
public record CsvCounts(String[][] keys, List<String> features, CsrMatrix matrix, int leftOut) {

    private static final int MOST_ENTRIES = Integer.MAX_VALUE - 8;

    /**
     * Reads a file.
     *
     * @param keyColumns places of the columns that name a row
     * @param ignored names of columns that are neither keys nor features
     * @param keep which rows are kept, by their keys
     */
    public static CsvCounts read(
            Path file, int[] keyColumns, Set<String> ignored, Predicate<String[]> keep, Workers workers) {
        try (CsvBlocks blocks = CsvBlocks.open(file)) {
            List<String> header = blocks.header();
            // the place of a feature, -1 for an ignored column, -2 - k for the k-th key
            int[] places = new int[header.size()];
            List<String> features = new ArrayList<>();
            for (int i = 0; i < places.length; i++) {
                places[i] = key(keyColumns, i);
                if (places[i] == -1 && !ignored.contains(header.get(i))) {
                    places[i] = features.size();
                    features.add(Labels.symbol(header.get(i), () -> file + " header"));
                }
            }
            Collected collected = new Collected(file, keyColumns.length);
            blocks.forEach(workers, block -> Part.of(block, places, keyColumns.length, keep), collected::add);
            return collected.counts(features);
        }
    }

    private static int key(int[] keyColumns, int column) {
        for (int k = 0; k < keyColumns.length; k++) {
            if (keyColumns[k] == column) {
                return -2 - k;
            }
        }
        return -1;
    }

    /** The rows of one block. */
    private static final class Part {

        private final List<String[]> keys = new ArrayList<>();
        private int[] ends = new int[64];
        private int[] columns = new int[1024];
        private float[] values = new float[1024];
        private int size;
        private int leftOut;

        static Part of(CsvBlock block, int[] places, int keyCount, Predicate<String[]> keep) {
            Part part = new Part();
            while (block.nextRow()) {
                int before = part.size;
                String[] key = new String[keyCount];
                for (int place : places) {
                    block.nextField();
                    if (place >= 0) {
                        part.add(block, place);
                    } else if (place < -1) {
                        key[-2 - place] = block.label();
                    }
                }
                block.endRow();
                if (keep.test(key)) {
                    part.endRow(key);
                } else {
                    part.size = before;
                    part.leftOut++;
                }
            }
            part.columns = Arrays.copyOf(part.columns, part.size);
            part.values = Arrays.copyOf(part.values, part.size);
            return part;
        }

        private void add(CsvBlock block, int place) {
            if (block.isZero()) {
                return;
            }
            double count = block.number();
            if (!(count >= 0 && count <= Float.MAX_VALUE)) {
                throw block.problem("a count is not a count", "a number of at least 0", block.text());
            }
            if (count == 0) {
                return;
            }
            if (size == columns.length) {
                columns = Arrays.copyOf(columns, 2 * size);
                values = Arrays.copyOf(values, 2 * size);
            }
            columns[size] = place;
            values[size++] = (float) count;
        }

        private void endRow(String[] key) {
            if (keys.size() == ends.length) {
                ends = Arrays.copyOf(ends, 2 * ends.length);
            }
            ends[keys.size()] = size;
            keys.add(key);
        }
    }

    /** The parts in the order of the file. */
    private static final class Collected {

        private final Path file;
        private final int keyCount;
        private final List<Part> parts = new ArrayList<>();
        private long entries;
        private long rows;
        private int leftOut;

        Collected(Path file, int keyCount) {
            this.file = file;
            this.keyCount = keyCount;
        }

        void add(Part part) {
            entries += part.size;
            rows += part.keys.size();
            leftOut += part.leftOut;
            if (entries > MOST_ENTRIES || rows > MOST_ENTRIES) {
                throw new InputException(Problem.of("too many counts for one matrix")
                        .at(file)
                        .expected("at most " + MOST_ENTRIES, "more")
                        .fix("Split the file by field of view."));
            }
            parts.add(part);
        }

        CsvCounts counts(List<String> features) {
            String[][] keys = new String[keyCount][(int) rows];
            long[] starts = new long[(int) rows + 1];
            int[] columns = new int[(int) entries];
            float[] values = new float[(int) entries];
            int row = 0;
            int at = 0;
            for (int p = 0; p < parts.size(); p++) {
                Part part = parts.set(p, null); // freed as it is copied
                System.arraycopy(part.columns, 0, columns, at, part.size);
                System.arraycopy(part.values, 0, values, at, part.size);
                for (int i = 0; i < part.keys.size(); i++) {
                    for (int k = 0; k < keyCount; k++) {
                        keys[k][row] = part.keys.get(i)[k];
                    }
                    starts[++row] = (long) at + part.ends[i];
                }
                at += part.size;
            }
            CsrMatrix matrix = new CsrMatrix((int) rows, features.size(), starts, columns, values);
            return new CsvCounts(keys, List.copyOf(features), matrix, leftOut);
        }
    }
}
