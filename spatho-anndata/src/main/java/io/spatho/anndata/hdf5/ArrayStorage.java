package io.spatho.anndata.hdf5;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/**
 * Stores arrays: small ones as they are, larger ones in compressed chunks of about 1 MiB.
 *
 * <p>Determinism: chunk borders depend on shape and type only; chunks are compressed in parallel and written in order. Cost:
 * linear; about {@value #CHUNKS_IN_FLIGHT} compressed chunks are held at a time.
 */
final class ArrayStorage {

    static final int CHUNKS_IN_FLIGHT = 16;
    static final int CHUNK_BYTES = 1 << 20;

    private static final int SMALL = 1 << 14;

    private final Hdf5Writer writer;

    ArrayStorage(Hdf5Writer writer) {
        this.writer = writer;
    }

    /** An array with the elements of a Java array of {@code length} elements. */
    Hdf5Dataset array(Datatype type, int length, Elements elements, long... shape) {
        long[] extents = shape.length == 0 ? new long[] {length} : shape.clone();
        if (Dataspace.count(extents) != length) {
            throw new IllegalArgumentException(length + " values do not fill the shape");
        }
        long bytes = (long) length * type.size();
        if (bytes <= SMALL) {
            return contiguous(type, Dataspace.array(extents), length, elements);
        }
        return writer.level() == 0 ? plain(type, extents, length, elements) : chunked(type, extents, length, elements);
    }

    Hdf5Dataset scalar(Datatype type, Elements element) {
        return contiguous(type, Dataspace.scalar(), 1, element);
    }

    Hdf5Dataset nothing() {
        byte[] layout = DataLayout.contiguous(LittleEndian.UNDEFINED, 0);
        return new Hdf5Dataset(writer, Datatype.FLOAT32, Dataspace.nothing(), layout, new byte[0]);
    }

    private Hdf5Dataset contiguous(Datatype type, byte[] dataspace, int length, Elements elements) {
        byte[] bytes = copy(type, elements, 0, length);
        long address =
                bytes.length == 0 ? LittleEndian.UNDEFINED : writer.space().append(bytes);
        byte[] layout = DataLayout.contiguous(address, bytes.length);
        return new Hdf5Dataset(writer, type, dataspace, layout, new byte[0]);
    }

    private Hdf5Dataset plain(Datatype type, long[] shape, int length, Elements elements) {
        long bytes = (long) length * type.size();
        long address = writer.space().reserve(bytes);
        int block = CHUNK_BYTES / type.size();
        for (int from = 0; from < length; from += Math.min(block, length - from)) {
            byte[] piece = copy(type, elements, from, Math.min(block, length - from));
            writer.space().write(address + (long) from * type.size(), ByteBuffer.wrap(piece));
        }
        byte[] layout = DataLayout.contiguous(address, bytes);
        return new Hdf5Dataset(writer, type, Dataspace.array(shape), layout, new byte[0]);
    }

    private Hdf5Dataset chunked(Datatype type, long[] shape, int length, Elements elements) {
        int rowElements = Math.toIntExact(length / shape[0]);
        int rows = (int) Math.max(1, Math.min(shape[0], CHUNK_BYTES / ((long) rowElements * type.size())));
        int perChunk = Math.multiplyExact(rows, rowElements);
        ChunkIndex index = new ChunkIndex(shape.length, rows);
        int chunks = (int) ((shape[0] + rows - 1) / rows);
        for (int first = 0; first < chunks; first += CHUNKS_IN_FLIGHT) {
            int start = first;
            List<byte[]> encoded = writer.workers().map(Math.min(CHUNKS_IN_FLIGHT, chunks - first), i -> {
                int from = (start + i) * perChunk;
                int count = Math.min(perChunk, length - from);
                return writer.encode(copy(type, elements, from, count), 0, count, perChunk, type.size());
            });
            encoded.forEach(chunk -> index.add(chunk.length, writer.space().append(chunk)));
        }
        byte[] layout = DataLayout.chunked(index.write(writer.space()), rows, shape, type.size());
        byte[] filters = ChunkCodec.message(type.size(), writer.level());
        return new Hdf5Dataset(writer, type, Dataspace.array(shape), layout, filters);
    }

    private static byte[] copy(Datatype type, Elements elements, int from, int count) {
        int bytes = Math.multiplyExact(count, type.size());
        ByteBuffer raw = ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
        elements.copy(from, count, raw);
        return raw.array();
    }
}
