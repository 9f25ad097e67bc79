/**
 * The folder layout of the HEST benchmark: patches in HDF5, expression in h5ad, splits in CSV.
 *
 * <p>Start with {@link io.spatho.stgpt.histology.hest.HestSplit}.
 */
package io.spatho.stgpt.histology.hest;
