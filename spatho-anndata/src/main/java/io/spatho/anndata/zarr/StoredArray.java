package io.spatho.anndata.zarr;

import io.spatho.core.limit.Limit;
import io.spatho.core.parallel.Workers;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.IntConsumer;

/** The elements of an array, read chunk by chunk, on several threads where there are workers. */
final class StoredArray {

    private static final int CHUNKS_PER_TASK = 4;
    private static final int LONGEST_ARRAY = Integer.MAX_VALUE - 8;

    private final ArrayLayout layout;
    private final ChunkGrid grid;
    private final ChunkSource source;
    private final ChunkDecoder decoder;
    private final AtomicReference<Decoded> last = new AtomicReference<>();

    StoredArray(ByteStore store, String path, ArrayLayout layout) {
        this.layout = layout;
        this.grid = new ChunkGrid(layout.shape(), layout.chunk());
        this.source = new ChunkSource(store, path, layout);
        this.decoder = new ChunkDecoder(layout);
    }

    ArrayLayout layout() {
        return layout;
    }

    ElementType type() {
        return layout.type();
    }

    /** The number of elements, when that many fit a Java array and can come from this store. */
    int count() {
        requirePossible();
        if (layout.count() > LONGEST_ARRAY) {
            throw new IllegalStateException(
                    "the array has " + layout.count() + " elements, more than a Java array can hold");
        }
        return (int) layout.count();
    }

    /** Fails when the store holds far too little for what the array declares; a small array may be all fill values. */
    void requirePossible() {
        long chunks = grid.chunks(0, rows());
        long bytes = Math.multiplyExact(layout.count(), (long) Math.max(1, type().size()));
        if (bytes <= Limit.UNWRITTEN_BYTES.value()) {
            return;
        }
        long ratio = Limit.ARRAY_RATIO.value();
        long stored = 0;
        for (long chunk = 0; chunk < chunks && stored * ratio < bytes; chunk++) {
            stored += source.size(grid.chunk(chunk, 0));
        }
        if (stored * ratio < bytes) {
            throw new IllegalStateException(
                    "the array declares " + bytes + " bytes, more than its " + stored + " stored bytes can hold");
        }
    }

    private long rows() {
        return layout.shape().length == 0 ? 1 : layout.shape()[0];
    }

    /** Elements per row. */
    long rowElements() {
        long elements = 1;
        for (int i = 1; i < layout.shape().length; i++) {
            elements = Math.multiplyExact(elements, layout.shape()[i]);
        }
        return elements;
    }

    /** Hands out all elements; those that were never written only when their value is not zero. */
    void read(Workers workers, Pieces pieces) {
        read(workers, 0, layout.count(), pieces);
    }

    /** Hands out the elements from {@code first} to {@code end}; positions count from the first of them. */
    void read(Workers workers, long first, long end, Pieces pieces) {
        long perRow = Math.max(1, rowElements());
        each(workers, first / perRow, (end + perRow - 1) / perRow, chunk -> {
            byte[] raw = decoded(chunk);
            if (raw == null && layout.fill().length == 0) {
                return;
            }
            int size = type().size();
            grid.runs(chunk, (element, count, position) -> {
                long start = Math.max(position, first);
                int n = (int) (Math.min(position + count, end) - start);
                if (n > 0) {
                    byte[] bytes = raw == null ? filled(n) : raw;
                    int at = raw == null ? 0 : element + (int) (start - position);
                    pieces.put(bytes, at * size, n, (int) (start - first));
                }
            });
        });
    }

    /** A chunk's bytes; those of the last one are kept, for those who read an array from front to end in small pieces. */
    private byte[] decoded(long[] chunk) {
        Decoded known = last.get();
        if (known != null && Arrays.equals(known.chunk(), chunk)) {
            return known.bytes();
        }
        byte[] bytes = source.stored(chunk).map(decoder::bytes).orElse(null);
        last.set(new Decoded(chunk, bytes));
        return bytes;
    }

    private byte[] filled(int count) {
        byte[] fill = layout.fill();
        byte[] bytes = new byte[Math.multiplyExact(count, fill.length)];
        for (int at = 0; at < bytes.length; at += fill.length) {
            System.arraycopy(fill, 0, bytes, at, fill.length);
        }
        return bytes;
    }

    /** All elements as they are stored. */
    byte[] raw(Workers workers) {
        int size = type().size();
        byte[] bytes = new byte[Math.multiplyExact(count(), size)];
        read(workers, (raw, at, n, to) -> System.arraycopy(raw, at, bytes, to * size, n * size));
        return bytes;
    }

    /** The strings of any length. */
    String[] texts(Workers workers) {
        String[] values = new String[count()];
        Arrays.fill(values, layout.fillText());
        each(workers, 0, rows(), chunk -> source.stored(chunk)
                .map(decoder::texts)
                .ifPresent(texts -> grid.runs(
                        chunk,
                        (element, count, position) ->
                                System.arraycopy(texts, element, values, (int) position, count))));
        return values;
    }

    /** A chunk and its bytes, {@code null} where it was never written. */
    private static final class Decoded {

        private final long[] chunk;
        private final byte[] bytes;

        Decoded(long[] chunk, byte[] bytes) {
            this.chunk = chunk;
            this.bytes = bytes;
        }

        long[] chunk() {
            return chunk;
        }

        byte[] bytes() {
            return bytes;
        }
    }

    /** Does the work of one chunk. */
    @FunctionalInterface
    private interface ChunkWork {
        void accept(long[] chunk);
    }

    private void each(Workers workers, long from, long to, ChunkWork work) {
        int chunks = (int) grid.chunks(from, to);
        int tasks = (chunks + CHUNKS_PER_TASK - 1) / CHUNKS_PER_TASK;
        IntConsumer task = number -> {
            int end = Math.min(chunks, (number + 1) * CHUNKS_PER_TASK);
            for (int chunk = number * CHUNKS_PER_TASK; chunk < end; chunk++) {
                work.accept(grid.chunk(chunk, from));
            }
        };
        if (workers == null || tasks <= 1) {
            for (int number = 0; number < tasks; number++) {
                task.accept(number);
            }
            return;
        }
        workers.map(tasks, number -> {
            task.accept(number);
            return Boolean.TRUE;
        });
    }
}
