package io.spatho.anndata.visium;

import io.spatho.core.error.InputException;
import io.spatho.core.error.Problem;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.CRC32;

/**
 * An encoded PNG or JPEG picture that is there to its end: of a PNG every chunk's checksum is held against its bytes, of a JPEG the
 * end marker is looked for. What follows the end is cut off.
 *
 * @param mediaType {@code image/png} or {@code image/jpeg}
 * @param bytes the picture
 */
record WholePicture(String mediaType, byte[] bytes) {

    private static final long PNG_SIGNATURE = 0x89504e470d0a1a0aL;
    private static final int PNG_END = 0x49454e44;
    private static final int CHUNK_FRAME = 12;

    static WholePicture of(Path file, byte[] bytes) {
        if (bytes.length >= 8 && ByteBuffer.wrap(bytes).getLong() == PNG_SIGNATURE) {
            return new WholePicture("image/png", Arrays.copyOf(bytes, pngEnd(file, bytes)));
        }
        if (bytes.length > 3 && bytes[0] == (byte) 0xff && bytes[1] == (byte) 0xd8 && bytes[2] == (byte) 0xff) {
            return new WholePicture("image/jpeg", Arrays.copyOf(bytes, jpegEnd(file, bytes)));
        }
        throw new InputException(
                Problem.of("the picture is neither PNG nor JPEG").at(file).expected("PNG or JPEG", "other bytes"));
    }

    /** Walks the chunks: length, type, data, checksum of type and data. */
    private static int pngEnd(Path file, byte[] bytes) {
        ByteBuffer png = ByteBuffer.wrap(bytes);
        int at = 8;
        while (at <= bytes.length - CHUNK_FRAME) {
            int length = png.getInt(at);
            if (length < 0 || length > bytes.length - at - CHUNK_FRAME) {
                break;
            }
            CRC32 crc = new CRC32();
            crc.update(bytes, at + 4, length + 4);
            if ((int) crc.getValue() != png.getInt(at + 8 + length)) {
                throw broken(file, "a sound checksum at byte " + at, "another");
            }
            int type = png.getInt(at + 4);
            at += length + CHUNK_FRAME;
            if (type == PNG_END) {
                return at;
            }
        }
        throw broken(file, "the end of the picture", "the end of the file");
    }

    private static int jpegEnd(Path file, byte[] bytes) {
        for (int at = bytes.length - 2; at > 2; at--) {
            if (bytes[at] == (byte) 0xff && bytes[at + 1] == (byte) 0xd9) {
                return at + 2;
            }
            if (bytes[at + 1] != 0) {
                break;
            }
        }
        throw broken(file, "the end of the picture", "the end of the file");
    }

    private static InputException broken(Path file, String expected, String found) {
        return new InputException(Problem.of("the picture is damaged or cut short")
                .at(file)
                .expected(expected, found)
                .fix("Copy it again, or take it out of the folder to go on without it."));
    }
}
