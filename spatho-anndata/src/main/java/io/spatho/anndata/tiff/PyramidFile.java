package io.spatho.anndata.tiff;

import io.spatho.core.picture.JpegEncoder;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;

/** The file of a pyramid that is being written: appends pieces, encodes tiles as whole JPEG streams (YCbCr, 4:2:0). */
final class PyramidFile {

    private final FileChannel channel;
    private final boolean big;
    private final float quality;

    PyramidFile(FileChannel channel, boolean big, float quality) throws IOException {
        this.channel = channel;
        this.big = big;
        this.quality = quality;
        ByteBuffer head = ByteBuffer.allocate(big ? 16 : 8).order(ByteOrder.LITTLE_ENDIAN);
        head.putShort((short) 0x4949).putShort((short) (big ? 43 : 42));
        if (big) {
            head.putShort((short) 8).putShort((short) 0);
        }
        head.rewind();
        writeAll(head, 0);
    }

    boolean isBig() {
        return big;
    }

    /** Appends bytes at an even offset and returns it. */
    long append(byte[] bytes) throws IOException {
        long at = place();
        writeAll(ByteBuffer.wrap(bytes), at);
        return at;
    }

    /** The offset at which the next piece will lie. */
    long place() throws IOException {
        long size = channel.size();
        return size + (size & 1);
    }

    /** Makes the header point to the first directory. */
    void finish(long directory) throws IOException {
        ByteBuffer pointer = ByteBuffer.allocate(big ? 8 : 4).order(ByteOrder.LITTLE_ENDIAN);
        if (big) {
            pointer.putLong(directory);
        } else {
            pointer.putInt((int) directory);
        }
        pointer.rewind();
        writeAll(pointer, big ? 8 : 4);
    }

    private void writeAll(ByteBuffer bytes, long at) throws IOException {
        long place = at;
        while (bytes.hasRemaining()) {
            place += channel.write(bytes, place);
        }
    }

    /** A square tile as JPEG. */
    byte[] encode(byte[] rgb, int tile) {
        BufferedImage image = new BufferedImage(tile, tile, BufferedImage.TYPE_INT_RGB);
        int[] pixels = new int[tile * tile];
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = ((rgb[3 * i] & 0xff) << 16) | ((rgb[3 * i + 1] & 0xff) << 8) | (rgb[3 * i + 2] & 0xff);
        }
        image.setRGB(0, 0, tile, tile, pixels, 0, tile);
        return JpegEncoder.encode(image, quality);
    }
}
