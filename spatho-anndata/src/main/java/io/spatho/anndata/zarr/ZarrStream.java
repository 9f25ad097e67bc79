package io.spatho.anndata.zarr;

import io.spatho.anndata.tree.NumberType;
import io.spatho.anndata.tree.TreeStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * An array of one dimension that grows while it is written; its length is known only at {@link #end}.
 *
 * <p>Memory: 32 MiB while elements are added, whatever the length. Determinism: the stored bytes do not depend on how the elements
 * are split over calls. Errors: values of another type than the stream's are a programming mistake.
 */
public final class ZarrStream implements TreeStream {

    private final NumberType type;
    private final ChunkWriter chunks;
    private final ByteBuffer pending;
    private final ZarrArray array;
    private long written;
    private long count;
    private long perChunk;
    private boolean ended;

    ZarrStream(ZarrWriter writer, String path, NumberType type) {
        this.type = type;
        this.perChunk = ChunkWriter.CHUNK_BYTES / type.bytes();
        this.chunks = new ChunkWriter(writer, path);
        this.pending = ByteBuffer.allocate(ChunkWriter.IN_FLIGHT * ChunkWriter.CHUNK_BYTES)
                .order(ByteOrder.LITTLE_ENDIAN);
        this.array = new ZarrArray(
                writer, path, () -> StoredType.of(type).describe(new long[] {count}, new long[] {perChunk}));
    }

    /** The array, whose metadata are those of the stream when the store is finished. */
    ZarrArray array() {
        return array;
    }

    /** Puts some of the values that are being added into the buffer. */
    @FunctionalInterface
    private interface Values {
        void put(int at, int n, ByteBuffer out);
    }

    @Override
    public void append(float[] values, int from, int to) {
        append(NumberType.FLOAT32, from, to, (at, n, out) -> out.asFloatBuffer().put(values, at, n));
    }

    @Override
    public void append(int[] values, int from, int to) {
        append(NumberType.INT32, from, to, (at, n, out) -> out.asIntBuffer().put(values, at, n));
    }

    @Override
    public void append(long[] values, int from, int to) {
        append(NumberType.INT64, from, to, (at, n, out) -> out.asLongBuffer().put(values, at, n));
    }

    private void append(NumberType expected, int from, int to, Values values) {
        if (type != expected || ended) {
            throw new IllegalArgumentException("a stream takes values of its own type until it ends");
        }
        for (int at = from; at < to; ) {
            int n = Math.min(to - at, pending.remaining() / type.bytes());
            values.put(at, n, pending);
            pending.position(pending.position() + n * type.bytes());
            at += n;
            if (!pending.hasRemaining()) {
                writePending();
            }
        }
        count += to - from;
    }

    private void writePending() {
        int chunkBytes = (int) perChunk * type.bytes();
        int bytes = pending.position();
        byte[] raw = pending.array();
        Arrays.fill(raw, bytes, raw.length, (byte) 0);
        int n = (bytes + chunkBytes - 1) / chunkBytes;
        chunks.along(written, n, 1, i -> Arrays.copyOfRange(raw, i * chunkBytes, (i + 1) * chunkBytes));
        written += n;
        pending.clear();
    }

    @Override
    public long count() {
        return count;
    }

    /** Writes what is pending; an array that fits one chunk has a chunk of its own length. */
    @Override
    public ZarrArray end() {
        if (!ended) {
            ended = true;
            if (written == 0) {
                perChunk = Math.max(1, Math.min(perChunk, count));
            }
            writePending();
        }
        return array;
    }
}
