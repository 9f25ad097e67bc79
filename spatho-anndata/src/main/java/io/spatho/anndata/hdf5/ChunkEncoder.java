package io.spatho.anndata.hdf5;

import io.spatho.anndata.deflate.FastDeflater;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/** Applies the filters of {@link ChunkCodec} to one chunk after the other, with buffers that are used again. For one thread. */
final class ChunkEncoder {

    private static final VarHandle INTS = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private final FastDeflater deflater = new FastDeflater();
    private byte[] shuffled = {};

    /**
     * The stored bytes of a chunk.
     *
     * @param raw little-endian elements from byte {@code offset} on; what they lack to a whole chunk is zero
     * @param count elements there are
     * @param perChunk elements of a whole chunk
     * @param level 0 for elements as they are
     */
    byte[] encode(byte[] raw, int offset, int count, int perChunk, int elementSize, int level) {
        int bytes = perChunk * elementSize;
        if (level == 0) {
            return Arrays.copyOf(Arrays.copyOfRange(raw, offset, offset + count * elementSize), bytes);
        }
        if (shuffled.length < bytes) {
            shuffled = new byte[bytes];
        }
        shuffle(raw, offset, count, perChunk, elementSize);
        for (int plane = 0; plane < elementSize; plane++) {
            Arrays.fill(shuffled, plane * perChunk + count, (plane + 1) * perChunk, (byte) 0);
        }
        if (level > Hdf5Writer.DEFAULT_LEVEL) {
            return ChunkCodec.deflate(bytes == shuffled.length ? shuffled : Arrays.copyOf(shuffled, bytes), level);
        }
        return deflater.deflate(shuffled, bytes, perChunk);
    }

    private void shuffle(byte[] raw, int offset, int count, int stride, int elementSize) {
        switch (elementSize) {
            case 1 -> System.arraycopy(raw, offset, shuffled, 0, count);
            case 4 -> shuffleInts(raw, offset, count, stride);
            case 8 -> shuffleLongs(raw, offset, count, stride);
            default -> {
                for (int plane = 0; plane < elementSize; plane++) {
                    int from = offset + plane;
                    int to = plane * stride;
                    for (int i = 0; i < count; i++, from += elementSize) {
                        shuffled[to + i] = raw[from];
                    }
                }
            }
        }
    }

    private void shuffleInts(byte[] raw, int offset, int count, int stride) {
        byte[] to = shuffled;
        for (int i = 0; i < count; i++) {
            int value = (int) INTS.get(raw, offset + Integer.BYTES * i);
            to[i] = (byte) value;
            to[i + stride] = (byte) (value >>> 8);
            to[i + 2 * stride] = (byte) (value >>> 16);
            to[i + 3 * stride] = (byte) (value >>> 24);
        }
    }

    private void shuffleLongs(byte[] raw, int offset, int count, int stride) {
        byte[] to = shuffled;
        for (int i = 0; i < count; i++) {
            long value = (long) LONGS.get(raw, offset + Long.BYTES * i);
            int low = (int) value;
            int high = (int) (value >>> Integer.SIZE);
            to[i] = (byte) low;
            to[i + stride] = (byte) (low >>> 8);
            to[i + 2 * stride] = (byte) (low >>> 16);
            to[i + 3 * stride] = (byte) (low >>> 24);
            to[i + 4 * stride] = (byte) high;
            to[i + 5 * stride] = (byte) (high >>> 8);
            to[i + 6 * stride] = (byte) (high >>> 16);
            to[i + 7 * stride] = (byte) (high >>> 24);
        }
    }
}
