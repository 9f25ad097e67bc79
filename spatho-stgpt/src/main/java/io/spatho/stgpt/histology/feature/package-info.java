/**
 * Features of tiles as a table on disk: written block by block so that a killed run goes on, and read by whoever models them.
 *
 * <p>Start with {@link io.spatho.stgpt.histology.feature.TileFeatures}.
 */
package io.spatho.stgpt.histology.feature;
