package io.spatho.anndata.hdf5;

import io.spatho.anndata.tree.TreeStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/**
 * A dataset of one dimension that grows while it is written; its length is known only at {@link #end}.
 *
 * <p>Memory: 16 MiB while elements are added, whatever the length. Determinism: the stored bytes do not depend on how the
 * elements are split over calls. Errors: values of another type than the stream's are a programming mistake.
 */
public final class Hdf5Stream implements TreeStream {

    private static final int SMALLEST = 1 << 16;
    private static final int LARGEST = ArrayStorage.CHUNKS_IN_FLIGHT * ArrayStorage.CHUNK_BYTES;

    private final Hdf5Writer writer;
    private final Datatype type;
    private final int perChunk;
    private final ChunkIndex index;
    private ByteBuffer pending;
    private Hdf5Dataset dataset;
    private long count;

    Hdf5Stream(Hdf5Writer writer, Datatype type) {
        this.writer = writer;
        this.type = type;
        this.perChunk = ArrayStorage.CHUNK_BYTES / type.size();
        this.index = new ChunkIndex(1, perChunk);
        this.pending = ByteBuffer.allocate(SMALLEST).order(ByteOrder.LITTLE_ENDIAN);
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
        makeRoom((long) (to - from) * type.size());
        for (int at = from; at < to; ) {
            int n = Math.min(to - at, pending.remaining() / type.size());
            elements.copy(at, n, pending);
            pending.position(pending.position() + n * type.size());
            at += n;
            if (pending.position() == LARGEST) {
                writePending();
            }
        }
        count += to - from;
    }

    /** Lets the buffer of a short stream stay small. */
    private void makeRoom(long more) {
        long needed = pending.position() + more;
        int capacity = pending.capacity();
        if (needed > capacity && capacity < LARGEST) {
            int larger = (int) Math.min(LARGEST, Math.max(2L * capacity, needed));
            pending = ByteBuffer.allocate(needed > LARGEST / 4 ? LARGEST : larger)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .put(pending.flip());
        }
    }

    private void writePending() {
        int bytes = pending.position();
        int chunks = (bytes + ArrayStorage.CHUNK_BYTES - 1) / ArrayStorage.CHUNK_BYTES;
        byte[] raw = pending.array();
        List<byte[]> encoded = writer.workers().map(chunks, i -> {
            int start = i * ArrayStorage.CHUNK_BYTES;
            int elements = Math.min(ArrayStorage.CHUNK_BYTES, bytes - start) / type.size();
            return writer.encode(raw, start, elements, perChunk, type.size());
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
            dataset = index.size() == 0 && pending.position() < ArrayStorage.CHUNK_BYTES ? small() : chunked();
            pending = ByteBuffer.allocate(0);
        }
        return dataset;
    }

    /** What does not fill a chunk is stored like an array of known length. */
    private Hdf5Dataset small() {
        byte[] raw = pending.array();
        Elements elements = (at, n, out) -> out.put(raw, at * type.size(), n * type.size());
        return new ArrayStorage(writer).array(type, (int) count, elements);
    }

    private Hdf5Dataset chunked() {
        writePending();
        long tree = index.write(writer.space());
        byte[] layout = DataLayout.chunked(tree, perChunk, new long[] {count}, type.size());
        byte[] filters = ChunkCodec.message(type.size(), writer.level());
        return new Hdf5Dataset(writer, type, Dataspace.extensible(count), layout, filters);
    }
}
