/**
 * The HEST benchmark: patches in HDF5, expression in h5ad, splits in CSV, and the regression by which its encoders are compared.
 *
 * <p>Start with {@link io.spatho.stgpt.hest.HestBenchmarkTool}.
 */
package io.spatho.stgpt.hest;
