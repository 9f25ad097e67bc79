/** Tables as Arrow IPC files; see {@link io.spatho.anndata.arrow.ArrowTables}. */
package io.spatho.anndata.arrow;
