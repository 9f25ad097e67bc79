package io.spatho.anndata.zarr;

/** Undoes the two reorderings of bytes and bits that blosc and numcodecs do before compressing. */
final class Shuffle {

    private Shuffle() {}

    /** Puts the bytes of each element together again; bytes after the last whole element stay. */
    static void unshuffle(byte[] from, int length, int size, byte[] to, int at) {
        int elements = length / size;
        int next = 0;
        for (int plane = 0; plane < size; plane++) {
            for (int element = 0, target = at + plane; element < elements; element++, target += size) {
                to[target] = from[next++];
            }
        }
        System.arraycopy(from, next, to, at + next, length - next);
    }

    /**
     * Puts the bits of each element together again: row {@code 8 p + b} holds bit {@code b} of byte {@code p} of all elements, eight
     * elements to a byte, the first in the lowest bit. Only blocks of a multiple of eight elements are reordered at all.
     */
    static void unshuffleBits(byte[] from, int length, int size, byte[] to, int at) {
        int elements = length / size;
        if (elements % 8 != 0) {
            System.arraycopy(from, 0, to, at, length);
            return;
        }
        int eights = elements / 8;
        for (int plane = 0; plane < size; plane++) {
            for (int eight = 0; eight < eights; eight++) {
                long bits = 0;
                for (int bit = 0; bit < 8; bit++) {
                    bits |= (from[(8 * plane + bit) * eights + eight] & 0xffL) << (8 * bit);
                }
                bits = transposed(bits);
                int target = at + 8 * eight * size + plane;
                for (int element = 0; element < 8; element++, target += size) {
                    to[target] = (byte) (bits >>> (8 * element));
                }
            }
        }
        int done = elements * size;
        System.arraycopy(from, done, to, at + done, length - done);
    }

    /** The transpose of eight rows of eight bits (Warren, Hacker's Delight 7-3). */
    private static long transposed(long rows) {
        long bits = rows;
        long swap = (bits ^ (bits >>> 7)) & 0x00aa00aa00aa00aaL;
        bits ^= swap ^ (swap << 7);
        swap = (bits ^ (bits >>> 14)) & 0x0000cccc0000ccccL;
        bits ^= swap ^ (swap << 14);
        swap = (bits ^ (bits >>> 28)) & 0x00000000f0f0f0f0L;
        return bits ^ swap ^ (swap << 28);
    }
}
