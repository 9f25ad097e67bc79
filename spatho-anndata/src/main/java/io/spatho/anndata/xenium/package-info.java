/** 10x Xenium bundles; see {@link io.spatho.anndata.xenium.XeniumReader}. */
package io.spatho.anndata.xenium;
