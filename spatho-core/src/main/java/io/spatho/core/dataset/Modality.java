package io.spatho.core.dataset;

import io.spatho.core.matrix.CsrMatrix;

/**
 * A set of features other than gene expression, measured on the same observations: protein, negative controls, blanks.
 *
 * @param name the name under {@code uns/modalities}, such as {@code negative_control_probe}
 * @param features its feature table
 * @param matrix observations x features
 */
public record Modality(String name, GenePanel features, CsrMatrix matrix) {

    public Modality {
        if (matrix.columns() != features.size()) {
            throw new IllegalArgumentException(
                    name + ": " + matrix.columns() + " columns but " + features.size() + " features");
        }
    }
}
