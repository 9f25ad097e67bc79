package io.spatho.anndata.parquet;

import io.airlift.compress.MalformedInputException;
import io.airlift.compress.lz4.Lz4Decompressor;
import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * Pages of Parquet's deprecated LZ4 codec: blocks as Hadoop frames them (expanded length, then compressed length and bytes, both
 * lengths big-endian), or one plain block, which some writers put there.
 */
final class HadoopLz4 {

    private HadoopLz4() {}

    static byte[] expand(byte[] page, int size) throws IOException {
        byte[] out = new byte[size];
        if (framed(page, out)) {
            return out;
        }
        try {
            if (new Lz4Decompressor().decompress(page, 0, page.length, out, 0, size) == size) {
                return out;
            }
        } catch (MalformedInputException e) {
            throw new IOException("an LZ4 page is damaged", e);
        }
        throw new IOException("an LZ4 page does not expand to " + size + " bytes");
    }

    /** Whether the page is made of frames that fill {@code out}. */
    private static boolean framed(byte[] page, byte[] out) {
        ByteBuffer in = ByteBuffer.wrap(page);
        int filled = 0;
        while (in.remaining() >= 2 * Integer.BYTES) {
            int expanded = in.getInt();
            int until = filled + expanded;
            if (expanded <= 0 || until > out.length || until < 0) {
                return false;
            }
            while (filled < until) {
                int stored = in.remaining() < Integer.BYTES ? -1 : in.getInt();
                if (stored <= 0 || stored > in.remaining()) {
                    return false;
                }
                try {
                    filled +=
                            new Lz4Decompressor().decompress(page, in.position(), stored, out, filled, until - filled);
                } catch (MalformedInputException | IndexOutOfBoundsException | IllegalArgumentException e) {
                    return false;
                }
                in.position(in.position() + stored);
            }
        }
        return filled == out.length && !in.hasRemaining();
    }
}
