package io.spatho.anndata.tenx;

import io.spatho.core.dataset.CountSink;
import io.spatho.core.dataset.GenePanel;
import io.spatho.core.error.Problem;
import io.spatho.core.error.ResourceException;
import io.spatho.core.matrix.CsrMatrix;
import java.util.Arrays;

/** Puts blocks of rows together to one matrix. */
final class GatheredRows implements CountSink {

    private static final int LARGEST = Integer.MAX_VALUE - 8;

    private final int capacity;
    private long[] starts = {0};
    private int[] columnIndices = {};
    private float[] values = {};
    private int columns;
    private int rows;
    private int size;

    /** Starts with room for so many entries, which need not be exact. */
    GatheredRows(long capacity) {
        if (capacity > LARGEST) {
            throw new ResourceException(Problem.of("the matrix has more entries than one matrix in memory can hold")
                    .expected("at most " + LARGEST, capacity)
                    .fix("Convert the case to h5ad, and divide it with other tools."));
        }
        this.capacity = (int) capacity;
    }

    @Override
    public void begin(int rowCount, GenePanel features) {
        starts = new long[rowCount + 1];
        columns = features.size();
        columnIndices = new int[capacity];
        values = new float[capacity];
    }

    @Override
    public void append(CsrMatrix block) {
        int more = (int) block.nonzeros();
        if (size + (long) more > values.length) {
            long larger = Math.max(size + (long) more, Math.min(LARGEST, size + (size >> 1)));
            columnIndices = Arrays.copyOf(columnIndices, Math.toIntExact(larger));
            values = Arrays.copyOf(values, columnIndices.length);
        }
        System.arraycopy(block.columnIndices(), 0, columnIndices, size, more);
        System.arraycopy(block.values(), 0, values, size, more);
        for (int row = 0; row < block.rows(); row++) {
            starts[rows + row + 1] = size + block.rowStarts()[row + 1];
        }
        rows += block.rows();
        size += more;
    }

    /** The matrix of all rows. */
    CsrMatrix matrix() {
        boolean full = size == values.length;
        return new CsrMatrix(
                starts.length - 1,
                columns,
                starts,
                full ? columnIndices : Arrays.copyOf(columnIndices, size),
                full ? values : Arrays.copyOf(values, size));
    }
}
