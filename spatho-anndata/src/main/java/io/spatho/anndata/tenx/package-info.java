/**
 * What every 10x bundle shares: feature-barcode matrices (HDF5 and Matrix Market folders), feature types, and the files of a
 * bundle's folder; start with {@link io.spatho.anndata.tenx.FeatureBarcodeMatrix}.
 */
package io.spatho.anndata.tenx;
