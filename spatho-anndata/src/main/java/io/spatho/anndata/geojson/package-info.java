/** Regions as GeoJSON, as QuPath and most drawing tools write it; see {@link io.spatho.anndata.geojson.GeoJsonRegions}. */
package io.spatho.anndata.geojson;
