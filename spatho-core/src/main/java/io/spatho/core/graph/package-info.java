/**
 * Neighbourhood graphs: {@link io.spatho.core.graph.SpatialNeighbours} in the tissue, {@link
 * io.spatho.core.graph.ExpressionNeighbours} and {@link io.spatho.core.graph.FuzzyGraph} in expression. All give a {@link
 * io.spatho.core.graph.Graph} or the {@link io.spatho.core.graph.NearestNeighbours} it is made from.
 */
package io.spatho.core.graph;
