package io.spatho.anndata.tenx;

import io.spatho.core.error.InputException;
import io.spatho.core.error.Problem;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * Collects entries in file order and groups them by barcode.
 *
 * <p>10x files are ordered by barcode; then only counts per barcode are kept beside the entries. The first entry out of order makes
 * the barcode of every entry be kept, and {@link #finish} sorts by counting.
 */
final class MtxEntries {

    private static final int FIRST_CAPACITY = 1 << 16;

    private final Path file;
    private final long announced;
    private final long[] perCell;
    private int[] features;
    private float[] values;
    private int[] cells = {};
    private boolean ordered = true;
    private int size;
    private int lastCell;

    MtxEntries(Path file, long announced, int cells) {
        this.file = file;
        this.announced = announced;
        this.perCell = new long[cells];
        int capacity = (int) Math.min(announced, FIRST_CAPACITY);
        this.features = new int[capacity];
        this.values = new float[capacity];
    }

    /** Adds the entries of a block that follows {@code line} lines of the file. */
    void add(MtxBlock block, long line) {
        block.requireSound(file, line);
        requireAtMost(file, announced, size + (long) block.size);
        reserve(size + block.size);
        for (int i = 0; i < block.size && ordered; i++) {
            if (block.cells[i] < lastCell) {
                keepCells();
            }
            lastCell = block.cells[i];
        }
        System.arraycopy(block.features, 0, features, size, block.size);
        System.arraycopy(block.values, 0, values, size, block.size);
        if (!ordered) {
            System.arraycopy(block.cells, 0, cells, size, block.size);
        }
        for (int i = 0; i < block.size; i++) {
            perCell[block.cells[i]]++;
        }
        size += block.size;
    }

    private void reserve(int needed) {
        if (needed > features.length) {
            int capacity = (int) Math.min(announced, Math.max(needed, 2L * features.length));
            features = Arrays.copyOf(features, capacity);
            values = Arrays.copyOf(values, capacity);
            cells = ordered ? cells : Arrays.copyOf(cells, capacity);
        }
    }

    /** Writes down the barcode of every entry of the blocks before. */
    private void keepCells() {
        ordered = false;
        cells = new int[features.length];
        int at = 0;
        for (int cell = 0; cell < perCell.length; cell++) {
            Arrays.fill(cells, at, at + (int) perCell[cell], cell);
            at += (int) perCell[cell];
        }
    }

    /** Fails when there are more entries than the header says. */
    static void requireAtMost(Path file, long announced, long found) {
        if (found > announced) {
            throw new InputException(Problem.of("more entries than the header says")
                    .at(file)
                    .expected(announced + " entries", "at least " + found));
        }
    }

    /** Fails when there are fewer entries than the header says. */
    static void requireAll(Path file, long announced, long found) {
        if (found != announced) {
            throw new InputException(Problem.of("fewer entries than the header says")
                    .at(file)
                    .expected(announced + " entries", found)
                    .fix("The file is cut short: copy it again."));
        }
    }

    /** Where the entries of each barcode start, and the number of all. */
    static long[] starts(long[] perCell) {
        long[] starts = new long[perCell.length + 1];
        for (int cell = 0; cell < perCell.length; cell++) {
            starts[cell + 1] = starts[cell] + perCell[cell];
        }
        return starts;
    }

    /**
     * Entries grouped by barcode.
     *
     * @param starts where the entries of each barcode start, and the number of all
     */
    record Grouped(long[] starts, int[] columns, float[] values) {}

    /** All entries; fails when there are fewer than the header says. */
    Grouped finish() {
        requireAll(file, announced, size);
        long[] starts = starts(perCell);
        if (ordered) {
            boolean full = size == features.length;
            return new Grouped(
                    starts,
                    full ? features : Arrays.copyOf(features, size),
                    full ? values : Arrays.copyOf(values, size));
        }
        long[] next = Arrays.copyOf(starts, perCell.length);
        int[] columns = new int[size];
        float[] moved = new float[size];
        for (int i = 0; i < size; i++) {
            int to = (int) next[cells[i]]++;
            columns[to] = features[i];
            moved[to] = values[i];
        }
        return new Grouped(starts, columns, moved);
    }
}
