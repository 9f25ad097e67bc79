package io.spatho.anndata.hdf5;

import io.spatho.anndata.tree.TreeStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/**
 * A dataset of one dimension that grows while it is written; its length is known only at {@link #end}.
 *
 * <p>Memory: 32 MiB while elements are added, whatever the length. Determinism: the stored bytes do not depend on how the
 * elements are split over calls. Errors: values of another type than the stream's are a programming mistake.
 */
public final class Hdf5Stream implements TreeStream {

    private final Hdf5Writer writer;
    private final Datatype type;
    private final int perChunk;
    private final ChunkIndex index;
    private final ByteBuffer pending;
    private Hdf5Dataset dataset;
    private long count;

    Hdf5Stream(Hdf5Writer writer, Datatype type) {
        this.writer = writer;
        this.type = type;
        this.perChunk = ArrayStorage.CHUNK_BYTES / type.size();
        this.index = new ChunkIndex(1, perChunk);
        this.pending = ByteBuffer.allocate(ArrayStorage.CHUNKS_IN_FLIGHT * ArrayStorage.CHUNK_BYTES)
                .order(ByteOrder.LITTLE_ENDIAN);
    }

    @Override
    public void append(float[] values, int from, int to) {
        append(Datatype.FLOAT32, from, to, (at, n, out) -> out.asFloatBuffer().put(values, at, n));
    }

    @Override
    public void append(int[] values, int from, int to) {
        append(Datatype.INT32, from, to, (at, n, out) -> out.asIntBuffer().put(values, at, n));
    }

    @Override
    public void append(long[] values, int from, int to) {
        append(Datatype.INT64, from, to, (at, n, out) -> out.asLongBuffer().put(values, at, n));
    }

    private void append(Datatype expected, int from, int to, Elements elements) {
        if (!type.equals(expected) || dataset != null) {
            throw new IllegalArgumentException("a stream takes values of its own type until it ends");
        }
        for (int at = from; at < to; ) {
            int n = Math.min(to - at, pending.remaining() / type.size());
            elements.copy(at, n, pending);
            pending.position(pending.position() + n * type.size());
            at += n;
            if (!pending.hasRemaining()) {
                writePending();
            }
        }
        count += to - from;
    }

    private void writePending() {
        int bytes = pending.position();
        int chunks = (bytes + ArrayStorage.CHUNK_BYTES - 1) / ArrayStorage.CHUNK_BYTES;
        List<byte[]> encoded = writer.workers().map(chunks, i -> {
            byte[] raw = new byte[ArrayStorage.CHUNK_BYTES];
            int start = i * ArrayStorage.CHUNK_BYTES;
            pending.get(start, raw, 0, Math.min(raw.length, bytes - start));
            return ChunkCodec.encode(raw, type.size(), Math.max(1, writer.level()));
        });
        encoded.forEach(chunk -> index.add(chunk.length, writer.space().append(chunk)));
        pending.clear();
    }

    @Override
    public long count() {
        return count;
    }

    @Override
    public Hdf5Dataset end() {
        if (dataset == null) {
            writePending();
            long tree = index.size() == 0 ? LittleEndian.UNDEFINED : index.write(writer.space());
            byte[] layout = DataLayout.chunked(tree, perChunk, new long[] {count}, type.size());
            byte[] filters = ChunkCodec.message(type.size(), Math.max(1, writer.level()));
            dataset = new Hdf5Dataset(writer, type, Dataspace.extensible(count), layout, filters);
        }
        return dataset;
    }
}
