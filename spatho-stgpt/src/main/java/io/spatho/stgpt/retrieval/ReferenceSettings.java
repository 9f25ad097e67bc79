package io.spatho.stgpt.retrieval;

import java.util.Optional;

/**
 * How a reference index is made.
 *
 * @param cellType the column of the observations with the cell type
 * @param vectors the matrix of {@code obsm} that is searched; principal components when absent
 * @param genes most genes kept, the most variable ones
 * @param components principal components
 * @param mostPerType most cells of a type, drawn by the seed
 * @param seed of draws, components and lists
 */
public record ReferenceSettings(
        String cellType, Optional<String> vectors, int genes, int components, int mostPerType, long seed) {

    public ReferenceSettings {
        if (genes < 2 || components < 1 || mostPerType < 1) {
            throw new IllegalArgumentException(
                    "genes " + genes + ", components " + components + ", cells of a type " + mostPerType);
        }
    }

    /** 2,000 genes, 50 components, 1,000 cells of each type. */
    public static ReferenceSettings standard(String cellType, long seed) {
        return new ReferenceSettings(cellType, Optional.empty(), 2000, 50, 1000, seed);
    }
}
