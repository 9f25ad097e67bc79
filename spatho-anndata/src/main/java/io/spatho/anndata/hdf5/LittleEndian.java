package io.spatho.anndata.hdf5;

import java.util.Arrays;

/** A growing buffer of little-endian bytes, in which metadata is put together. */
final class LittleEndian {

    /** The address that stands for "none". */
    static final long UNDEFINED = -1L;

    private byte[] bytes = new byte[256];
    private int size;

    int size() {
        return size;
    }

    byte[] toBytes() {
        return Arrays.copyOf(bytes, size);
    }

    /** Appends the low {@code count} bytes of a value. */
    LittleEndian put(long value, int count) {
        room(count);
        for (int i = 0; i < count; i++) {
            bytes[size++] = (byte) (value >>> (8 * i));
        }
        return this;
    }

    LittleEndian u8(int value) {
        return put(value, 1);
    }

    LittleEndian u16(int value) {
        return put(value, 2);
    }

    LittleEndian u32(long value) {
        return put(value, 4);
    }

    LittleEndian u64(long value) {
        return put(value, 8);
    }

    LittleEndian put(byte[] more) {
        room(more.length);
        System.arraycopy(more, 0, bytes, size, more.length);
        size += more.length;
        return this;
    }

    LittleEndian zeros(int count) {
        room(count);
        size += count;
        return this;
    }

    /** Appends the checksum of everything so far. */
    LittleEndian checksum() {
        return u32(Lookup3.of(bytes, size));
    }

    private void room(int more) {
        int needed = Math.addExact(size, more);
        if (needed > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(needed, (int) Math.min(Integer.MAX_VALUE - 8L, bytes.length * 2L)));
        }
    }
}
