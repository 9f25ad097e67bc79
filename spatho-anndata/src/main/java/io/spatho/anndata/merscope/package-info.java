/** Vizgen MERSCOPE regions; see {@link io.spatho.anndata.merscope.MerscopeReader}. */
package io.spatho.anndata.merscope;
