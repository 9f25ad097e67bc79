package io.spatho.anndata.h5ad;

import io.spatho.anndata.tree.ArrayRows;
import io.spatho.anndata.tree.ArrayTree;
import io.spatho.core.matrix.CsrMatrix;
import java.util.Arrays;

/**
 * Reads a matrix, whatever its layout, as CSR: {@code csr_matrix}, {@code csc_matrix} (both also as written before anndata 0.7)
 * and dense arrays, of which some rows are held at a time.
 */
final class SparseReader {

    private final ArrayTree source;

    SparseReader(ArrayTree source) {
        this.source = source;
    }

    CsrMatrix read(String path) {
        if (source.isDataset(path)) {
            return dense(path);
        }
        String layout = source.text(path, "encoding-type")
                .or(() -> source.text(path, "h5sparse_format"))
                .orElse("");
        return switch (layout) {
            case "csr_matrix", "csr" -> compressed(path, false);
            case "csc_matrix", "csc" -> compressed(path, true).transpose();
            default ->
                throw Faults.broken(
                        source, path, "the matrix has a layout that is not supported", "csr, csc or dense", layout);
        };
    }

    private CsrMatrix compressed(String path, boolean byColumn) {
        long[] shape = source.integers(path, "shape");
        if (shape.length == 0) {
            shape = source.integers(path, "h5sparse_shape");
        }
        if (shape.length != 2 || !isExtent(shape[0]) || !isExtent(shape[1])) {
            throw Faults.broken(source, path, "the matrix has no valid shape", "2 extents", Arrays.toString(shape));
        }
        int major = (int) shape[byColumn ? 1 : 0];
        int minor = (int) shape[byColumn ? 0 : 1];
        long[] starts = source.longs(path + "/indptr");
        requireStarts(path, starts, major, length(path + "/indices"));
        if (starts[major] > (long) major * minor) {
            throw Faults.broken(
                    source, path, "there are more entries than places", (long) major * minor, starts[major]);
        }
        if (length(path + "/data") != starts[major]) {
            throw Faults.broken(
                    source, path, "indices and data differ in length", starts[major], length(path + "/data"));
        }
        int[] indices = source.ints(path + "/indices");
        float[] values = source.floats(path + "/data");
        Faults.requirePossible(source, path, byColumn ? minor : major, Long.BYTES);
        return SortedRows.matrix(source, path, major, minor, starts, indices, values);
    }

    /** Lengths are held against each other before memory is given to what they count. */
    private long length(String path) {
        long[] shape = source.shape(path);
        return shape.length == 1 ? shape[0] : -1;
    }

    private static boolean isExtent(long extent) {
        return extent >= 0 && extent < Integer.MAX_VALUE;
    }

    private void requireStarts(String path, long[] starts, int rows, long entries) {
        if (starts.length != rows + 1L || starts[0] != 0 || starts[rows] != entries) {
            String found =
                    starts.length + " row starts ending at " + (starts.length == 0 ? 0 : starts[starts.length - 1]);
            throw Faults.broken(
                    source, path, "the matrix's row starts are wrong", (rows + 1L) + " ending at " + entries, found);
        }
        for (int row = 0; row < rows; row++) {
            if (starts[row + 1] < starts[row]) {
                throw Faults.broken(
                        source, path, "row " + row + " ends before it starts", starts[row], starts[row + 1]);
            }
        }
    }

    private CsrMatrix dense(String path) {
        ArrayRows stored = source.rows(path);
        if (!isExtent(stored.rows()) || !isExtent(stored.columns())) {
            throw Faults.broken(source, path, "the matrix is too large", "2^31 - 2", stored.rows());
        }
        int rows = (int) stored.rows();
        int columns = (int) stored.columns();
        Faults.requirePossible(source, path, rows, Long.BYTES);
        long[] starts = new long[rows + 1];
        int[] indices = new int[1024];
        float[] values = new float[1024];
        int size = 0;
        int step = stored.rowsAtATime();
        for (int first = 0; first < rows; first += Math.min(step, rows - first)) {
            int n = Math.min(step, rows - first);
            float[] block = stored.floats(first, n);
            for (int i = 0; i < block.length; i++) {
                if (block[i] != 0) {
                    if (size == indices.length) {
                        int larger = (int) Math.min(Integer.MAX_VALUE - 8L, size + (size >> 1));
                        indices = Arrays.copyOf(indices, larger);
                        values = Arrays.copyOf(values, larger);
                    }
                    indices[size] = i % columns;
                    values[size++] = block[i];
                }
                if ((i + 1) % columns == 0) {
                    starts[first + (i + 1) / columns] = size;
                }
            }
        }
        return new CsrMatrix(rows, columns, starts, Arrays.copyOf(indices, size), Arrays.copyOf(values, size));
    }
}
