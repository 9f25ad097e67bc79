package io.spatho.stgpt.checkpoint;

import io.spatho.core.error.InputException;
import io.spatho.core.error.Problem;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;

/**
 * Numbers of one type that lie one after another in a file, read when asked for, so that a checkpoint is never in memory twice.
 *
 * <p>Safetensors are mapped in windows, other containers are read by position. A file whose size or time of change is no longer what
 * it was when the checkpoint was opened is refused.
 *
 * @param file the file
 * @param offset where the first number begins
 * @param type the number type
 * @param count how many there are
 * @param mapped whether windows of the file are mapped
 * @param size bytes of the file when it was opened
 * @param changed its time of change then
 */
record StoredNumbers(Path file, long offset, ElementType type, int count, boolean mapped, long size, FileTime changed)
        implements NamedTensor.Numbers {

    private static final int WINDOW_BYTES = 4 << 20;

    /** Numbers {@code first … first + count - 1} of a region that holds numbers of one type. */
    static StoredNumbers of(FileRegion region, ElementType type, long first, int count, boolean mapped) {
        FileRegion part = region.part(Math.multiplyExact(first, (long) type.bytes()), (long) count * type.bytes());
        try {
            Path file = region.file();
            return new StoredNumbers(
                    file, part.offset(), type, count, mapped, region.channel().size(), Files.getLastModifiedTime(file));
        } catch (IOException e) {
            throw new InputException(
                    Problem.of("the weight file cannot be read").at(region.file()), e);
        }
    }

    @Override
    public float[] all() {
        float[] values = new float[count];
        read(0, count, values, 0);
        return values;
    }

    @Override
    public void read(int first, int many, float[] to, int at) {
        if (many == 0) {
            return;
        }
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            requireUnchanged(channel);
            int window = WINDOW_BYTES / type.bytes();
            for (int done = 0; done < many; ) {
                int next = Math.min(window, many - done);
                long position = offset + (long) (first + done) * type.bytes();
                ByteBuffer bytes = window(channel, position, next * type.bytes());
                type.decode(bytes.order(ByteOrder.LITTLE_ENDIAN), to, at + done, next);
                done += next;
            }
        } catch (IOException e) {
            throw new InputException(
                    Problem.of("the weight file cannot be read").at(file), e);
        } catch (InternalError e) {
            // The virtual machine's answer to a mapped page that is no longer in the file.
            throw new InputException(
                    Problem.of("the weight file shrank while it was read").at(file), e);
        }
    }

    private ByteBuffer window(FileChannel channel, long position, int length) throws IOException {
        if (mapped) {
            return channel.map(FileChannel.MapMode.READ_ONLY, position, length);
        }
        return FileRegion.whole(channel, file).buffer(position, length);
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
