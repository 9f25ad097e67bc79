package io.spatho.stgpt.scgpt;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.index.NDIndex;
import io.spatho.core.matrix.DenseMatrix;

/**
 * The answer of a generative pass.
 *
 * @param states the state of each cell, cells x width, not normalised
 * @param known decoded expression of the known tokens, cells x tokens
 * @param asked decoded expression of the genes asked for, cells x genes
 */
public record Generation(DenseMatrix states, DenseMatrix known, DenseMatrix asked) {

    static Generation of(NDArray out, NDArray values, int knownTokens) {
        int cells = Math.toIntExact(out.getShape().get(0));
        int askedTokens = Math.toIntExact(out.getShape().get(1)) - knownTokens;
        return new Generation(
                matrix(
                        out.get(new NDIndex(":,0")),
                        cells,
                        Math.toIntExact(out.getShape().get(2))),
                matrix(values.get(new NDIndex(":,0:{}", knownTokens)), cells, knownTokens),
                matrix(values.get(new NDIndex(":,{}:", knownTokens)), cells, askedTokens));
    }

    private static DenseMatrix matrix(NDArray part, int rows, int columns) {
        return new DenseMatrix(rows, columns, part.toFloatArray());
    }
}
