package io.spatho.stgpt.checkpoint;

import io.spatho.core.error.InputException;
import io.spatho.core.error.Problem;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;

/**
 * Numbers of one type that lie one after another in a file, read when asked for, so that a checkpoint is never in memory twice.
 *
 * <p>They are read by position: a mapped window stays resident until the collector finds it, and a full-size checkpoint then takes
 * almost three times its size. A file whose size or time of change is no longer what it was when the checkpoint was opened is refused.
 *
 * @param file the file
 * @param offset where the first number begins
 * @param type the number type
 * @param count how many there are
 * @param size bytes of the file when it was opened
 * @param changed its time of change then
 */
record StoredNumbers(Path file, long offset, ElementType type, int count, long size, FileTime changed)
        implements NamedTensor.Numbers {

    private static final int WINDOW_BYTES = 1 << 20;

    /** Numbers {@code first … first + count - 1} of a region that holds numbers of one type. */
    static StoredNumbers of(FileRegion region, ElementType type, long first, int count) {
        FileRegion part = region.part(Math.multiplyExact(first, (long) type.bytes()), (long) count * type.bytes());
        try {
            Path file = region.file();
            return new StoredNumbers(
                    file, part.offset(), type, count, region.channel().size(), Files.getLastModifiedTime(file));
        } catch (IOException e) {
            throw new InputException(
                    Problem.of("the weight file cannot be read").at(region.file()), e);
        }
    }

    @Override
    public float[] all() {
        float[] values = new float[count];
        int window = Math.max(1, Math.min(count, WINDOW_BYTES / type.bytes()));
        ByteBuffer bytes = ByteBuffer.allocate(window * type.bytes()).order(ByteOrder.LITTLE_ENDIAN);
        each(0, count, bytes, (done, next) -> type.decode(bytes, values, done, next));
        return values;
    }

    @Override
    public void read(int first, int many, FloatBuffer to, ByteBuffer scratch) {
        float[] decoded = new float[type == ElementType.FLOAT32 ? 0 : scratch.capacity() / type.bytes()];
        each(first, many, scratch.order(ByteOrder.LITTLE_ENDIAN), (done, next) -> {
            if (type == ElementType.FLOAT32) {
                to.put(scratch.asFloatBuffer());
            } else {
                type.decode(scratch, decoded, 0, next);
                to.put(decoded, 0, next);
            }
        });
    }

    /** What happens to one window: how many numbers came before it and how many are in it. */
    @FunctionalInterface
    private interface Window {
        void accept(int done, int next);
    }

    private void each(int first, int many, ByteBuffer bytes, Window window) {
        if (many == 0) {
            return;
        }
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            requireUnchanged(channel);
            int most = bytes.capacity() / type.bytes();
            for (int done = 0; done < many; ) {
                int next = Math.min(most, many - done);
                bytes.clear().limit(next * type.bytes());
                fill(channel, bytes, offset + (long) (first + done) * type.bytes());
                window.accept(done, next);
                done += next;
            }
        } catch (IOException e) {
            throw new InputException(
                    Problem.of("the weight file cannot be read").at(file), e);
        }
    }

    private void fill(FileChannel channel, ByteBuffer bytes, long position) throws IOException {
        long at = position;
        while (bytes.hasRemaining()) {
            int read = channel.read(bytes, at);
            if (read < 0) {
                throw new InputException(
                        Problem.of("the weight file shrank while it was read").at(file + ", byte " + at));
            }
            at += read;
        }
        bytes.flip();
    }

    private void requireUnchanged(FileChannel channel) throws IOException {
        FileTime now = Files.getLastModifiedTime(file);
        if (channel.size() != size || !now.equals(changed)) {
            throw new InputException(Problem.of("the weight file changed after it was opened")
                    .at(file)
                    .expected(size + " bytes of " + changed, channel.size() + " bytes of " + now)
                    .fix("Start again when nothing writes to it."));
        }
    }
}
