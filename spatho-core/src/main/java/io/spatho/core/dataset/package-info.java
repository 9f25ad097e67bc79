/** The AnnData-like contract that every reader fills and every analysis reads; start with {@link io.spatho.core.dataset.SpatialDataset}. */
package io.spatho.core.dataset;
