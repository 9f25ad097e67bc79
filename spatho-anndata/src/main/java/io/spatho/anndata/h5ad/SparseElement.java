package io.spatho.anndata.h5ad;

import io.spatho.anndata.tree.TreeGroup;
import io.spatho.anndata.tree.TreeStream;
import io.spatho.core.dataset.CountSink;
import io.spatho.core.dataset.GenePanel;
import io.spatho.core.matrix.CsrMatrix;

/**
 * Writes a sparse matrix as anndata's {@code csr_matrix}, row after row.
 *
 * <p>Determinism: the bytes do not depend on how the rows are cut into blocks. Memory: about 32 MiB and 8 bytes for a row.
 */
final class SparseElement implements CountSink {

    /** Values and indices are handed on in turns, so that their chunks lie in the file in one order, however rows arrive. */
    private static final int TURN = 1 << 20;

    private final TreeGroup parent;
    private final String name;
    private TreeGroup group;
    private TreeStream data;
    private TreeStream indices;
    private long[] starts = {0};
    private int rows;
    private int columns;

    SparseElement(TreeGroup parent, String name) {
        this.parent = parent;
        this.name = name;
    }

    /** Writes a matrix that is in memory. */
    static void write(TreeGroup parent, String name, CsrMatrix matrix) {
        SparseElement element = new SparseElement(parent, name);
        element.begin(matrix.rows(), matrix.columns());
        element.append(matrix);
        element.end();
    }

    @Override
    public void begin(int rowCount, GenePanel features) {
        begin(rowCount, features.size());
    }

    private void begin(int rowCount, int columnCount) {
        if (group != null) {
            throw new IllegalStateException("the matrix " + name + " was begun twice");
        }
        group = Encoding.CSR_MATRIX.mark(parent.group(name));
        group.attribute("shape", new long[] {rowCount, columnCount});
        data = group.floatStream("data");
        indices = group.intStream("indices");
        starts = new long[rowCount + 1];
        columns = columnCount;
    }

    /** Whether anybody has begun to hand over rows. */
    boolean isBegun() {
        return group != null;
    }

    @Override
    public void append(CsrMatrix block) {
        if (block.columns() != columns || rows + block.rows() >= starts.length) {
            throw new IllegalStateException("the matrix " + name + " gets rows beyond its shape");
        }
        long before = starts[rows];
        for (int row = 1; row <= block.rows(); row++) {
            starts[rows + row] = before + block.rowStarts()[row];
        }
        rows += block.rows();
        int size = (int) block.nonzeros();
        for (int at = 0; at < size; ) {
            int turn = (int) Math.min(size - at, TURN - (before + at) % TURN);
            data.append(block.values(), at, at + turn);
            indices.append(block.columnIndices(), at, at + turn);
            at += turn;
        }
    }

    /** Ends the matrix; all rows must have been handed over. */
    void end() {
        if (rows != starts.length - 1) {
            throw new IllegalStateException("the matrix " + name + " got " + rows + " of its rows");
        }
        data.end();
        indices.end();
        if (starts[rows] > Integer.MAX_VALUE) {
            group.longs("indptr", starts);
        } else {
            group.ints("indptr", narrow());
        }
    }

    /** As int32 where they fit: scipy would convert wider ones back at a cost. */
    private int[] narrow() {
        int[] narrow = new int[starts.length];
        for (int row = 0; row < starts.length; row++) {
            narrow[row] = (int) starts[row];
        }
        return narrow;
    }
}
