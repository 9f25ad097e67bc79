/**
 * Clusters of observations by expression ({@link io.spatho.core.cluster.LeidenClustering}) and tissue domains by expression and
 * neighbourhood ({@link io.spatho.core.cluster.NeighbourhoodClustering}), with measures of their quality.
 */
package io.spatho.core.cluster;
