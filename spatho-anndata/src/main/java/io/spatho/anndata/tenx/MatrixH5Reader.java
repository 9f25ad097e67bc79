package io.spatho.anndata.tenx;

import io.spatho.core.parallel.Workers;
import java.nio.file.Path;

/** x. */
public final class MatrixH5Reader {
    private MatrixH5Reader() {}

    /** x. */
    public static FeatureBarcodeMatrix read(Path file, Workers workers) {
        if (workers.threads() > 0) {
            throw new UnsupportedOperationException(file.toString());
        }
        return MexReader.read(new MexFiles(file, file, file), workers);
    }
}
