package io.spatho.anndata.hdf5;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdException;
import java.nio.ByteBuffer;

/**
 * Decompressors of the filters that HDF5 knows as plug-ins: LZF, LZ4 and Zstandard. None makes more bytes than were declared.
 *
 * <p>Source: the formats of LibLZF 3, of LZ4 blocks, and of the LZ4 plug-in registered with The HDF Group (big-endian sizes before
 * each block).
 */
final class Unpacking {

    private static final int SHORTEST_MATCH = 4;
    private static final int LONG_RUN = 15;

    private Unpacking() {}

    /** LZF: literal runs and back references, without a header. */
    static byte[] lzf(byte[] packed, int expected) {
        byte[] bytes = new byte[expected];
        int at = 0;
        int size = 0;
        while (at < packed.length) {
            int control = packed[at++] & 0xff;
            if (control < 32) {
                int run = control + 1;
                require(run <= packed.length - at && run <= expected - size);
                System.arraycopy(packed, at, bytes, size, run);
                at += run;
                size += run;
            } else {
                int length = control >> 5;
                if (length == 7) {
                    require(at < packed.length);
                    length += packed[at++] & 0xff;
                }
                require(at < packed.length);
                int from = size - ((control & 0x1f) << 8) - (packed[at++] & 0xff) - 1;
                size = repeat(bytes, from, size, length + 2);
            }
        }
        require(size == expected);
        return bytes;
    }

    /** The LZ4 plug-in: the size of all, the size of a block, then blocks that are compressed or as they are. */
    static byte[] lz4(byte[] packed, int expected) {
        require(packed.length >= 12);
        ByteBuffer in = ByteBuffer.wrap(packed);
        require(in.getLong() == expected);
        int block = in.getInt();
        require(block > 0);
        byte[] bytes = new byte[expected];
        for (int from = 0; from < expected; from += Math.min(block, expected - from)) {
            int to = from + Math.min(block, expected - from);
            require(in.remaining() >= 4);
            int stored = in.getInt();
            require(stored >= 0 && stored <= in.remaining());
            if (stored == to - from) {
                in.get(bytes, from, stored);
            } else {
                lz4Block(packed, in.position(), in.position() + stored, bytes, from, to);
                in.position(in.position() + stored);
            }
        }
        return bytes;
    }

    private static void lz4Block(byte[] packed, int from, int end, byte[] bytes, int start, int to) {
        int[] at = {from};
        int size = start;
        while (at[0] < end) {
            int token = packed[at[0]++] & 0xff;
            int run = length(packed, at, end, token >> 4);
            require(run <= end - at[0] && run <= to - size);
            System.arraycopy(packed, at[0], bytes, size, run);
            at[0] += run;
            size += run;
            if (at[0] == end) {
                break;
            }
            require(end - at[0] >= 2);
            int distance = (packed[at[0]] & 0xff) | ((packed[at[0] + 1] & 0xff) << 8);
            at[0] += 2;
            int match = length(packed, at, end, token & LONG_RUN) + SHORTEST_MATCH;
            require(distance > 0 && size - distance >= start && match <= to - size);
            size = repeat(bytes, size - distance, size, match);
        }
        require(size == to);
    }

    private static int length(byte[] packed, int[] at, int end, int first) {
        int length = first;
        if (first == LONG_RUN) {
            int more;
            do {
                require(at[0] < end && length < Integer.MAX_VALUE - 512);
                more = packed[at[0]++] & 0xff;
                length += more;
            } while (more == 0xff);
        }
        return length;
    }

    /** Copies byte by byte: source and target may overlap. */
    private static int repeat(byte[] bytes, int from, int to, int length) {
        require(from >= 0 && length <= bytes.length - to);
        for (int i = 0; i < length; i++) {
            bytes[to + i] = bytes[from + i];
        }
        return to + length;
    }

    static byte[] zstd(byte[] packed, int expected) {
        byte[] bytes = new byte[expected];
        try {
            long size = Zstd.decompressByteArray(bytes, 0, expected, packed, 0, packed.length);
            require(size == expected);
        } catch (ZstdException e) {
            throw new IllegalStateException("a compressed chunk is damaged: " + e.getMessage(), e);
        }
        return bytes;
    }

    private static void require(boolean holds) {
        if (!holds) {
            throw new IllegalStateException("a compressed chunk is damaged or has another size than declared");
        }
    }
}
