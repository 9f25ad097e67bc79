package io.spatho.core.run;

import io.spatho.core.error.Problem;
import io.spatho.core.error.ResourceException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;

/**
 * A lock file that one process holds at a time. The operating system lets go of it when the process ends, however it ends; the file
 * holds the process id for people. Its holder deletes it, so that who waited may have locked a file without a name: a lock counts
 * only when the file under the name holds what was written through it.
 */
final class FolderLock implements AutoCloseable {

    /** What is locked is one byte behind the content, because a locked range cannot be read everywhere. */
    private static final long LOCKED = 1L << 20;

    private static final int MOST = 64;

    private final Path file;
    private final FileChannel channel;

    private FolderLock(Path file, FileChannel channel) {
        this.file = file;
        this.channel = channel;
    }

    /** Takes the lock, or fails with a {@link ResourceException} when somebody holds it. A link in place of the file is refused. */
    static FolderLock take(Path file) throws IOException {
        while (true) {
            FileChannel channel = FileChannel.open(
                    file, StandardOpenOption.CREATE, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);
            boolean held = false;
            try {
                if (tryLock(channel) == null) {
                    throw new ResourceException(
                            Problem.of("another spatho process" + holder(file) + " is writing to the output folder")
                                    .at(file.toAbsolutePath().getParent())
                                    .fix("Wait for it to end, or name another folder with -o"));
                }
                byte[] mark = (ProcessHandle.current().pid() + " " + System.nanoTime() + "\n")
                        .getBytes(StandardCharsets.US_ASCII);
                channel.truncate(0).write(ByteBuffer.wrap(mark), 0);
                held = Files.exists(file) && Arrays.equals(Files.readAllBytes(file), mark);
            } finally {
                if (!held) {
                    channel.close();
                }
            }
            if (held) {
                return new FolderLock(file, channel);
            }
        }
    }

    private static FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock(LOCKED, 1, false);
        } catch (OverlappingFileLockException e) {
            return null;
        }
    }

    private static String holder(Path file) {
        try {
            if (Files.size(file) > MOST) {
                return "";
            }
            String id = Files.readString(file, StandardCharsets.US_ASCII).split(" ", 2)[0];
            return id.matches("\\d{1,10}") ? " (" + id + ")" : "";
        } catch (IOException e) {
            return "";
        }
    }

    @Override
    public void close() throws IOException {
        try (channel) {
            Files.deleteIfExists(file);
        }
    }
}
