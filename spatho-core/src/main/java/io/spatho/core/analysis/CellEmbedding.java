package io.spatho.core.analysis;

import io.spatho.core.evidence.ModelReference;
import io.spatho.core.matrix.DenseMatrix;
import java.util.Optional;

/**
 * One vector per kept observation, with what made it.
 *
 * @param name such as {@code pca} or {@code stgpt}
 * @param vectors kept observations x dimensions; a row of NaN where there is no vector
 * @param model the trained model, or empty when no trained model had a part in it
 * @param lowPanelOverlap whether the model knows too few of the measured genes
 */
public record CellEmbedding(
        String name, DenseMatrix vectors, Optional<ModelReference> model, boolean lowPanelOverlap) {}
