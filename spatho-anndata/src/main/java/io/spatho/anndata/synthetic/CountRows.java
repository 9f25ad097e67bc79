package io.spatho.anndata.synthetic;

import io.spatho.core.parallel.Workers;
import java.util.List;
import java.util.function.Consumer;

/** A count matrix that is computed, not stored: rows come in blocks, each of which any thread can make by itself. */
interface CountRows {

    int BLOCK = 512;
    int BLOCKS_IN_FLIGHT = 32;

    /** The number of rows. */
    int rows();

    /** The rows {@code from} to {@code to}, the same whenever they are asked for. */
    CountBlock block(int from, int to);

    /** Makes all blocks on the workers and hands them over in order, with few of them in memory at a time. */
    default void forEach(Workers workers, Consumer<CountBlock> sink) {
        int blocks = (rows() + BLOCK - 1) / BLOCK;
        for (int first = 0; first < blocks; first += BLOCKS_IN_FLIGHT) {
            int start = first;
            List<CountBlock> made = workers.map(
                    Math.min(BLOCKS_IN_FLIGHT, blocks - first),
                    i -> block((start + i) * BLOCK, Math.min(rows(), (start + i + 1) * BLOCK)));
            made.forEach(sink);
        }
    }
}
