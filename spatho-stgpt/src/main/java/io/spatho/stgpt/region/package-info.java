/**
 * A small network that is trained on the case itself when no checkpoint is given: masked genes and the mean expression of spatial
 * neighbours. Start with {@link io.spatho.stgpt.region.RegionTrainer} and {@link io.spatho.stgpt.region.RegionEmbedder}.
 */
package io.spatho.stgpt.region;
