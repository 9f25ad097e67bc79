package io.spatho.stgpt.engine;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.spatho.core.matrix.CsrMatrix;
import java.util.Arrays;

/**
 * A compressed sparse row matrix on a device, in its three parts.
 *
 * @param rows number of rows
 * @param width number of columns
 * @param starts rows + 1 offsets, int32
 * @param columns a column for each stored value, int32
 * @param values the stored values, float32
 */
public record SparseTensor(int rows, int width, NDArray starts, NDArray columns, NDArray values) {

    static SparseTensor of(CsrMatrix matrix, NDManager manager) {
        int[] starts =
                Arrays.stream(matrix.rowStarts()).mapToInt(Math::toIntExact).toArray();
        return new SparseTensor(
                matrix.rows(),
                matrix.columns(),
                manager.create(starts),
                manager.create(matrix.columnIndices()),
                manager.create(matrix.values()));
    }
}
