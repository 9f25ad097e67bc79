package io.spatho.anndata.spatialdata;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** One thread on which one piece of work at a time runs behind the caller, in order; a failure comes out at the next call. */
final class Behind implements AutoCloseable {

    private final ExecutorService executor = Executors.newSingleThreadExecutor(task -> {
        Thread thread = new Thread(task, "spatho-writer");
        thread.setDaemon(true);
        return thread;
    });
    private CompletableFuture<Void> last = CompletableFuture.completedFuture(null);

    /** Starts work when what was started before is done. */
    void start(Runnable work) {
        await();
        last = CompletableFuture.runAsync(work, executor);
    }

    /** Waits for what was started; its failure is rethrown as it was. */
    void await() {
        try {
            last.join();
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
        last.exceptionally(failure -> null).join();
        executor.shutdown();
    }
}
