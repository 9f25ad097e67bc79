package io.spatho.anndata.deflate;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/** Bytes that are written a few bits at a time, lowest bit first. The caller makes room before it writes. */
final class BitOutput {

    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final int SPARE = 16;

    private byte[] bytes = new byte[1 << 12];
    private int size;
    private long pending;
    private int pendingBits;

    void clear() {
        size = 0;
        pending = 0;
        pendingBits = 0;
    }

    /** Makes sure that so many more bytes fit. */
    void room(long more) {
        long needed = size + more + SPARE;
        if (needed > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.toIntExact(Math.max(needed, bytes.length + (bytes.length >> 1))));
        }
    }

    /** Writes the low {@code count} bits, at most 48; higher bits of the value must be zero. */
    void put(long value, int count) {
        pending |= value << pendingBits;
        pendingBits += count;
        if (pendingBits > 15) {
            drain();
        }
    }

    private void drain() {
        LONGS.set(bytes, size, pending);
        size += pendingBits >>> 3;
        pending >>>= pendingBits & ~7;
        pendingBits &= 7;
    }

    /**
     * Writes the codes of bytes.
     *
     * @param packed for each byte its code, and from bit 16 on the number of its bits, at most 15
     */
    void codes(byte[] source, int from, int to, int[] packed) {
        long bits = pending;
        int count = pendingBits;
        int at = size;
        int i = from;
        for (; i + 2 < to; i += 3) {
            int first = packed[source[i] & 0xff];
            int second = packed[source[i + 1] & 0xff];
            int third = packed[source[i + 2] & 0xff];
            bits |= (long) (first & 0xffff) << count;
            count += first >>> 16;
            bits |= (long) (second & 0xffff) << count;
            count += second >>> 16;
            bits |= (long) (third & 0xffff) << count;
            count += third >>> 16;
            LONGS.set(bytes, at, bits);
            at += count >>> 3;
            bits >>>= count & ~7;
            count &= 7;
        }
        size = at;
        pending = bits;
        pendingBits = count;
        for (; i < to; i++) {
            int code = packed[source[i] & 0xff];
            put(code & 0xffff, code >>> 16);
        }
    }

    /** Fills the current byte with zero bits. */
    void align() {
        LONGS.set(bytes, size, pending);
        size += (pendingBits + 7) >>> 3;
        pending = 0;
        pendingBits = 0;
    }

    /** Copies whole bytes; only between whole bytes. */
    void put(byte[] source, int from, int count) {
        System.arraycopy(source, from, bytes, size, count);
        size += count;
    }

    byte[] toBytes() {
        return Arrays.copyOf(bytes, size);
    }
}
