package io.spatho.anndata.zarr;

import io.spatho.core.limit.Limit;

/** The places of chunks in an array, both row after row. */
final class ChunkGrid {

    private final long[] shape;
    private final int[] chunk;
    private final long[] extents;
    private final long[] strides;

    ChunkGrid(long[] shape, int[] chunk) {
        this.shape = shape;
        this.chunk = chunk;
        this.extents = new long[shape.length];
        this.strides = new long[shape.length];
        long stride = 1;
        for (int i = shape.length - 1; i >= 0; i--) {
            extents[i] = (shape[i] + chunk[i] - 1) / chunk[i];
            strides[i] = stride;
            stride = Math.multiplyExact(stride, Math.max(1, shape[i]));
        }
    }

    /** Receives elements that lie one after another both in a chunk and in the array. */
    @FunctionalInterface
    interface Run {
        /** Takes {@code count} elements from an element of the chunk on, which belong at a position of the array. */
        void take(int element, int count, long position);
    }

    /** The number of chunks that hold the rows from {@code from} to {@code to}; a scalar has one. */
    long chunks(long from, long to) {
        if (shape.length == 0) {
            return 1;
        }
        long rows = to > from ? (to - 1) / chunk[0] - from / chunk[0] + 1 : 0;
        for (int i = 1; i < extents.length; i++) {
            rows = Math.multiplyExact(rows, extents[i]);
        }
        long most = Limit.ARRAY_CHUNKS.value();
        if (rows > most) {
            throw new IllegalStateException("the array declares " + rows + " chunks, more than " + most);
        }
        return rows;
    }

    /** The chunk of a number, counted from the chunks that hold row {@code from}. */
    long[] chunk(long number, long from) {
        long[] index = new long[shape.length];
        long rest = number;
        for (int i = shape.length - 1; i > 0; i--) {
            index[i] = rest % extents[i];
            rest /= extents[i];
        }
        if (shape.length > 0) {
            index[0] = from / chunk[0] + rest;
        }
        return index;
    }

    /** Hands out the elements of a chunk that are inside the array. */
    void runs(long[] index, Run run) {
        int dimensions = shape.length;
        if (dimensions == 0) {
            run.take(0, 1, 0);
            return;
        }
        int[] inside = new int[dimensions];
        long position = 0;
        for (int i = 0; i < dimensions; i++) {
            inside[i] = (int) Math.min(chunk[i], shape[i] - index[i] * chunk[i]);
            position += index[i] * chunk[i] * strides[i];
        }
        int last = dimensions - 1;
        int together = inside[last];
        while (last > 0 && chunk[last] == shape[last]) {
            last--;
            together *= inside[last];
        }
        emit(inside, last, together, position, run);
    }

    /** Walks over the dimensions before {@code last}; those from it on are contiguous. */
    private void emit(int[] inside, int last, int together, long start, Run run) {
        int chunkStride = 1;
        int[] chunkStrides = new int[inside.length];
        for (int i = inside.length - 1; i >= 0; i--) {
            chunkStrides[i] = chunkStride;
            chunkStride *= chunk[i];
        }
        int[] at = new int[last];
        while (true) {
            int element = 0;
            long position = start;
            for (int i = 0; i < last; i++) {
                element += at[i] * chunkStrides[i];
                position += at[i] * strides[i];
            }
            run.take(element, together, position);
            int i = last - 1;
            while (i >= 0 && ++at[i] == inside[i]) {
                at[i--] = 0;
            }
            if (i < 0) {
                return;
            }
        }
    }
}
