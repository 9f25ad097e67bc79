/**
 * Zarr stores of format 2 and 3, in a folder or in a zip file: {@link io.spatho.anndata.zarr.ZarrSource} reads them in place.
 *
 * <p>Source: Zarr storage specification version 2 and core specification version 3.1 (https://zarr-specs.readthedocs.io), the codec
 * containers of numcodecs 0.16 and c-blosc 1.21.
 */
package io.spatho.anndata.zarr;
