package io.spatho.anndata.deflate;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * The Adler-32 checksum of a zlib stream, eight bytes at a time: the Java platform leaves it to zlib, which takes as long for it as
 * for expanding a plane of zeros.
 *
 * <p>Source: RFC 1950, section 8.2.
 */
final class Checksum {

    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final int MODULUS = 65_521;
    private static final long LANES = 0x00ff00ff00ff00ffL;
    private static final long LANE = 0xffff;

    /** So many words' sums of sums fit lanes of 16 bits: 255 x 22 x 21 / 2 is 58,905. */
    private static final int WORDS = 22;

    private static final int STRETCH = WORDS * Long.BYTES;

    private Checksum() {}

    /** The checksum of the first bytes of an array. */
    static int of(byte[] bytes, int length) {
        long low = 1;
        long high = 0;
        int at = 0;
        for (; at + STRETCH <= length; at += STRETCH) {
            long even = 0;
            long odd = 0;
            long evenBefore = 0;
            long oddBefore = 0;
            for (int i = at; i < at + STRETCH; i += Long.BYTES) {
                long word = (long) LONGS.get(bytes, i);
                evenBefore += even;
                oddBefore += odd;
                even += word & LANES;
                odd += (word >>> Byte.SIZE) & LANES;
            }
            high += STRETCH * low
                    + Long.BYTES * (sum(evenBefore) + sum(oddBefore))
                    + weighted(even, 8)
                    + weighted(odd, 7);
            low += sum(even) + sum(odd);
            high %= MODULUS;
            low %= MODULUS;
        }
        for (; at < length; at++) {
            low = (low + (bytes[at] & 0xff)) % MODULUS;
            high = (high + low) % MODULUS;
        }
        return (int) (high << 16 | low);
    }

    private static long sum(long lanes) {
        return (lanes & LANE) + ((lanes >>> 16) & LANE) + ((lanes >>> 32) & LANE) + (lanes >>> 48);
    }

    /** The lanes, of which the first counts {@code first} times and each following one two times less. */
    private static long weighted(long lanes, int first) {
        return first * (lanes & LANE)
                + (first - 2) * ((lanes >>> 16) & LANE)
                + (first - 4) * ((lanes >>> 32) & LANE)
                + (first - 6) * (lanes >>> 48);
    }
}
