package io.spatho.cli.fuzz;

import com.sun.management.ThreadMXBean;
import io.spatho.core.error.SpathoException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What every parser promises about hostile bytes: it reads them, or it refuses them with a {@link SpathoException} whose message is
 * one line; nothing else is thrown, the memory asked for is bounded, and the time too (a guard against endless loops, not a
 * measurement).
 */
final class Hostile {

    private static final long MOST_BYTES = 256L << 20;
    private static final long MOST_NANOSECONDS = 20_000_000_000L;

    private Hostile() {}

    /** Reads one file. */
    @FunctionalInterface
    interface Reader {
        void read(Path file) throws IOException;
    }

    /** Gives the bytes to a reader as a file of that name. */
    static void file(String name, byte[] bytes, Reader reader) {
        try {
            Path folder = Files.createTempDirectory("hostile");
            Path file = folder.resolve(name);
            try {
                Files.write(file, bytes);
                holds(() -> reader.read(file));
            } finally {
                Files.deleteIfExists(file);
                Files.delete(folder);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Work that may fail as reading does. */
    @FunctionalInterface
    interface Work {
        void run() throws IOException;
    }

    /** Runs a parser and checks what it promises. */
    static void holds(Work work) throws IOException {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long allocated = threads.getCurrentThreadAllocatedBytes();
        long start = System.nanoTime();
        try {
            work.run();
        } catch (SpathoException e) {
            requireOneLine(e.getMessage());
        }
        long taken = System.nanoTime() - start;
        if (taken > MOST_NANOSECONDS) {
            throw new AssertionError("a parser took " + taken / 1_000_000 + " ms");
        }
        long bytes = threads.getCurrentThreadAllocatedBytes() - allocated;
        if (bytes > MOST_BYTES) {
            throw new AssertionError("a parser asked for " + (bytes >> 20) + " MiB of memory");
        }
    }

    private static void requireOneLine(String message) {
        boolean oneLine = message.codePoints().noneMatch(Character::isISOControl);
        if (!oneLine || message.isBlank() || message.contains("Exception")) {
            throw new AssertionError("not one clear line: " + message);
        }
    }
}
