package io.spatho.core.preprocess;

import io.spatho.core.matrix.CsrMatrix;

/**
 * Log-normalised counts together with what is needed to undo them.
 *
 * @param matrix {@code log(1 + count * factor)} with the natural logarithm, the same entries as the counts
 * @param targetSum the sum that every observation was scaled to
 * @param factors target sum over the observation's total; 1 for an observation without counts
 */
public record NormalizedCounts(CsrMatrix matrix, double targetSum, double[] factors) {}
