/** 10x Visium HD bundles; see {@link io.spatho.anndata.visiumhd.VisiumHdReader}. */
package io.spatho.anndata.visiumhd;
