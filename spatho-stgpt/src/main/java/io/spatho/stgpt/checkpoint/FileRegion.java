package io.spatho.stgpt.checkpoint;

import io.spatho.core.error.InputException;
import io.spatho.core.error.Problem;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.zip.CRC32;

/**
 * A range of bytes of an open file, read by position: long offsets, nothing resident but what is asked for, and a file that
 * shrinks while it is read ends in an error.
 */
record FileRegion(FileChannel channel, Path file, long offset, long length) {

    private static final int CHUNK = 1 << 20;

    FileRegion {
        if (offset < 0 || length < 0 || offset > Long.MAX_VALUE - length) {
            throw new IllegalArgumentException("no such region: " + offset + " + " + length);
        }
    }

    /** The whole file. */
    static FileRegion whole(FileChannel channel, Path file) throws IOException {
        return new FileRegion(channel, file, 0, channel.size());
    }

    /** A part of this region. */
    FileRegion part(long from, long count) {
        if (from < 0 || count < 0 || from > length || count > length - from) {
            throw new InputException(Problem.of("the file ends too early")
                    .at(file + ", byte " + (offset + from))
                    .expected(count + " more bytes", Math.max(0, length - from))
                    .fix("The file is truncated or damaged; copy it again."));
        }
        return new FileRegion(channel, file, offset + from, count);
    }

    /** The bytes {@code from … from + count - 1}. */
    byte[] bytes(long from, int count) {
        FileRegion part = part(from, count);
        byte[] bytes = new byte[count];
        part.fill(ByteBuffer.wrap(bytes), part.offset);
        return bytes;
    }

    /** A little-endian buffer over a copy of the bytes {@code from … from + count - 1}. */
    ByteBuffer buffer(long from, int count) {
        return ByteBuffer.wrap(bytes(from, count)).order(ByteOrder.LITTLE_ENDIAN);
    }

    /** Numbers {@code first … first + count - 1} of a region that holds numbers of one type. */
    float[] numbers(ElementType type, long first, int count) {
        FileRegion part = part(Math.multiplyExact(first, (long) type.bytes()), (long) count * type.bytes());
        float[] numbers = new float[count];
        int perChunk = Math.max(1, Math.min(CHUNK / type.bytes(), count));
        ByteBuffer chunk = ByteBuffer.allocate(perChunk * type.bytes()).order(ByteOrder.LITTLE_ENDIAN);
        for (int done = 0; done < count; ) {
            int next = Math.min(perChunk, count - done);
            chunk.clear().limit(next * type.bytes());
            part.fill(chunk, part.offset + (long) done * type.bytes());
            type.decode(chunk.flip(), numbers, done, next);
            done += next;
        }
        return numbers;
    }

    /** The CRC-32 of the bytes. */
    long crc32() {
        CRC32 crc = new CRC32();
        ByteBuffer chunk = ByteBuffer.allocate((int) Math.min(CHUNK, length));
        for (long done = 0; done < length; done += chunk.limit()) {
            chunk.clear().limit((int) Math.min(CHUNK, length - done));
            fill(chunk, offset + done);
            crc.update(chunk.flip());
        }
        return crc.getValue();
    }

    private void fill(ByteBuffer into, long position) {
        long at = position;
        try {
            while (into.hasRemaining()) {
                int read = channel.read(into, at);
                if (read < 0) {
                    throw new InputException(Problem.of("the file ends too early")
                            .at(file + ", byte " + at)
                            .fix("The file is truncated or changed while it was read; copy it again."));
                }
                at += read;
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file, e);
        }
    }
}
