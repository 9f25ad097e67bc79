package io.spatho.core.parallel;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;

/**
 * Work that goes on beside its caller and whose results are taken in the order in which it was started: a reader that is a piece
 * ahead, a writer that is a piece behind.
 *
 * <p>One caller; the work itself runs on daemon threads. A failure comes out, as it was, when its result is taken.
 *
 * @param <T> what a piece of work gives
 */
public final class Background<T> implements AutoCloseable {

    private final ExecutorService executor;
    private final Deque<CompletableFuture<T>> started = new ArrayDeque<>();

    /** Makes room for so many pieces at once; more than that wait for a thread. */
    public Background(int threads) {
        this.executor = Executors.newFixedThreadPool(threads, task -> {
            Thread thread = new Thread(task, "spatho-background");
            thread.setDaemon(true);
            return thread;
        });
    }

    /** Starts a piece of work. */
    public void start(Supplier<T> work) {
        started.add(CompletableFuture.supplyAsync(work, executor));
    }

    /** The number of pieces that were started and not taken. */
    public int pending() {
        return started.size();
    }

    /** Waits for the oldest piece and gives its result; there must be one. */
    public T take() {
        try {
            return started.remove().join();
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

    /**
     * Waits for what is under way, so that its files can be closed. Failures that nobody took are dropped: whoever closes early has
     * one of their own.
     */
    @Override
    public void close() {
        started.forEach(work -> work.handle((result, failure) -> null).join());
        executor.shutdown();
    }
}
