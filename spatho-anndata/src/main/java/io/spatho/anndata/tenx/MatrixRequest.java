package io.spatho.anndata.tenx;

import io.spatho.core.dataset.CountSink;
import java.util.Optional;

/**
 * How the matrix of a bundle is to be read.
 *
 * @param genome the only genome whose features are wanted; features that belong to no genome stay
 * @param counts who takes the gene counts while they are read, instead of memory
 */
public record MatrixRequest(Optional<String> genome, Optional<CountSink> counts) {

    /** All genomes, counts in memory. */
    public static final MatrixRequest WHOLE = new MatrixRequest(Optional.empty(), Optional.empty());
}
