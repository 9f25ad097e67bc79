package io.spatho.stgpt.runtime;

import io.spatho.core.evidence.ModelReference;
import io.spatho.core.matrix.DenseMatrix;

/**
 * Vectors of observations with what a reader must know of the model that made them.
 *
 * @param vectors observations x dimensions, unit length; NaN where an observation has no gene that the model knows
 * @param model the model
 * @param description the model in words, for a sentence
 * @param sharedGenes measured genes that the model knows
 * @param panelGenes measured genes
 * @param lowPanelOverlap whether that is too few
 */
record EmbeddedCells(
        DenseMatrix vectors,
        ModelReference model,
        String description,
        int sharedGenes,
        int panelGenes,
        boolean lowPanelOverlap) {

    boolean hasVector(int row) {
        return vectors.columns() > 0 && !Float.isNaN(vectors.get(row, 0));
    }

    int withoutVector() {
        int missing = 0;
        for (int row = 0; row < vectors.rows(); row++) {
            missing += hasVector(row) ? 0 : 1;
        }
        return missing;
    }
}
