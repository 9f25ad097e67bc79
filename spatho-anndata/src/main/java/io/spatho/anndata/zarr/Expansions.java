package io.spatho.anndata.zarr;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdException;
import com.github.luben.zstd.ZstdInputStream;
import io.airlift.compress.MalformedInputException;
import io.airlift.compress.lz4.Lz4Decompressor;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.zip.CRC32C;
import org.xerial.snappy.Snappy;

/** The codecs of chunks by way of libraries. */
final class Expansions {

    private static final int CHECKSUM = 4;

    private Expansions() {}

    static byte[] zstd(byte[] stored, int most) {
        if (stored.length == 0) {
            throw new IllegalStateException("a zstd chunk is empty");
        }
        try {
            long declared = Zstd.getFrameContentSize(stored);
            if (declared > most) {
                throw Inflation.tooMany(most);
            }
            if (declared < 0) {
                return streamedZstd(stored, most);
            }
            byte[] bytes = new byte[(int) declared];
            return requireFull(bytes, (int) Zstd.decompress(bytes, stored));
        } catch (ZstdException e) {
            throw new IllegalStateException("a zstd chunk is damaged: " + e.getMessage(), e);
        }
    }

    private static byte[] streamedZstd(byte[] stored, int most) {
        try (ZstdInputStream in = new ZstdInputStream(new ByteArrayInputStream(stored))) {
            byte[] bytes = in.readNBytes(most);
            if (in.read() >= 0) {
                throw Inflation.tooMany(most);
            }
            return bytes;
        } catch (IOException e) {
            throw new IllegalStateException("a zstd chunk is damaged: " + e.getMessage(), e);
        }
    }

    /** LZ4 as numcodecs writes it: the size in four bytes, then one block. */
    static byte[] lz4(byte[] stored, int most) {
        if (stored.length < 4) {
            throw new IllegalStateException("an lz4 chunk has only " + stored.length + " bytes");
        }
        int size = ByteBuffer.wrap(stored).order(ByteOrder.LITTLE_ENDIAN).getInt(0);
        if (size < 0 || size > most) {
            throw Inflation.tooMany(most);
        }
        return lz4Block(stored, 4, stored.length - 4, size);
    }

    static byte[] lz4Block(byte[] stored, int from, int length, int size) {
        byte[] bytes = new byte[size];
        if (size == 0) {
            return bytes;
        }
        try {
            return requireFull(bytes, new Lz4Decompressor().decompress(stored, from, length, bytes, 0, size));
        } catch (MalformedInputException | IllegalArgumentException e) {
            throw new IllegalStateException("an lz4 block is damaged: " + e.getMessage(), e);
        }
    }

    static byte[] snappyBlock(byte[] stored, int from, int length, int size) {
        try {
            byte[] bytes = new byte[size];
            if (Snappy.uncompressedLength(stored, from, length) != size) {
                throw new IllegalStateException("a snappy block does not expand to " + size + " bytes");
            }
            return requireFull(bytes, Snappy.uncompress(stored, from, length, bytes, 0));
        } catch (IOException e) {
            throw new IllegalStateException("a snappy block is damaged: " + e.getMessage(), e);
        }
    }

    static byte[] zstdBlock(byte[] stored, int from, int length, int size) {
        try {
            byte[] bytes = new byte[size];
            long n = Zstd.decompressByteArray(bytes, 0, size, stored, from, length);
            return requireFull(bytes, Zstd.isError(n) ? -1 : (int) n);
        } catch (ZstdException e) {
            throw new IllegalStateException("a zstd block is damaged: " + e.getMessage(), e);
        }
    }

    /** Takes off the CRC-32C that follows the bytes. */
    static byte[] crc32c(byte[] stored, int most) {
        int size = stored.length - CHECKSUM;
        if (size < 0 || size > most) {
            throw new IllegalStateException("a chunk with checksum has " + stored.length + " bytes");
        }
        CRC32C checksum = new CRC32C();
        checksum.update(stored, 0, size);
        int expected = ByteBuffer.wrap(stored).order(ByteOrder.LITTLE_ENDIAN).getInt(size);
        if ((int) checksum.getValue() != expected) {
            throw new IllegalStateException("a chunk is damaged: its checksum is wrong");
        }
        return Arrays.copyOf(stored, size);
    }

    private static byte[] requireFull(byte[] bytes, int written) {
        if (written != bytes.length) {
            throw new IllegalStateException(
                    "a block is damaged: it expands to " + written + " bytes instead of " + bytes.length);
        }
        return bytes;
    }
}
