package io.spatho.anndata.tenx;

import io.spatho.core.matrix.CsrMatrix;
import io.spatho.core.parallel.Workers;
import java.util.function.Consumer;
import java.util.function.Function;

/** The rows of a matrix file, which can be read any number of times, some at a time. */
interface RowBlocks {

    /** The most entries that there can be. */
    long entries();

    /**
     * Reads all rows in order.
     *
     * <p>Each block of rows has ascending columns, no zeros and nothing that is not a count; how rows are cut into blocks depends on
     * the file only.
     *
     * @param work done on each block, on several threads
     * @param results takes what came of it, in the order of the rows
     */
    <T> void forEach(Workers workers, Function<CsrMatrix, T> work, Consumer<T> results);
}
