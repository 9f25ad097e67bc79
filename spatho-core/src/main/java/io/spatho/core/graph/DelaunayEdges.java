package io.spatho.core.graph;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.tinfour.common.IQuadEdge;
import org.tinfour.common.Vertex;
import org.tinfour.common.VertexMergerGroup;
import org.tinfour.standard.IncrementalTin;
import org.tinfour.utils.HilbertSort;

/**
 * The edges of the Delaunay triangulation by Tinfour 2.1, whose orientation tests fall back on extended precision.
 *
 * <p>Points that lie on each other, or nearer than a hundred-thousandth of the mean spacing, are one vertex, and joined to the first of them.
 * Points on one line are joined in their order. Cost: n log n.
 */
final class DelaunayEdges {

    private DelaunayEdges() {}

    static EdgeList of(double[] xs, double[] ys, double maximumLength) {
        if (!(maximumLength > 0)) {
            throw new IllegalArgumentException("the longest edge must be positive: " + maximumLength);
        }
        EdgeList edges = new EdgeList();
        List<Vertex> vertices = new ArrayList<>(xs.length);
        for (int i = 0; i < xs.length; i++) {
            vertices.add(new Vertex(xs[i], ys[i], 0, i));
        }
        // Neighbours follow each other, so that the walk to the next vertex is short.
        new HilbertSort().sort(vertices);
        IncrementalTin triangulation = new IncrementalTin(spacing(xs, ys));
        boolean inThePlane = xs.length > 2 && triangulation.add(vertices, null);
        if (!inThePlane) {
            joinInOrder(xs, ys, maximumLength, edges);
            return edges;
        }
        for (IQuadEdge edge : triangulation.edges()) {
            join(edge.getA().getIndex(), edge.getB().getIndex(), xs, ys, maximumLength, edges);
        }
        for (Vertex vertex : triangulation.getVertices()) {
            if (vertex instanceof VertexMergerGroup group) {
                for (Vertex other : group.getVertices()) {
                    if (other.getIndex() != group.getIndex()) {
                        join(group.getIndex(), other.getIndex(), xs, ys, maximumLength, edges);
                    }
                }
            }
        }
        return edges;
    }

    /** The side of the square that a point has for itself; of the line, where the points have no area. */
    private static double spacing(double[] xs, double[] ys) {
        double width =
                Arrays.stream(xs).max().orElse(0) - Arrays.stream(xs).min().orElse(0);
        double height =
                Arrays.stream(ys).max().orElse(0) - Arrays.stream(ys).min().orElse(0);
        double ofArea = Math.sqrt(width * height / Math.max(1, xs.length));
        double ofLine = Math.max(width, height) / Math.max(1, xs.length);
        double spacing = ofArea > 0 ? ofArea : ofLine;
        return spacing > 0 ? spacing : 1;
    }

    private static void joinInOrder(double[] xs, double[] ys, double maximumLength, EdgeList edges) {
        int[] order = IntStream.range(0, xs.length)
                .boxed()
                .sorted(Comparator.<Integer>comparingDouble(i -> xs[i])
                        .thenComparingDouble(i -> ys[i])
                        .thenComparingInt(i -> i))
                .mapToInt(Integer::intValue)
                .toArray();
        for (int i = 1, last = 0; i < order.length; i++) {
            join(order[last], order[i], xs, ys, maximumLength, edges);
            boolean elsewhere = xs[order[i]] != xs[order[last]] || ys[order[i]] != ys[order[last]];
            last = elsewhere ? i : last;
        }
    }

    private static void join(int from, int to, double[] xs, double[] ys, double maximumLength, EdgeList edges) {
        double length = Math.hypot(xs[from] - xs[to], ys[from] - ys[to]);
        if (length <= maximumLength) {
            edges.add(from, to, (float) length);
        }
    }
}
