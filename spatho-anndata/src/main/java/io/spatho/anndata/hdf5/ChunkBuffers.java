package io.spatho.anndata.hdf5;

import io.spatho.anndata.deflate.FastInflater;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.zip.DataFormatException;

/** What one thread needs to undo the filters of one chunk after the other. */
final class ChunkBuffers {

    private static final VarHandle INTS = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private final int chunkBytes;
    private final int elementSize;
    private FastInflater inflater;
    private byte[] inflated = {};
    private byte[] joined = {};

    /** Buffers for chunks of so many bytes. */
    ChunkBuffers(int chunkBytes, int elementSize) {
        this.chunkBytes = chunkBytes;
        this.elementSize = elementSize;
    }

    /** Undoes deflate; the result is good until the next call. */
    byte[] inflate(byte[] packed, int expected) {
        if (inflater == null) {
            inflater = new FastInflater();
        }
        byte[] target = inflated;
        if (target.length != expected || packed == target) {
            target = new byte[expected];
            inflated = expected == chunkBytes ? target : inflated;
        }
        try {
            inflater.inflate(packed, packed.length, target, expected);
        } catch (DataFormatException e) {
            throw new IllegalStateException("a compressed chunk is damaged: " + e.getMessage(), e);
        }
        return target;
    }

    /** Undoes shuffle: puts the bytes of each element together again. The result is good until the next call. */
    byte[] unshuffle(byte[] shuffled) {
        if (elementSize == 1) {
            return shuffled;
        }
        if (joined.length != shuffled.length || shuffled == joined) {
            joined = new byte[shuffled.length];
        }
        int elements = shuffled.length / elementSize;
        int done = elementSize * elements;
        switch (elementSize) {
            case Integer.BYTES -> ints(shuffled, elements);
            case Long.BYTES -> longs(shuffled, elements);
            default -> any(shuffled, elements);
        }
        System.arraycopy(shuffled, done, joined, done, shuffled.length - done);
        return joined;
    }

    private void ints(byte[] planes, int n) {
        byte[] to = joined;
        for (int i = 0; i < n; i++) {
            int value = (planes[i] & 0xff)
                    | (planes[i + n] & 0xff) << 8
                    | (planes[i + 2 * n] & 0xff) << 16
                    | planes[i + 3 * n] << 24;
            INTS.set(to, i * Integer.BYTES, value);
        }
    }

    /** Integers of 64 bits are mostly small: planes of zeros are not looked at. */
    private void longs(byte[] planes, int n) {
        byte[] to = joined;
        boolean small = isZero(planes, 2 * n, Long.BYTES * n);
        for (int i = 0; i < n; i++) {
            long value = (planes[i] & 0xff) | (planes[i + n] & 0xff) << 8;
            LONGS.set(to, i * Long.BYTES, small ? value : value | upper(planes, i, n));
        }
    }

    private static long upper(byte[] planes, int i, int n) {
        long value = 0;
        for (int plane = Long.BYTES - 1; plane >= 2; plane--) {
            value = (value << 8) | (planes[i + plane * n] & 0xff);
        }
        return value << 16;
    }

    private static boolean isZero(byte[] bytes, int from, int to) {
        return to > from && bytes[from] == 0 && Arrays.mismatch(bytes, from, to - 1, bytes, from + 1, to) < 0;
    }

    private void any(byte[] planes, int n) {
        int from = 0;
        for (int plane = 0; plane < elementSize; plane++) {
            for (int element = 0, to = plane; element < n; element++, to += elementSize) {
                joined[to] = planes[from++];
            }
        }
    }
}
