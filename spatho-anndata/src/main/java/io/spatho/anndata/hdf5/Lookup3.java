package io.spatho.anndata.hdf5;

/** Jenkins' lookup3 hash, the checksum of HDF5 metadata. Source: HDF5 File Format Specification 3.0, section "Checksums". */
final class Lookup3 {

    private static final int SEED = 0xdeadbeef;

    private int a;
    private int b;
    private int c;

    private Lookup3(int length) {
        a = SEED + length;
        b = a;
        c = a;
    }

    /** The checksum of the first {@code length} bytes. */
    static int of(byte[] bytes, int length) {
        if (length == 0) {
            return SEED;
        }
        Lookup3 state = new Lookup3(length);
        int at = 0;
        while (length - at > 12) {
            state.add(bytes, at, length);
            state.mix();
            at += 12;
        }
        state.add(bytes, at, length);
        return state.last();
    }

    private void add(byte[] bytes, int at, int length) {
        a += word(bytes, at, length);
        b += word(bytes, at + 4, length);
        c += word(bytes, at + 8, length);
    }

    private static int word(byte[] bytes, int at, int length) {
        int value = 0;
        for (int i = 0; i < 4 && at + i < length; i++) {
            value |= (bytes[at + i] & 0xff) << (8 * i);
        }
        return value;
    }

    private void mix() {
        a -= c;
        a ^= Integer.rotateLeft(c, 4);
        c += b;
        b -= a;
        b ^= Integer.rotateLeft(a, 6);
        a += c;
        c -= b;
        c ^= Integer.rotateLeft(b, 8);
        b += a;
        a -= c;
        a ^= Integer.rotateLeft(c, 16);
        c += b;
        b -= a;
        b ^= Integer.rotateLeft(a, 19);
        a += c;
        c -= b;
        c ^= Integer.rotateLeft(b, 4);
        b += a;
    }

    private int last() {
        c ^= b;
        c -= Integer.rotateLeft(b, 14);
        a ^= c;
        a -= Integer.rotateLeft(c, 11);
        b ^= a;
        b -= Integer.rotateLeft(a, 25);
        c ^= b;
        c -= Integer.rotateLeft(b, 16);
        a ^= c;
        a -= Integer.rotateLeft(c, 4);
        b ^= a;
        b -= Integer.rotateLeft(a, 14);
        c ^= b;
        c -= Integer.rotateLeft(b, 24);
        return c;
    }
}
