/**
 * The contract {@code case.h5ad} and other people's AnnData files; start with {@link io.spatho.anndata.h5ad.H5adWriter} and
 * {@link io.spatho.anndata.h5ad.H5adReader}.
 *
 * <p>Source: the on-disk format of anndata 0.8 and newer ({@code encoding-type} and {@code encoding-version} on every element).
 */
package io.spatho.anndata.h5ad;
