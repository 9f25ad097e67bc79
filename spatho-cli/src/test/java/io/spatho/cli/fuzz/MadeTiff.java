package io.spatho.cli.fuzz;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** A grey TIFF picture of one tile of 16 x 16 pixels, little-endian, from tile bytes that are already encoded. */
public final class MadeTiff {

    /** None, LZW, JPEG, deflate, PackBits, JPEG 2000, Zstandard. */
    static final int[] CODECS = {1, 5, 7, 8, 32773, 33005, 50000};

    static final int SIDE = 16;
    private static final int TAGS = 11;

    private MadeTiff() {}

    public static byte[] of(int codec, byte[] tile) {
        int start = 8 + 2 + 12 * TAGS + 4;
        ByteBuffer file = ByteBuffer.allocate(start + tile.length).order(ByteOrder.LITTLE_ENDIAN);
        file.putShort((short) 0x4949).putShort((short) 42).putInt(8).putShort((short) TAGS);
        int[][] tags = {
            {256, SIDE},
            {257, SIDE},
            {258, 8},
            {259, codec},
            {262, 1},
            {277, 1},
            {317, 1},
            {322, SIDE},
            {323, SIDE},
            {324, start},
            {325, tile.length}
        };
        for (int[] tag : tags) {
            file.putShort((short) tag[0]).putShort((short) 4).putInt(1).putInt(tag[1]);
        }
        return file.putInt(0).put(tile).array();
    }
}
