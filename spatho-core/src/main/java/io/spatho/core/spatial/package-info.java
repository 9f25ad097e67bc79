/**
 * Statistics of how values and labels are arranged in the tissue: autocorrelation of genes, enrichment of neighbouring labels,
 * entropy of neighbourhoods. Start at {@link io.spatho.core.spatial.SpatialAutocorrelation}.
 */
package io.spatho.core.spatial;
