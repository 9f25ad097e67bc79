/**
 * HDF5 files: a small writer of our own and a guarded reader over jHDF; start with {@link io.spatho.anndata.hdf5.Hdf5Writer} and
 * {@link io.spatho.anndata.hdf5.Hdf5Source}.
 *
 * <p>Source: the HDF5 File Format Specification, version 3.0 (superblock 2, object header 2, B-tree 1, global heap 1).
 */
package io.spatho.anndata.hdf5;
