/**
 * SpatialData stores: {@link io.spatho.anndata.spatialdata.SpatialDataWriter} writes a dataset so that {@code
 * spatialdata.read_zarr} opens it.
 *
 * <p>Source: the container format 0.2 of spatialdata 0.7 (raster 0.3, shapes 0.3, points 0.2, tables 0.2), OME-NGFF 0.5, GeoParquet
 * 1.1.
 */
package io.spatho.anndata.spatialdata;
