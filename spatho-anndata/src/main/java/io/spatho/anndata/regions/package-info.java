/**
 * Regions in and out of every format that is understood: {@link io.spatho.anndata.regions.RegionFiles} finds out what a file is and
 * reads it, {@link io.spatho.anndata.regions.RegionWriter} writes any of them.
 */
package io.spatho.anndata.regions;
