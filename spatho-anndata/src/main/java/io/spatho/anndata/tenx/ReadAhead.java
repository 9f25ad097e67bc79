package io.spatho.anndata.tenx;

import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;

/** A thread that reads one piece ahead of its user; a failure comes out, as it was, when the piece is taken. */
final class ReadAhead<T> implements AutoCloseable {

    private final ExecutorService executor = Executors.newSingleThreadExecutor(task -> {
        Thread thread = new Thread(task, "spatho-reader");
        thread.setDaemon(true);
        return thread;
    });
    private CompletableFuture<T> next;

    /** Starts to read a piece; the one before must have been taken. */
    void start(Supplier<T> reading) {
        next = CompletableFuture.supplyAsync(reading, executor);
    }

    /** The piece that was started. */
    T take() {
        try {
            return next.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof RuntimeException failure) {
                throw failure;
            }
            if (e.getCause() instanceof Error failure) {
                throw failure;
            }
            throw e;
        }
    }

    /** Waits for what is being read, so that its file can be closed. */
    @Override
    public void close() {
        if (next != null) {
            try {
                next.join();
            } catch (CompletionException | CancellationException e) {
                // Whoever closes early has a failure of their own, and whoever took the piece has had this one.
                next = null;
            }
        }
        executor.shutdown();
    }
}
