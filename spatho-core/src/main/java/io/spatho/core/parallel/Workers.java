package io.spatho.core.parallel;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.IntFunction;

/**
 * A fixed number of threads that work through numbered blocks and hand the results back in block order.
 *
 * <p>Determinism: callers choose blocks that do not depend on the number of threads and combine results in the order in which
 * they are returned; then the thread count cannot change a result. The first failure, in block order, is rethrown as it was.
 */
public final class Workers implements AutoCloseable {

    private final ExecutorService executor;
    private final int threads;

    /** Starts {@code threads} daemon threads. */
    public Workers(int threads) {
        if (threads < 1) {
            throw new IllegalArgumentException("threads must be at least 1: " + threads);
        }
        this.threads = threads;
        this.executor = Executors.newFixedThreadPool(threads, task -> {
            Thread thread = new Thread(task, "spatho-worker");
            thread.setDaemon(true);
            return thread;
        });
    }

    /** The number of threads. */
    public int threads() {
        return threads;
    }

    /**
     * Runs {@code work} for each block 0 … blocks-1 and returns the results in block order.
     *
     * <p>When a block fails, those that run are let finish and no other begins: nothing of the work goes on once the failure is thrown,
     * and no thread is interrupted, which would close the files that it reads.
     */
    public <T> List<T> map(int blocks, IntFunction<T> work) {
        AtomicBoolean ended = new AtomicBoolean();
        List<Future<T>> futures = new ArrayList<>(blocks);
        for (int block = 0; block < blocks; block++) {
            int number = block;
            futures.add(executor.submit(() -> ended.get() ? null : work.apply(number)));
        }
        List<T> results = new ArrayList<>(blocks);
        Optional<Throwable> failure = Optional.empty();
        for (Future<T> future : futures) {
            try {
                results.add(future.get());
            } catch (ExecutionException e) {
                ended.set(true);
                failure = failure.or(() -> Optional.of(e.getCause()));
            } catch (InterruptedException e) {
                ended.set(true);
                Thread.currentThread().interrupt();
                throw new IllegalStateException("interrupted while waiting for workers", e);
            }
        }
        failure.ifPresent(Workers::rethrow);
        return results;
    }

    private static void rethrow(Throwable failure) {
        if (failure instanceof RuntimeException known) {
            throw known;
        }
        if (failure instanceof Error error) {
            throw error;
        }
        throw new IllegalStateException(failure);
    }

    /** Runs {@code work} on the half-open ranges of {@code blockSize} rows that cover 0 … n. */
    public void forRanges(int n, int blockSize, RangeTask work) {
        int blocks = (int) (((long) n + blockSize - 1) / blockSize);
        map(blocks, block -> {
            int from = block * blockSize;
            work.run(from, (int) Math.min(n, (long) from + blockSize));
            return Boolean.TRUE;
        });
    }

    @Override
    public void close() {
        executor.shutdownNow();
    }

    /** Work on the rows {@code from} (inclusive) to {@code to} (exclusive). */
    @FunctionalInterface
    public interface RangeTask {
        /** Does the work of one range. */
        void run(int from, int to);
    }
}
