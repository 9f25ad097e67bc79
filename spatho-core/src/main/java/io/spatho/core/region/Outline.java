package io.spatho.core.region;

import io.spatho.core.graph.Graph;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.locationtech.jts.geom.Coordinate;
import org.locationtech.jts.geom.Geometry;
import org.locationtech.jts.geom.GeometryFactory;
import org.locationtech.jts.geom.LinearRing;
import org.locationtech.jts.geom.Polygon;
import org.locationtech.jts.operation.buffer.BufferOp;
import org.locationtech.jts.operation.polygonize.Polygonizer;
import org.locationtech.jts.simplify.TopologyPreservingSimplifier;

/**
 * The outline of one region: its alpha shape, with the shortest graph edges added that keep it in one piece, at a margin from
 * its cells, with slits and holes that are narrower than the spacing of cells closed.
 *
 * <p>The outline is one valid polygon, possibly with holes, and every cell of the region is inside it.
 */
final class Outline {

    private static final int SEGMENTS_PER_QUADRANT = 4;
    /** Simplification may move the outline by this share of the margin. */
    private static final double SLACK = 0.15;

    private final GeometryFactory factory = new GeometryFactory();
    private final double[] x;
    private final double[] y;
    private final RegionSettings settings;

    Outline(double[] x, double[] y, RegionSettings settings) {
        this.x = x;
        this.y = y;
        this.settings = settings;
    }

    /** The outline of the cells named, with their alpha triangles; the graph must connect them by edges that are short enough. */
    Geometry of(int[] cells, int[] triangles, Graph graph) {
        List<Geometry> parts = new ArrayList<>();
        if (triangles.length > 0) {
            parts.add(filled(triangles));
        }
        parts.addAll(links(cells, triangles, graph));
        if (parts.isEmpty()) {
            parts.add(factory.createPoint(at(cells[0])));
        }
        return around(parts);
    }

    /** The outline of cells that need not be near each other: one or more polygons, every cell inside one. */
    Geometry ofGroup(int[] cells, int[] triangles) {
        List<Geometry> parts = new ArrayList<>();
        if (triangles.length > 0) {
            parts.add(filled(triangles));
        }
        int[] corners = Arrays.stream(triangles).sorted().toArray();
        for (int cell : cells) {
            if (Arrays.binarySearch(corners, cell) < 0) {
                parts.add(factory.createPoint(at(cell)));
            }
        }
        return around(parts);
    }

    private Geometry around(List<Geometry> parts) {
        double margin = settings.marginUm();
        Geometry whole = factory.createGeometryCollection(parts.toArray(Geometry[]::new));
        Geometry wide = BufferOp.bufferOp(whole, 2 * margin, SEGMENTS_PER_QUADRANT);
        Geometry closed = withoutSmallHoles(BufferOp.bufferOp(wide, -margin, SEGMENTS_PER_QUADRANT));
        Geometry simple = TopologyPreservingSimplifier.simplify(closed, SLACK * margin);
        return (simple.isValid() ? simple : closed).norm();
    }

    private Coordinate at(int cell) {
        return new Coordinate(x[cell], y[cell]);
    }

    /** The union of the triangles, from the edges that only one of them has. */
    private Geometry filled(int[] triangles) {
        long[] edges = new long[triangles.length];
        for (int i = 0; i < triangles.length; i += 3) {
            edges[i] = edge(triangles[i], triangles[i + 1]);
            edges[i + 1] = edge(triangles[i + 1], triangles[i + 2]);
            edges[i + 2] = edge(triangles[i + 2], triangles[i]);
        }
        Arrays.sort(edges);
        // "True" keeps the faces that are inside when crossing an edge means crossing from inside to outside.
        Polygonizer polygonizer = new Polygonizer(true);
        for (int i = 0; i < edges.length; ) {
            int end = i + 1;
            while (end < edges.length && edges[end] == edges[i]) {
                end++;
            }
            if ((end - i) % 2 == 1) {
                Coordinate[] line = {at((int) (edges[i] >>> 32)), at((int) edges[i])};
                polygonizer.add(factory.createLineString(line));
            }
            i = end;
        }
        return polygonizer.getGeometry().norm();
    }

    private static long edge(int a, int b) {
        return ((long) Math.min(a, b) << 32) | Math.max(a, b);
    }

    /** Graph edges, shortest first, that join what the triangles leave apart. */
    private List<Geometry> links(int[] cells, int[] triangles, Graph graph) {
        Sets sets = new Sets(cells);
        for (int i = 0; i < triangles.length; i += 3) {
            sets.join(triangles[i], triangles[i + 1]);
            sets.join(triangles[i], triangles[i + 2]);
        }
        List<Link> candidates = new ArrayList<>();
        for (int cell : cells) {
            for (int at = graph.starts()[cell]; at < graph.starts()[cell + 1]; at++) {
                int other = graph.neighbours()[at];
                if (other > cell && graph.weights()[at] <= settings.longestEdgeUm() && sets.apart(cell, other)) {
                    candidates.add(new Link(cell, other, graph.weights()[at]));
                }
            }
        }
        candidates.sort(this::compare);
        List<Geometry> links = new ArrayList<>();
        for (Link link : candidates) {
            if (sets.join(link.from, link.to)) {
                links.add(factory.createLineString(new Coordinate[] {at(link.from), at(link.to)}));
            }
        }
        return links;
    }

    private record Link(int from, int to, float length) {}

    /** Shortest first, then by position, so that the order of cells does not matter. */
    private int compare(Link left, Link right) {
        int byLength = Float.compare(left.length, right.length);
        if (byLength != 0) {
            return byLength;
        }
        int byX = Double.compare(x[left.from] + x[left.to], x[right.from] + x[right.to]);
        return byX != 0 ? byX : Double.compare(y[left.from] + y[left.to], y[right.from] + y[right.to]);
    }

    /** Drops holes that are smaller than a circle of radius alpha, and rings that rounding left behind. */
    private Geometry withoutSmallHoles(Geometry geometry) {
        double smallest = Math.PI * settings.alphaUm() * settings.alphaUm();
        List<Geometry> kept = new ArrayList<>();
        for (int i = 0; i < geometry.getNumGeometries(); i++) {
            Polygon polygon = (Polygon) geometry.getGeometryN(i);
            List<LinearRing> holes = new ArrayList<>();
            for (int hole = 0; hole < polygon.getNumInteriorRing(); hole++) {
                if (factory.createPolygon(polygon.getInteriorRingN(hole)).getArea() >= smallest) {
                    holes.add(polygon.getInteriorRingN(hole));
                }
            }
            kept.add(factory.createPolygon(polygon.getExteriorRing(), holes.toArray(LinearRing[]::new)));
        }
        return factory.buildGeometry(kept);
    }

    /** Disjoint sets of cells. */
    private static final class Sets {
        private final int[] cells;
        private final int[] parent;

        Sets(int[] ascending) {
            cells = ascending;
            parent = new int[ascending.length];
            Arrays.setAll(parent, i -> i);
        }

        boolean apart(int a, int b) {
            int left = Arrays.binarySearch(cells, a);
            int right = Arrays.binarySearch(cells, b);
            return left >= 0 && right >= 0 && root(left) != root(right);
        }

        boolean join(int a, int b) {
            int left = root(Arrays.binarySearch(cells, a));
            int right = root(Arrays.binarySearch(cells, b));
            parent[Math.max(left, right)] = Math.min(left, right);
            return left != right;
        }

        private int root(int i) {
            int at = i;
            while (parent[at] != at) {
                parent[at] = parent[parent[at]];
                at = parent[at];
            }
            return at;
        }
    }
}
