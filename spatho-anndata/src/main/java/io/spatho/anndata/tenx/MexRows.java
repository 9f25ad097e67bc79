package io.spatho.anndata.tenx;

import io.spatho.core.dataset.GenePanel;
import io.spatho.core.matrix.CsrMatrix;
import io.spatho.core.parallel.Workers;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * The rows of a Matrix Market file.
 *
 * <p>Up to 16 million entries are held and sorted. Larger files are read once to count the entries of each barcode; when they are
 * ordered by barcode, as 10x writes them, a second pass hands them on, otherwise one pass for each stretch of barcodes with that many
 * entries.
 */
final class MexRows implements RowBlocks {

    private static final int MOST_HELD = 1 << 24;
    private static final int ENTRIES_AT_A_TIME = 1 << 22;

    private final Path file;
    private final GenePanel features;
    private final String[] barcodes;
    private final long entries;
    private final int mostHeld;

    MexRows(Path file, GenePanel features, String[] barcodes, long entries) {
        this(file, features, barcodes, entries, MOST_HELD);
    }

    MexRows(Path file, GenePanel features, String[] barcodes, long entries, int mostHeld) {
        this.file = file;
        this.features = features;
        this.barcodes = barcodes;
        this.entries = entries;
        this.mostHeld = mostHeld;
    }

    @Override
    public long entries() {
        return entries;
    }

    @Override
    public <T> void forEach(Workers workers, Function<CsrMatrix, T> work, Consumer<T> results) {
        if (entries <= mostHeld) {
            MtxEntries held = new MtxEntries(file, entries, barcodes.length);
            pass(workers, held::add);
            MtxEntries.Grouped grouped = held.finish();
            windows(grouped.starts(), workers, work, results).add(grouped.columns(), grouped.values());
            return;
        }
        MtxCount count = new MtxCount(file, entries, barcodes.length);
        pass(workers, count::add);
        long[] starts = count.starts();
        RowWindows<T> windows = windows(starts, workers, work, results);
        if (count.isOrdered()) {
            inOrder(workers, windows);
            return;
        }
        for (int from = 0; from < barcodes.length; ) {
            int to = from + 1;
            while (to < barcodes.length && starts[to + 1] - starts[from] <= mostHeld) {
                to++;
            }
            MtxStretch stretch = new MtxStretch(starts, from, to);
            pass(workers, stretch::add);
            windows.add(stretch.columns(), stretch.values());
            from = to;
        }
    }

    private <T> RowWindows<T> windows(
            long[] starts, Workers workers, Function<CsrMatrix, T> work, Consumer<T> results) {
        return new RowWindows<>(file, features, barcodes, starts, workers, work, results);
    }

    private void pass(Workers workers, MtxText.Blocks blocks) {
        try (MtxText text = MtxText.open(file)) {
            text.readAll(workers, blocks);
        }
    }

    private void inOrder(Workers workers, RowWindows<?> windows) {
        int[] columns = new int[ENTRIES_AT_A_TIME];
        float[] values = new float[ENTRIES_AT_A_TIME];
        int[] size = {0};
        pass(workers, (block, line) -> {
            for (int at = 0; at < block.size; ) {
                int n = Math.min(block.size - at, ENTRIES_AT_A_TIME - size[0]);
                System.arraycopy(block.features, at, columns, size[0], n);
                System.arraycopy(block.values, at, values, size[0], n);
                at += n;
                size[0] += n;
                if (size[0] == ENTRIES_AT_A_TIME) {
                    windows.add(columns.clone(), values.clone());
                    size[0] = 0;
                }
            }
        });
        windows.add(Arrays.copyOf(columns, size[0]), Arrays.copyOf(values, size[0]));
    }
}
