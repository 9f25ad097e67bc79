package io.spatho.stgpt.retrieval;

import io.spatho.core.matrix.DenseMatrix;

/** Compares a query with every cell. Cost: cells x width for each query. */
public final class ExactCells implements CellSearch {

    private final DenseMatrix vectors;

    /** A search among rows. */
    public ExactCells(DenseMatrix vectors) {
        this.vectors = vectors;
    }

    @Override
    public Found nearest(float[] query, int k) {
        BestCells best = new BestCells(Math.min(k, vectors.rows()));
        for (int cell = 0; cell < vectors.rows(); cell++) {
            best.offer(cell, BestCells.product(query, vectors.values(), cell));
        }
        return best.found();
    }
}
