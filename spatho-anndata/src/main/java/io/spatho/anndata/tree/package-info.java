/** What HDF5 files and Zarr stores have in common: groups, arrays and attributes, to read and to write. */
package io.spatho.anndata.tree;
