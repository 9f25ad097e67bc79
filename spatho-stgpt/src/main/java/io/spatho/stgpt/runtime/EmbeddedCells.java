package io.spatho.stgpt.runtime;

import io.spatho.core.evidence.ModelReference;
import io.spatho.core.matrix.DenseMatrix;
import java.util.List;
import java.util.Optional;

/**
 * Vectors of observations with what a reader must know of the model that made them.
 *
 * @param vectors observations x dimensions, unit length; NaN where an observation has none
 * @param model the model
 * @param description the model in words, for a sentence
 * @param overlap how much of the panel the model knows; empty when whoever made the vectors does not say
 * @param flag a quality flag of every vector, or empty
 * @param warnings what a reader should know, one sentence each
 */
record EmbeddedCells(
        DenseMatrix vectors,
        ModelReference model,
        String description,
        Optional<PanelOverlap> overlap,
        String flag,
        List<String> warnings) {

    EmbeddedCells {
        warnings = List.copyOf(warnings);
    }

    /** Vectors that were computed here. */
    static EmbeddedCells computed(DenseMatrix vectors, ModelReference model, String description, PanelOverlap overlap) {
        return new EmbeddedCells(vectors, model, description, Optional.of(overlap), "", List.of());
    }

    boolean lowPanelOverlap() {
        return overlap.map(PanelOverlap::low).orElse(false);
    }

    boolean isDoubtful() {
        return lowPanelOverlap() || withoutVector() > 0 || !warnings.isEmpty();
    }

    boolean hasVector(int row) {
        return hasVector(vectors, row);
    }

    int withoutVector() {
        return withoutVector(vectors);
    }

    private static boolean hasVector(DenseMatrix vectors, int row) {
        return vectors.columns() > 0 && !Float.isNaN(vectors.get(row, 0));
    }

    /** How many rows stand for observations without a vector. */
    static int withoutVector(DenseMatrix vectors) {
        int missing = 0;
        for (int row = 0; row < vectors.rows(); row++) {
            missing += hasVector(vectors, row) ? 0 : 1;
        }
        return missing;
    }
}
