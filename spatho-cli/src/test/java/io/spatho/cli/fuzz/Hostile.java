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
    private static final long MOST_NANOSECONDS = 10_000_000_000L;

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
        if (cost(work) != null) {
            // The first run may have loaded and instrumented classes; the second shows what the input costs.
            String again = cost(work);
            if (again != null) {
                throw new AssertionError(again);
            }
        }
    }

    /** What was over the bounds, or null. */
    private static String cost(Work work) throws IOException {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long allocated = threads.getCurrentThreadAllocatedBytes();
        long start = threads.getCurrentThreadCpuTime();
        try {
            work.run();
        } catch (SpathoException e) {
            requireOneLine(e.getMessage());
        }
        long taken = threads.getCurrentThreadCpuTime() - start;
        long bytes = threads.getCurrentThreadAllocatedBytes() - allocated;
        if (taken > MOST_NANOSECONDS) {
            return "a parser took " + taken / 1_000_000 + " ms";
        }
        return bytes > MOST_BYTES ? "a parser asked for " + (bytes >> 20) + " MiB of memory" : null;
    }

    private static void requireOneLine(String message) {
        boolean oneLine = message.codePoints().noneMatch(Character::isISOControl);
        if (!oneLine || message.isBlank()) {
            throw new AssertionError("not one clear line: " + message);
        }
    }
}
