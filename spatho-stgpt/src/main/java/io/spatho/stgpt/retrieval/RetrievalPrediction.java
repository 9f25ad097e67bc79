package io.spatho.stgpt.retrieval;

import io.spatho.core.matrix.DenseMatrix;

/**
 * Predictions for tiles.
 *
 * @param genes tiles x genes, standardised until {@link RetrievalModel} restores them
 * @param composition tiles x types; no columns where the network has none
 * @param cells retrieved cells, tile after tile; empty without retrieval
 * @param similarities of query and cell, in the same order
 * @param attention the weight of each, summing to one for a tile
 */
record RetrievalPrediction(
        DenseMatrix genes, DenseMatrix composition, int[] cells, float[] similarities, float[] attention) {

    RetrievalPrediction withGenes(DenseMatrix other) {
        return new RetrievalPrediction(other, composition, cells, similarities, attention);
    }
}
