package io.spatho.anndata.spatialdata;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Some threads on which pieces of work run behind the caller, one piece on each; the first failure comes out at a later call. */
final class Behind implements AutoCloseable {

    private final ExecutorService executor;
    private final Deque<CompletableFuture<Void>> running = new ArrayDeque<>();
    private final int threads;

    Behind(int threads) {
        this.threads = threads;
        this.executor = Executors.newFixedThreadPool(threads, task -> {
            Thread thread = new Thread(task, "spatho-writer");
            thread.setDaemon(true);
            return thread;
        });
    }

    /** Starts work when there is a thread for it. */
    void start(Runnable work) {
        while (running.size() >= threads) {
            awaitOldest();
        }
        running.add(CompletableFuture.runAsync(work, executor));
    }

    /** Waits for all that was started; a failure is rethrown as it was. */
    void await() {
        while (!running.isEmpty()) {
            awaitOldest();
        }
    }

    private void awaitOldest() {
        try {
            running.remove().join();
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

    /** Waits for what was started, whatever becomes of it. */
    @Override
    public void close() {
        running.forEach(work -> work.exceptionally(failure -> null).join());
        executor.shutdown();
    }
}
