package io.spatho.anndata.h5ad;

import io.spatho.core.dataset.SpatialDataset;

/**
 * A whole AnnData file.
 *
 * @param dataset observations, counts, positions
 * @param extras graphs, layers and further results
 */
public record H5adContents(SpatialDataset dataset, H5adExtras extras) {}
