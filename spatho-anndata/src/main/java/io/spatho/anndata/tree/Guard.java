package io.spatho.anndata.tree;

import io.spatho.core.error.InputException;
import io.spatho.core.error.SpathoException;
import java.util.function.Supplier;

/** Runs the reads of a file that may be broken or hostile, so that whatever it makes them throw becomes one line. */
@FunctionalInterface
public interface Guard {

    /** The error of a read at a path that failed. */
    InputException fault(String path, Throwable failure);

    /** Runs a read at a path. */
    default <T> T run(String path, Supplier<T> read) {
        try {
            return read.get();
        } catch (SpathoException e) {
            throw e;
        } catch (RuntimeException | StackOverflowError | OutOfMemoryError e) {
            throw fault(path, e);
        }
    }
}
