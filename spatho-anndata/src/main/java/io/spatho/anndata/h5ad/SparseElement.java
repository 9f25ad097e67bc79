package io.spatho.anndata.h5ad;

import io.spatho.anndata.tree.TreeGroup;
import io.spatho.core.matrix.CsrMatrix;

/** Writes a sparse matrix as anndata's {@code csr_matrix}. */
final class SparseElement {

    private SparseElement() {}

    static void write(TreeGroup parent, String name, CsrMatrix matrix) {
        TreeGroup group = Encoding.CSR_MATRIX.mark(parent.group(name));
        group.attribute("shape", new long[] {matrix.rows(), matrix.columns()});
        group.floats("data", matrix.values());
        group.ints("indices", matrix.columnIndices());
        group.ints("indptr", rowStarts(matrix));
    }

    /** As int32, which every matrix fits: scipy would convert wider ones back at a cost. */
    private static int[] rowStarts(CsrMatrix matrix) {
        int[] starts = new int[matrix.rows() + 1];
        for (int row = 0; row <= matrix.rows(); row++) {
            starts[row] = (int) matrix.rowStarts()[row];
        }
        return starts;
    }
}
