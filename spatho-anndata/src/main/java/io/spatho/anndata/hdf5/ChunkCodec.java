package io.spatho.anndata.hdf5;

import java.util.Arrays;
import java.util.zip.Deflater;

/** The filters of a chunk: bytes of equal significance side by side (shuffle), then deflate. */
final class ChunkCodec {

    private static final int SHUFFLE = 2;
    private static final int DEFLATE = 1;

    private ChunkCodec() {}

    /** The filter pipeline message; none for level 0. */
    static byte[] message(int elementSize, int level) {
        if (level == 0) {
            return new byte[0];
        }
        LittleEndian message = new LittleEndian().u8(2).u8(elementSize > 1 ? 2 : 1);
        if (elementSize > 1) {
            message.u16(SHUFFLE).u16(1).u16(1).u32(elementSize);
        }
        return message.u16(DEFLATE).u16(1).u16(1).u32(level).toBytes();
    }

    static byte[] deflate(byte[] raw, int level) {
        Deflater deflater = new Deflater(level);
        try {
            deflater.setInput(raw);
            deflater.finish();
            byte[] packed = new byte[raw.length / 4 + 256];
            int size = 0;
            while (!deflater.finished()) {
                if (size == packed.length) {
                    packed = Arrays.copyOf(packed, packed.length * 2);
                }
                size += deflater.deflate(packed, size, packed.length - size);
            }
            return Arrays.copyOf(packed, size);
        } finally {
            deflater.end();
        }
    }
}
