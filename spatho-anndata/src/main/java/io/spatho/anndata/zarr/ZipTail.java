package io.spatho.anndata.zarr;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;

/**
 * Where a zip's directory is, from the record at the end of the file.
 *
 * @param entries the number of entries
 * @param offset where the directory begins
 * @param size its bytes
 */
record ZipTail(long entries, long offset, long size) {

    private static final int RECORD = 22;
    private static final int LONGEST_COMMENT = 65_535;
    private static final int SIGNATURE = 0x06054b50;
    private static final int LOCATOR = 20;
    private static final int LOCATOR_SIGNATURE = 0x07064b50;
    private static final int LARGE_RECORD = 56;
    private static final int LARGE_SIGNATURE = 0x06064b50;

    static ZipTail find(FileChannel channel) throws IOException {
        long fileSize = channel.size();
        int length = (int) Math.min(fileSize, RECORD + LONGEST_COMMENT);
        ByteBuffer tail = read(channel, fileSize - length, length);
        for (int at = length - RECORD; at >= 0; at--) {
            if (tail.getInt(at) == SIGNATURE && at + RECORD + unsigned(tail.getShort(at + 20)) == length) {
                return of(channel, tail, at, fileSize - length + at);
            }
        }
        throw new IllegalStateException("the file has no zip directory at its end: it is truncated or no zip");
    }

    private static ZipTail of(FileChannel channel, ByteBuffer tail, int at, long recordAt) throws IOException {
        int disk = unsigned(tail.getShort(at + 4));
        long entries = unsigned(tail.getShort(at + 10));
        long size = tail.getInt(at + 12) & 0xffffffffL;
        long offset = tail.getInt(at + 16) & 0xffffffffL;
        if (recordAt >= LOCATOR) {
            ByteBuffer locator = read(channel, recordAt - LOCATOR, LOCATOR);
            if (locator.getInt(0) == LOCATOR_SIGNATURE) {
                return large(channel, locator.getLong(8), recordAt - LOCATOR);
            }
        }
        if (disk != 0 || entries != unsigned(tail.getShort(at + 8))) {
            throw new IllegalStateException("the zip has several parts");
        }
        return new ZipTail(entries, offset, size).requireBefore(recordAt);
    }

    private static ZipTail large(FileChannel channel, long recordAt, long end) throws IOException {
        if (recordAt < 0 || recordAt > end - LARGE_RECORD) {
            throw new IllegalStateException("the zip's end names a record outside the file");
        }
        ByteBuffer large = read(channel, recordAt, LARGE_RECORD);
        if (large.getInt(0) != LARGE_SIGNATURE || large.getInt(16) != 0 || large.getLong(24) != large.getLong(32)) {
            throw new IllegalStateException("the zip's large end record is damaged");
        }
        return new ZipTail(large.getLong(32), large.getLong(48), large.getLong(40)).requireBefore(recordAt);
    }

    private ZipTail requireBefore(long end) {
        if (entries < 0 || offset < 0 || size < 0 || offset > end || size > end - offset) {
            throw new IllegalStateException("the zip's directory lies outside the file");
        }
        if (offset + size != end) {
            throw new IllegalStateException("the zip's directory does not end where its end record begins");
        }
        return this;
    }

    static ByteBuffer read(FileChannel channel, long from, int length) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
        while (bytes.hasRemaining()) {
            if (channel.read(bytes, from + bytes.position()) < 0) {
                throw new IllegalStateException("the zip ends too early");
            }
        }
        return bytes.flip();
    }

    static int unsigned(short value) {
        return value & 0xffff;
    }
}
