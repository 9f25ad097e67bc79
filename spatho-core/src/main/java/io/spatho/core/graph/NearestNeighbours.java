package io.spatho.core.graph;

/**
 * The k nearest other points of every point, nearest first; equal distances are ordered by index. The relation is directed: a
 * point need not be among the nearest of its own neighbours.
 *
 * @param points number of points
 * @param k neighbours per point: what was asked for, or all other points when there are fewer
 * @param indices points x k neighbours
 * @param distances points x k distances, ascending within a point
 */
public record NearestNeighbours(int points, int k, int[] indices, float[] distances) {

    public NearestNeighbours {
        if (indices.length != Math.multiplyExact(points, k) || distances.length != indices.length) {
            throw new IllegalArgumentException("neighbour arrays do not fit " + points + " x " + k);
        }
    }

    /** The {@code rank}-th nearest neighbour of a point, from 0. */
    public int neighbour(int point, int rank) {
        return indices[point * k + rank];
    }

    /** The distance to the {@code rank}-th nearest neighbour of a point, from 0. */
    public float distance(int point, int rank) {
        return distances[point * k + rank];
    }

    /** The undirected graph in which two points are joined when either is among the nearest of the other; weights are distances. */
    public Graph toGraph() {
        int[] from = new int[indices.length];
        for (int i = 0; i < from.length; i++) {
            from[i] = i / k;
        }
        return Graph.ofEdges(points, from, indices, distances);
    }
}
