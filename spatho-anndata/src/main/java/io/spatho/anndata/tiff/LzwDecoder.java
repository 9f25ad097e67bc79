package io.spatho.anndata.tiff;

/**
 * LZW as TIFF 6.0 section 13 defines it: codes of 9 to 12 bits, most significant bit first, widened one code early.
 *
 * <p>The string of a code is the string before it and the first byte of the one after, and so stands in the output already: the table
 * holds places instead of strings. Cost: linear in the output, which never exceeds the array it is given.
 */
final class LzwDecoder {

    private static final int CLEAR = 256;
    private static final int END = 257;
    private static final int CODES = 4096;

    private final int[] start = new int[CODES];
    private final int[] length = new int[CODES];

    /** Fills {@code out}; returns how many bytes there were. */
    int decode(byte[] in, byte[] out) throws CorruptTileException {
        if (in.length > 1 && in[0] == 0 && (in[1] & 1) == 1) {
            throw new CorruptTileException("LZW with the bit order of before 1989");
        }
        int next = END + 1;
        int width = 9;
        int oldStart = -1;
        int oldLength = 0;
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
            bits -= width;
            int code = (buffer >>> bits) & ((1 << width) - 1);
            if (code == END) {
                break;
            }
            if (code == CLEAR) {
                next = END + 1;
                width = 9;
                oldStart = -1;
                continue;
            }
            if (oldStart >= 0 && next < CODES) {
                start[next] = oldStart;
                length[next] = oldLength + 1;
                next++;
            }
            if (code >= next) {
                throw new CorruptTileException("LZW code " + code + " before it was defined");
            }
            oldStart = at;
            at = code < CLEAR ? literal(code, out, at) : copy(code, out, at);
            oldLength = at - oldStart;
            if (next >= (1 << width) - 1 && width < 12) {
                width++;
            }
        }
        return at;
    }

    private static int literal(int code, byte[] out, int at) {
        out[at] = (byte) code;
        return at + 1;
    }

    /** Byte by byte: the last byte of a string may be the first that is being written. */
    private int copy(int code, byte[] out, int at) {
        int from = start[code];
        int end = Math.min(out.length, at + length[code]);
        for (int to = at; to < end; to++) {
            out[to] = out[from++];
        }
        return end;
    }
}
