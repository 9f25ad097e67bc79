package io.spatho.core.spatial;

/** The direction in which a test of spatial autocorrelation looks. */
public enum Alternative {
    /** Neighbours are more alike than chance: Moran's I above, Geary's C below its expectation. */
    POSITIVE,
    /** Neighbours are less alike than chance. */
    NEGATIVE,
    /** Either of the two; p-values are twice the smaller tail, at most 1. */
    EITHER
}
