package io.spatho.anndata.hdf5;

import io.spatho.anndata.tree.NumberType;
import io.spatho.anndata.tree.Numbers;
import java.util.List;

/**
 * Stores numbers that are read while they are written, in compressed chunks of about 1 MiB along the first dimension.
 *
 * <p>Determinism: chunk borders depend on shape and type only. Memory: {@value ArrayStorage#CHUNKS_IN_FLIGHT} chunks.
 */
final class NumberStorage {

    private static final int SMALL = 1 << 14;

    private final Hdf5Writer writer;

    NumberStorage(Hdf5Writer writer) {
        this.writer = writer;
    }

    static Datatype type(NumberType type) {
        return switch (type) {
            case INT8 -> Datatype.INT8;
            case INT16 -> Datatype.INT16;
            case INT32 -> Datatype.INT32;
            case INT64 -> Datatype.INT64;
            case UINT8 -> Datatype.UINT8;
            case UINT16 -> Datatype.UINT16;
            case UINT32 -> Datatype.UINT32;
            case UINT64 -> Datatype.UINT64;
            case FLOAT16 -> Datatype.FLOAT16;
            case FLOAT32 -> Datatype.FLOAT32;
            case FLOAT64 -> Datatype.FLOAT64;
            case BOOLEAN -> Datatype.BOOLEAN;
        };
    }

    Hdf5Dataset write(Numbers values) {
        Datatype type = type(values.type());
        long[] shape = values.shape();
        long bytes = Math.multiplyExact(values.count(), (long) type.size());
        if (bytes > SMALL) {
            return chunked(type, shape, values);
        }
        byte[] all = values.read(0, (int) values.count());
        long address = all.length == 0 ? LittleEndian.UNDEFINED : writer.space().append(all);
        byte[] space = shape.length == 0 ? Dataspace.scalar() : Dataspace.array(shape);
        return new Hdf5Dataset(writer, type, space, DataLayout.contiguous(address, all.length), new byte[0]);
    }

    private Hdf5Dataset chunked(Datatype type, long[] shape, Numbers values) {
        int level = Math.max(1, writer.level());
        long rowElements = values.count() / shape[0];
        int rows = (int)
                Math.max(1, Math.min(shape[0], ArrayStorage.CHUNK_BYTES / Math.max(1, rowElements * type.size())));
        int perChunk = Math.toIntExact(Math.multiplyExact(rows, rowElements));
        int chunkBytes = Math.multiplyExact(perChunk, type.size());
        int together = Math.max(1, ArrayStorage.CHUNKS_IN_FLIGHT * ArrayStorage.CHUNK_BYTES / chunkBytes);
        ChunkIndex index = new ChunkIndex(shape.length, rows);
        long chunks = (shape[0] + rows - 1) / rows;
        for (long first = 0; first < chunks; first += together) {
            long start = first * perChunk;
            long end = Math.min(values.count(), start + (long) together * perChunk);
            byte[] raw = values.read(start, Math.toIntExact(end - start));
            int n = (int) Math.min(together, chunks - first);
            List<byte[]> encoded = writer.workers().map(n, i -> {
                int at = i * chunkBytes;
                int count = Math.min(chunkBytes, raw.length - at) / type.size();
                return writer.encode(raw, at, count, perChunk, type.size());
            });
            encoded.forEach(chunk -> index.add(chunk.length, writer.space().append(chunk)));
        }
        byte[] layout = DataLayout.chunked(index.write(writer.space()), rows, shape, type.size());
        byte[] filters = ChunkCodec.message(type.size(), level);
        return new Hdf5Dataset(writer, type, Dataspace.array(shape), layout, filters);
    }
}
