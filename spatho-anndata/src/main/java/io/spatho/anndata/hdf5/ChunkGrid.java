package io.spatho.anndata.hdf5;

import io.spatho.core.limit.Limit;
import java.util.Arrays;

/**
 * How a dataset is cut into chunks.
 *
 * <p>Trailing dimensions that the chunks span are folded into the one before, so that runs are as long as they can be.
 */
final class ChunkGrid {

    private final long[] shape;
    private final int[] chunk;
    private final int elementSize;

    ChunkGrid(long[] shape, int[] chunk, int elementSize) {
        if (shape.length != chunk.length || shape.length == 0) {
            throw new IllegalStateException("chunks have " + chunk.length + " dimensions, the dataset " + shape.length);
        }
        this.shape = shape.clone();
        this.chunk = chunk.clone();
        this.elementSize = elementSize;
        if (Arrays.stream(chunk).anyMatch(extent -> extent <= 0)) {
            throw new IllegalStateException("a chunk has no elements");
        }
        chunkBytes();
    }

    int chunkBytes() {
        long bytes = elementSize;
        long largest = Limit.CHUNK_BYTES.value();
        for (int extent : chunk) {
            bytes = Math.multiplyExact(bytes, (long) extent);
            if (bytes > largest) {
                throw new IllegalStateException("a chunk has more than " + largest + " bytes");
            }
        }
        return (int) bytes;
    }

    long chunks() {
        long chunks = 1;
        for (int i = 0; i < shape.length; i++) {
            chunks = Math.multiplyExact(chunks, along(i));
        }
        return chunks;
    }

    private long along(int dimension) {
        return (shape[dimension] + chunk[dimension] - 1) / chunk[dimension];
    }

    /** The first element of a chunk by its number, last dimension fastest. */
    long[] offset(long number) {
        long[] offset = new long[shape.length];
        long rest = number;
        for (int i = shape.length - 1; i >= 0; i--) {
            offset[i] = rest % along(i) * chunk[i];
            rest /= along(i);
        }
        return offset;
    }

    /** The number of the chunk that starts at an element; fails when none does. */
    long number(long[] offset) {
        long number = 0;
        for (int i = 0; i < shape.length; i++) {
            if (offset[i] < 0 || offset[i] >= shape[i] || offset[i] % chunk[i] != 0) {
                throw new IllegalStateException("a chunk starts at " + Arrays.toString(offset) + ", outside the grid");
            }
            number = number * along(i) + offset[i] / chunk[i];
        }
        return number;
    }

    /** A run of consecutive elements. */
    interface Runs {
        void put(int firstByte, int count, long position);
    }

    /** The first element of the first row of a chunk, and one past the last element of its last row. */
    long[] span(long[] offset) {
        long width = innerOf(0);
        return new long[] {offset[0] * width, Math.min(shape[0], offset[0] + chunk[0]) * width};
    }

    /** Hands out the runs of one decoded chunk. */
    void runs(long[] offset, Runs runs) {
        int rank = shape.length;
        while (rank > 1 && chunk[rank - 1] == shape[rank - 1]) {
            rank--;
        }
        int last = rank - 1;
        long width = innerOf(last);
        int run = (int) (Math.min(chunk[last], shape[last] - offset[last]) * width);
        walk(0, last, 0, 0, offset, (from, to) -> {
            int firstByte = (int) (from * chunk[last] * width * elementSize);
            runs.put(firstByte, run, (to * shape[last] + offset[last]) * width);
        });
    }

    private long innerOf(int last) {
        long inner = 1;
        for (int i = last + 1; i < shape.length; i++) {
            inner *= shape[i];
        }
        return inner;
    }

    private interface Run {
        void at(long chunkRow, long datasetRow);
    }

    /** Visits the index of every run in the chunk and in the dataset, over the dimensions before {@code last}. */
    private void walk(int dimension, int last, long chunkRow, long datasetRow, long[] offset, Run run) {
        if (dimension == last) {
            run.at(chunkRow, datasetRow);
            return;
        }
        long inside = Math.min(chunk[dimension], shape[dimension] - offset[dimension]);
        for (long i = 0; i < inside; i++) {
            long to = datasetRow * shape[dimension] + offset[dimension] + i;
            walk(dimension + 1, last, chunkRow * chunk[dimension] + i, to, offset, run);
        }
    }
}
