package io.spatho.anndata.tenx;

import java.util.Arrays;

/** Picks the entries of some consecutive barcodes out of a file in any order. */
final class MtxStretch {

    private final int from;
    private final int to;
    private final int[] next;
    private final int[] columns;
    private final float[] values;

    /** The barcodes {@code from} to {@code to}, whose entries start where {@code starts} says. */
    MtxStretch(long[] starts, int from, int to) {
        this.from = from;
        this.to = to;
        this.next = new int[to - from];
        Arrays.setAll(next, cell -> Math.toIntExact(starts[from + cell] - starts[from]));
        this.columns = new int[Math.toIntExact(starts[to] - starts[from])];
        this.values = new float[columns.length];
    }

    void add(MtxBlock block, long line) {
        for (int i = 0; i < block.size; i++) {
            int cell = block.cells[i];
            if (cell >= from && cell < to) {
                int at = next[cell - from]++;
                columns[at] = block.features[i];
                values[at] = block.values[i];
            }
        }
    }

    int[] columns() {
        return columns;
    }

    float[] values() {
        return values;
    }
}
