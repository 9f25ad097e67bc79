package io.spatho.anndata.tiff;

/**
 * LZW as TIFF 6.0 section 13 defines it: codes of 9 to 12 bits, most significant bit first, widened one code early.
 *
 * <p>Cost: linear in the output, which never exceeds the array it is given.
 */
final class LzwDecoder {

    private static final int CLEAR = 256;
    private static final int END = 257;
    private static final int CODES = 4096;

    private final int[] prefix = new int[CODES];
    private final byte[] suffix = new byte[CODES];
    private final byte[] first = new byte[CODES];
    private final int[] length = new int[CODES];

    LzwDecoder() {
        for (int code = 0; code < CLEAR; code++) {
            prefix[code] = -1;
            suffix[code] = (byte) code;
            first[code] = (byte) code;
            length[code] = 1;
        }
    }

    /** Fills {@code out}; returns how many bytes there were. */
    int decode(byte[] in, byte[] out) throws CorruptTileException {
        if (in.length > 1 && in[0] == 0 && (in[1] & 1) == 1) {
            throw new CorruptTileException("LZW with the bit order of before 1989");
        }
        int next = END + 1;
        int width = 9;
        int old = -1;
        int at = 0;
        int buffer = 0;
        int bits = 0;
        int position = 0;
        while (at < out.length) {
            while (bits < width && position < in.length) {
                buffer = (buffer << 8) | (in[position++] & 0xff);
                bits += 8;
            }
            if (bits < width) {
                break;
            }
            int code = (buffer >>> (bits - width)) & ((1 << width) - 1);
            bits -= width;
            buffer &= (1 << bits) - 1;
            if (code == END) {
                break;
            }
            if (code == CLEAR) {
                next = END + 1;
                width = 9;
                old = -1;
                continue;
            }
            if (old < 0 ? code > END : code > next) {
                throw new CorruptTileException("LZW code " + code + " before it was defined");
            }
            if (old >= 0 && next < CODES) {
                add(next, old, code == next ? first[old] : first[code]);
                next++;
            } else if (code >= next) {
                throw new CorruptTileException("LZW table is full");
            }
            at = write(code, out, at);
            old = code;
            if (next >= (1 << width) - 1 && width < 12) {
                width++;
            }
        }
        return at;
    }

    private void add(int code, int before, byte last) {
        prefix[code] = before;
        suffix[code] = last;
        first[code] = first[before];
        length[code] = length[before] + 1;
    }

    private int write(int code, byte[] out, int at) {
        int end = at + length[code];
        int place = end - 1;
        for (int part = code; part >= 0; part = prefix[part]) {
            if (place < out.length) {
                out[place] = suffix[part];
            }
            place--;
        }
        return Math.min(end, out.length);
    }
}
