package io.spatho.anndata.zarr;

import io.spatho.anndata.tree.Numbers;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Writes whole arrays in chunks along the first dimension; chunk borders depend on shape and type only. */
final class ArrayStorage {

    private static final int TEXTS_PER_CHUNK = 1 << 17;

    private final ZarrWriter writer;

    ArrayStorage(ZarrWriter writer) {
        this.writer = writer;
    }

    /** Elements from a position on, as little-endian bytes. */
    @FunctionalInterface
    interface Elements {
        /** The bytes of {@code count} elements from the {@code first} on. */
        byte[] read(long first, int count);
    }

    ZarrArray numbers(String path, Numbers values) {
        return fixed(path, StoredType.of(values.type()), values.shape(), values::read);
    }

    /** Elements of a fixed number of bytes; no extents make a scalar. */
    ZarrArray fixed(String path, StoredType type, long[] shape, Elements elements) {
        ChunkWriter chunks = new ChunkWriter(writer, path);
        if (shape.length == 0) {
            chunks.scalar(elements.read(0, 1));
            return new ZarrArray(writer, path, () -> type.describe(shape, shape));
        }
        long count = count(shape);
        long rowElements = shape[0] == 0 ? 1 : count / shape[0];
        long rowBytes = Math.max(1, rowElements * type.bytes());
        int rows = (int) Math.max(1, Math.min(shape[0], ChunkWriter.CHUNK_BYTES / rowBytes));
        if (count > 0) {
            int perChunk = Math.toIntExact(Math.multiplyExact(rows, rowElements));
            write(chunks, shape, count, perChunk, type.bytes(), elements);
        }
        return new ZarrArray(writer, path, () -> type.describe(shape, chunk(shape, rows)));
    }

    private static void write(ChunkWriter chunks, long[] shape, long count, int perChunk, int size, Elements elements) {
        int chunkBytes = Math.multiplyExact(perChunk, size);
        int together = Math.max(1, ChunkWriter.IN_FLIGHT * ChunkWriter.CHUNK_BYTES / chunkBytes);
        long all = (count + perChunk - 1) / perChunk;
        for (long first = 0; first < all; first += together) {
            long start = first * perChunk;
            long end = Math.min(count, start + (long) together * perChunk);
            byte[] raw = elements.read(start, Math.toIntExact(end - start));
            int n = (int) Math.min(together, all - first);
            chunks.along(first, n, shape.length, i -> Arrays.copyOfRange(raw, i * chunkBytes, (i + 1) * chunkBytes));
        }
    }

    /** Strings of any length; no extents make a scalar. */
    ZarrArray texts(String path, String[] values, long[] shape) {
        ChunkWriter chunks = new ChunkWriter(writer, path);
        if (shape.length == 0) {
            chunks.scalar(encoded(values, 0, 1));
            return new ZarrArray(writer, path, () -> StoredType.TEXT.describe(shape, shape));
        }
        long rowElements = shape[0] == 0 ? 1 : Math.max(1, values.length / shape[0]);
        int rows = (int) Math.max(1, Math.min(shape[0], TEXTS_PER_CHUNK / rowElements));
        int perChunk = Math.toIntExact(Math.multiplyExact(rows, rowElements));
        int all = (values.length + perChunk - 1) / perChunk;
        chunks.along(0, all, shape.length, i -> encoded(values, i * perChunk, perChunk));
        return new ZarrArray(writer, path, () -> StoredType.TEXT.describe(shape, chunk(shape, rows)));
    }

    /** The number of strings, then each with its length, all in four bytes; beyond the end they are empty. */
    private static byte[] encoded(String[] values, int from, int count) {
        byte[][] texts = new byte[count][];
        int size = 4;
        for (int i = 0; i < count; i++) {
            String text = from + i < values.length ? values[from + i] : "";
            texts[i] = text.getBytes(StandardCharsets.UTF_8);
            size = Math.addExact(size, 4 + texts[i].length);
        }
        ByteBuffer bytes =
                ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN).putInt(count);
        for (byte[] text : texts) {
            bytes.putInt(text.length).put(text);
        }
        return bytes.array();
    }

    private static long count(long[] shape) {
        long count = 1;
        for (long extent : shape) {
            count = Math.multiplyExact(count, extent);
        }
        return count;
    }

    /** Some rows together, everything else whole; no extent is zero. */
    private static long[] chunk(long[] shape, int rows) {
        long[] chunk = shape.clone();
        chunk[0] = rows;
        for (int i = 0; i < chunk.length; i++) {
            chunk[i] = Math.max(1, chunk[i]);
        }
        return chunk;
    }
}
