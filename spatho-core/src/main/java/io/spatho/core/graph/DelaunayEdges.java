package io.spatho.core.graph;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.locationtech.jts.geom.Coordinate;
import org.locationtech.jts.geom.Envelope;
import org.locationtech.jts.triangulate.IncrementalDelaunayTriangulator;
import org.locationtech.jts.triangulate.quadedge.QuadEdge;
import org.locationtech.jts.triangulate.quadedge.QuadEdgeSubdivision;
import org.locationtech.jts.triangulate.quadedge.Vertex;

/** The edges of the Delaunay triangulation by JTS 1.20; the elevation of a vertex carries the index of its point. */
final class DelaunayEdges {

    private DelaunayEdges() {}

    static EdgeList of(double[] xs, double[] ys, double maximumLength) {
        if (!(maximumLength > 0)) {
            throw new IllegalArgumentException("the longest edge must be positive: " + maximumLength);
        }
        EdgeList edges = new EdgeList();
        List<Vertex> vertices = distinct(xs, ys, edges);
        if (vertices.size() < 2) {
            return edges;
        }
        Envelope extent = new Envelope();
        vertices.forEach(vertex -> extent.expandToInclude(vertex.getCoordinate()));
        QuadEdgeSubdivision subdivision = new QuadEdgeSubdivision(extent, 0);
        new IncrementalDelaunayTriangulator(subdivision).insertSites(vertices);
        for (Object found : subdivision.getPrimaryEdges(false)) {
            QuadEdge edge = (QuadEdge) found;
            int from = (int) edge.orig().getZ();
            int to = (int) edge.dest().getZ();
            double length = Math.hypot(xs[from] - xs[to], ys[from] - ys[to]);
            if (length <= maximumLength) {
                edges.add(from, to, (float) length);
            }
        }
        return edges;
    }

    /**
     * One vertex per distinct position, in an order in which neighbours follow each other: the triangulator walks from the last
     * vertex to the next. Further points of a position become edges of length 0 to the first.
     */
    private static List<Vertex> distinct(double[] xs, double[] ys, EdgeList duplicates) {
        Coordinate[] coordinates = new Coordinate[xs.length];
        for (int i = 0; i < xs.length; i++) {
            coordinates[i] = new Coordinate(xs[i] + 0.0, ys[i] + 0.0, i);
        }
        Arrays.sort(coordinates);
        List<Vertex> vertices = new ArrayList<>(coordinates.length);
        Coordinate last = null;
        for (Coordinate coordinate : coordinates) {
            if (last != null && last.equals2D(coordinate)) {
                duplicates.add((int) last.getZ(), (int) coordinate.getZ(), 0);
            } else {
                vertices.add(new Vertex(coordinate));
                last = coordinate;
            }
        }
        double[] x = vertices.stream().mapToDouble(Vertex::getX).toArray();
        double[] y = vertices.stream().mapToDouble(Vertex::getY).toArray();
        PlaneTree tree = new PlaneTree(x, y);
        List<Vertex> ordered = new ArrayList<>(x.length);
        for (int position = 0; position < x.length; position++) {
            ordered.add(vertices.get(tree.pointAt(position)));
        }
        return ordered;
    }
}
