package io.spatho.anndata.tenx;

import java.nio.file.Path;

/** Counts the entries of each barcode, and sees whether they are ordered by barcode. */
final class MtxCount {

    private final Path file;
    private final long announced;
    private final long[] perCell;
    private long size;
    private int lastCell;
    private boolean ordered = true;

    MtxCount(Path file, long announced, int cells) {
        this.file = file;
        this.announced = announced;
        this.perCell = new long[cells];
    }

    void add(MtxBlock block, long line) {
        block.requireSound(file, line);
        size += block.size;
        MtxEntries.requireAtMost(file, announced, size);
        for (int i = 0; i < block.size; i++) {
            int cell = block.cells[i];
            ordered &= cell >= lastCell;
            lastCell = cell;
            perCell[cell]++;
        }
    }

    boolean isOrdered() {
        return ordered;
    }

    /** Where the entries of each barcode start; fails when there are fewer than the header says. */
    long[] starts() {
        MtxEntries.requireAll(file, announced, size);
        return MtxEntries.starts(perCell);
    }
}
