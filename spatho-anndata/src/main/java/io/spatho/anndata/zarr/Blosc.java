package io.spatho.anndata.zarr;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * Decodes the container of c-blosc, versions 1 and 2: a header of 16 bytes, the offsets of the blocks, and per block one or, for
 * each byte of an element, several compressed streams.
 *
 * <p>Source: c-blosc 1.21, README_CHUNK_FORMAT; codecs blosclz, lz4 (and lz4hc), snappy, zlib and zstd.
 */
public final class Blosc {

    private static final int HEADER = 16;
    private static final int SHUFFLED = 1;
    private static final int COPIED = 2;
    private static final int BITS_SHUFFLED = 4;
    private static final int NOT_SPLIT = 16;
    private static final int MOST_STREAMS = 16;
    private static final int SHORTEST_STREAM = 128;

    private final byte[] stored;
    private final ByteBuffer numbers;
    private final int flags;
    private final int typeSize;
    private final int size;
    private final int blockSize;

    private Blosc(byte[] stored, int most) {
        if (stored.length < HEADER) {
            throw new IllegalStateException("a blosc chunk has only " + stored.length + " bytes");
        }
        this.stored = stored;
        this.numbers = ByteBuffer.wrap(stored).order(ByteOrder.LITTLE_ENDIAN);
        this.flags = stored[2] & 0xff;
        this.typeSize = stored[3] & 0xff;
        this.size = numbers.getInt(4);
        this.blockSize = numbers.getInt(8);
        if (stored[0] < 1 || stored[0] > 2) {
            throw new IllegalStateException("a blosc chunk has format " + stored[0] + ", not 1 or 2");
        }
        if (size > most || size < 0) {
            throw Inflation.tooMany(most);
        }
        if (numbers.getInt(12) != stored.length || typeSize == 0 || (size > 0 && blockSize <= 0)) {
            throw new IllegalStateException("a blosc chunk's header is damaged");
        }
    }

    /** The bytes of a container; an {@link IllegalStateException} where it is damaged or holds more than {@code most}. */
    public static byte[] expand(byte[] stored, int most) {
        return new Blosc(stored, most).decode();
    }

    private byte[] decode() {
        if ((flags & COPIED) != 0) {
            if (stored.length != HEADER + size) {
                throw new IllegalStateException(
                        "a blosc chunk has " + stored.length + " bytes for " + size + " copied");
            }
            return Arrays.copyOfRange(stored, HEADER, stored.length);
        }
        int blocks = (int) (((long) size + blockSize - 1) / Math.max(1, blockSize));
        if (4L * blocks > stored.length - HEADER) {
            throw new IllegalStateException("a blosc chunk is too short for its " + blocks + " blocks");
        }
        byte[] bytes = new byte[size];
        for (int block = 0; block < blocks; block++) {
            decodeBlock(block, bytes);
        }
        return bytes;
    }

    private void decodeBlock(int block, byte[] bytes) {
        int to = block * blockSize;
        int length = Math.min(blockSize, size - to);
        boolean leftover = length < blockSize;
        boolean split = (flags & NOT_SPLIT) == 0
                && typeSize <= MOST_STREAMS
                && length / typeSize >= SHORTEST_STREAM
                && !leftover;
        int streams = split ? typeSize : 1;
        byte[] raw = new byte[length];
        int at = numbers.getInt(HEADER + 4 * block);
        for (int stream = 0; stream < streams; stream++) {
            int n = length / streams;
            requireInside(at, 4);
            int packed = numbers.getInt(at);
            requireInside(at + 4, packed);
            byte[] part = packed == n ? null : decodeStream(at + 4, packed, n);
            System.arraycopy(part == null ? stored : part, part == null ? at + 4 : 0, raw, stream * n, n);
            at += 4 + packed;
        }
        if ((flags & SHUFFLED) != 0 && typeSize > 1) {
            Shuffle.unshuffle(raw, length, typeSize, bytes, to);
        } else if ((flags & BITS_SHUFFLED) != 0 && length >= typeSize) {
            Shuffle.unshuffleBits(raw, length, typeSize, bytes, to);
        } else {
            System.arraycopy(raw, 0, bytes, to, length);
        }
    }

    private void requireInside(int at, int length) {
        if (at < HEADER || length < 0 || at > stored.length - length) {
            throw new IllegalStateException("a blosc chunk's block lies outside the chunk");
        }
    }

    private byte[] decodeStream(int from, int length, int expanded) {
        int codec = flags >>> 5;
        return switch (codec) {
            case 0 -> BloscLz.decode(stored, from, length, expanded);
            case 1 -> Expansions.lz4Block(stored, from, length, expanded);
            case 2 -> Expansions.snappyBlock(stored, from, length, expanded);
            case 3 -> zlib(from, length, expanded);
            case 4 -> Expansions.zstdBlock(stored, from, length, expanded);
            default -> throw new IllegalStateException("blosc codec " + codec + " is not supported");
        };
    }

    private byte[] zlib(int from, int length, int expanded) {
        byte[] bytes = Inflation.ZLIB.expand(Arrays.copyOfRange(stored, from, from + length), expanded);
        if (bytes.length != expanded) {
            throw new IllegalStateException(
                    "a blosc block expands to " + bytes.length + " bytes instead of " + expanded);
        }
        return bytes;
    }
}
