/** NanoString (Bruker) CosMx slides; see {@link io.spatho.anndata.cosmx.CosmxReader}. */
package io.spatho.anndata.cosmx;
