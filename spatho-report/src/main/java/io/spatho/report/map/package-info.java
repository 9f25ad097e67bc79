/** Pictures of the tissue: cells as a raster, regions as outlines over it; start with {@link io.spatho.report.map.TissueMap}. */
package io.spatho.report.map;
