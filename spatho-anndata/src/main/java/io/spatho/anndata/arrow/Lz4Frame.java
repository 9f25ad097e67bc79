package io.spatho.anndata.arrow;

import io.airlift.compress.MalformedInputException;
import io.airlift.compress.lz4.Lz4Decompressor;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * LZ4 frames, as Arrow compresses buffers with: independent or linked blocks without a dictionary. Checksums are not looked at, because
 * what comes out must have the declared length and Arrow checks the rest. Source: LZ4 frame format 1.6.
 */
final class Lz4Frame {

    private static final int MAGIC = 0x184D2204;
    private static final int VERSION_MASK = 0xC0;
    private static final int VERSION = 0x40;
    private static final int BLOCKS_INDEPENDENT = 0x20;
    private static final int BLOCK_CHECKSUM = 0x10;
    private static final int CONTENT_SIZE = 0x08;
    private static final int CONTENT_CHECKSUM = 0x04;
    private static final int DICTIONARY = 0x01;
    private static final int STORED = 0x80000000;

    private Lz4Frame() {}

    /** Expands one frame to exactly {@code size} bytes; anything else is an {@link IllegalArgumentException}. */
    static byte[] expand(byte[] frame, int size) {
        ByteBuffer in = ByteBuffer.wrap(frame).order(ByteOrder.LITTLE_ENDIAN);
        require(in.remaining() >= 7 && in.getInt() == MAGIC, "no LZ4 frame");
        int flags = in.get();
        in.get();
        require((flags & VERSION_MASK) == VERSION && (flags & DICTIONARY) == 0, "an unknown kind of LZ4 frame");
        int header = ((flags & CONTENT_SIZE) == 0 ? 0 : Long.BYTES) + 1;
        require(in.remaining() >= header, "an LZ4 frame without a header");
        in.position(in.position() + header);
        byte[] out = new byte[size];
        int filled = 0;
        while (true) {
            require(in.remaining() >= Integer.BYTES, "an LZ4 frame without an end");
            int word = in.getInt();
            if (word == 0) {
                break;
            }
            int length = word & ~STORED;
            require(length <= in.remaining(), "an LZ4 block that is cut short");
            boolean linked = (flags & BLOCKS_INDEPENDENT) == 0 && filled > 0;
            require(!linked || word < 0, "LZ4 blocks that depend on each other");
            filled += word < 0
                    ? stored(frame, in.position(), length, out, filled)
                    : compressed(frame, in.position(), length, out, filled);
            in.position(in.position() + length);
            if ((flags & BLOCK_CHECKSUM) != 0) {
                require(in.remaining() >= Integer.BYTES, "an LZ4 block without its checksum");
                in.getInt();
            }
        }
        require(in.remaining() == ((flags & CONTENT_CHECKSUM) == 0 ? 0 : Integer.BYTES), "bytes after an LZ4 frame");
        require(filled == size, "an LZ4 frame of another length");
        return out;
    }

    private static int stored(byte[] frame, int from, int length, byte[] out, int filled) {
        require(length <= out.length - filled, "an LZ4 frame of another length");
        System.arraycopy(frame, from, out, filled, length);
        return length;
    }

    private static int compressed(byte[] frame, int from, int length, byte[] out, int filled) {
        try {
            return new Lz4Decompressor().decompress(frame, from, length, out, filled, out.length - filled);
        } catch (MalformedInputException e) {
            throw new IllegalArgumentException("a damaged LZ4 block", e);
        }
    }

    private static void require(boolean sound, String otherwise) {
        if (!sound) {
            throw new IllegalArgumentException(otherwise);
        }
    }
}
