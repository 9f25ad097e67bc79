package io.spatho.anndata.zarr;

/**
 * Decodes a block of blosc's own codec.
 *
 * <p>A control byte below 32 begins a run of that many plus one literal bytes. Any other is a match: its upper three bits are the
 * length, continued in bytes of 255 when they are all set; its lower five bits and the next byte are the distance; where these are
 * all set, two more bytes give a distance beyond 8,191. Source: the format as c-blosc 1.21 reads and writes it.
 */
final class BloscLz {

    private static final int FAR = 8191;
    private static final int LONG_LENGTH = 6;

    private final byte[] in;
    private final int end;
    private final byte[] out;
    private int at;
    private int size;

    private BloscLz(byte[] in, int from, int length, int size) {
        this.in = in;
        this.at = from;
        this.end = from + length;
        this.out = new byte[size];
    }

    static byte[] decode(byte[] stored, int from, int length, int size) {
        BloscLz block = new BloscLz(stored, from, length, size);
        block.decode();
        if (block.size != size) {
            throw new IllegalStateException("a blosclz block expands to " + block.size + " bytes instead of " + size);
        }
        return block.out;
    }

    private void decode() {
        int control = next() & 31;
        while (true) {
            if (control < 32) {
                literals(control + 1);
            } else {
                match(control);
            }
            if (at >= end) {
                return;
            }
            control = next();
        }
    }

    private void literals(int count) {
        if (count > end - at || count > out.length - size) {
            throw new IllegalStateException("a blosclz block is damaged");
        }
        System.arraycopy(in, at, out, size, count);
        at += count;
        size += count;
    }

    private void match(int control) {
        int length = (control >>> 5) - 1;
        if (length == LONG_LENGTH) {
            int more;
            do {
                more = next();
                length += more;
                requireRoom(length);
            } while (more == 255);
        }
        int distance = (control & 31) << 8;
        int low = next();
        if (low == 255 && distance == 31 << 8) {
            distance = FAR + (next() << 8);
            distance += next();
        } else {
            distance += low;
        }
        int from = size - distance - 1;
        int count = length + 3;
        requireRoom(count);
        if (from < 0) {
            throw new IllegalStateException("a blosclz block refers to bytes before its start");
        }
        for (int i = 0; i < count; i++) {
            out[size + i] = out[from + i];
        }
        size += count;
    }

    private void requireRoom(int count) {
        if (count > out.length - size) {
            throw new IllegalStateException("a blosclz block expands to more than " + out.length + " bytes");
        }
    }

    private int next() {
        if (at >= end) {
            throw new IllegalStateException("a blosclz block ends too early");
        }
        return in[at++] & 0xff;
    }
}
