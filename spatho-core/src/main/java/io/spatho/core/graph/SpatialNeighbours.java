package io.spatho.core.graph;

import io.spatho.core.error.InputException;
import io.spatho.core.error.Problem;
import io.spatho.core.parallel.Workers;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Graphs of observations that are near each other in the tissue; weights are distances in micrometres.
 *
 * <p>Points that coincide are neighbours at distance 0. Where a distance ties, the smaller index wins. A point without neighbours
 * is an isolated node, never an error. The graphs are those of squidpy 1.6 ({@code gr.spatial_neighbors}), except that k-nearest
 * graphs are made undirected by joining two points when either is near the other.
 *
 * <p>Determinism: independent of the number of threads. Cost: n log n for nearest neighbours and Delaunay; plus the edges found
 * for a radius.
 */
public final class SpatialNeighbours {

    /** A radius graph in which points have more neighbours than this on average is refused: it would no longer be local. */
    public static final int MAXIMUM_MEAN_DEGREE = 1000;

    /** Largest distance of a grid neighbour in pitches; the second ring begins at 1.73 (hexagonal) or 1.41 (square). */
    private static final double PITCH_SLACK = 1.3;

    private static final int BLOCK = 4096;

    private SpatialNeighbours() {}

    /** The k nearest other points of each point, directed. */
    public static NearestNeighbours nearest(double[] xUm, double[] yUm, int k, Workers workers) {
        requirePositions(xUm, yUm);
        if (k < 1) {
            throw new IllegalArgumentException("k must be at least 1: " + k);
        }
        int n = xUm.length;
        int held = Math.min(k, n - 1);
        int[] indices = new int[Math.multiplyExact(n, held)];
        float[] distances = new float[indices.length];
        PlaneTree tree = new PlaneTree(xUm, yUm);
        workers.forRanges(n, BLOCK, (from, to) -> {
            NearestList found = new NearestList(Math.max(1, held));
            for (int position = from; position < to && held > 0; position++) {
                tree.nearest(position, found);
                int start = tree.pointAt(position) * held;
                for (int rank = 0; rank < held; rank++) {
                    indices[start + rank] = found.index(rank);
                    distances[start + rank] = (float) Math.sqrt(found.key(rank));
                }
            }
        });
        return new NearestNeighbours(n, held, indices, distances);
    }

    /** The undirected k-nearest-neighbour graph. */
    public static Graph nearestGraph(double[] xUm, double[] yUm, int k, Workers workers) {
        return nearest(xUm, yUm, k, workers).toGraph();
    }

    /**
     * All pairs of points at most a radius apart.
     *
     * @throws InputException when the radius joins so many pairs that the graph would not be local
     */
    public static Graph within(double[] xUm, double[] yUm, double radiusUm, Workers workers) {
        requirePositions(xUm, yUm);
        if (!(radiusUm > 0) || Double.isInfinite(radiusUm)) {
            throw new IllegalArgumentException("the radius must be positive: " + radiusUm);
        }
        int n = xUm.length;
        PlaneTree tree = new PlaneTree(xUm, yUm);
        long allowed = (long) n * MAXIMUM_MEAN_DEGREE / 2;
        AtomicLong found = new AtomicLong();
        List<EdgeList> parts = workers.map((n + BLOCK - 1) / BLOCK, block -> {
            EdgeList edges = new EdgeList();
            for (int position = block * BLOCK; position < Math.min(n, (block + 1) * BLOCK); position++) {
                int point = tree.pointAt(position);
                int before = edges.size();
                tree.within(position, radiusUm, (other, squared) -> {
                    if (other > point) {
                        edges.add(point, other, (float) Math.sqrt(squared));
                    }
                });
                requireLocal(found.addAndGet(edges.size() - before), allowed, radiusUm);
            }
            return edges;
        });
        return EdgeList.concatenated(parts).toGraph(n);
    }

    /** The Delaunay triangulation's edges of at most a length; coinciding points are joined to the first of them. */
    public static Graph delaunay(double[] xUm, double[] yUm, double maximumEdgeUm) {
        requirePositions(xUm, yUm);
        return DelaunayEdges.of(xUm, yUm, maximumEdgeUm).toGraph(xUm.length);
    }

    /**
     * The grid neighbours of Visium spots by array position: the two in the same row two columns off and the four in the rows above
     * and below one column off.
     *
     * @throws InputException when two spots share an array position
     */
    public static Graph hexagonal(int[] arrayRows, int[] arrayColumns, double[] xUm, double[] yUm) {
        return grid(arrayRows, arrayColumns, xUm, yUm, new int[][] {{0, 2}, {1, -1}, {1, 1}});
    }

    /** The four side neighbours, and with {@code corners} also the four corner neighbours, of square bins by array position. */
    public static Graph square(int[] arrayRows, int[] arrayColumns, double[] xUm, double[] yUm, boolean corners) {
        int[][] steps = corners ? new int[][] {{0, 1}, {1, -1}, {1, 0}, {1, 1}} : new int[][] {{0, 1}, {1, 0}};
        return grid(arrayRows, arrayColumns, xUm, yUm, steps);
    }

    /** The neighbours of grid spots whose array positions are unknown: all within 1.3 times the pitch, 100 for Visium. */
    public static Graph withinPitch(double[] xUm, double[] yUm, double pitchUm, Workers workers) {
        return within(xUm, yUm, PITCH_SLACK * pitchUm, workers);
    }

    private static Graph grid(int[] rows, int[] columns, double[] xUm, double[] yUm, int[][] steps) {
        requirePositions(xUm, yUm);
        int n = rows.length;
        if (columns.length != n || xUm.length != n) {
            throw new IllegalArgumentException("array positions and coordinates differ in number");
        }
        long[] keys = new long[n];
        for (int i = 0; i < n; i++) {
            keys[i] = key(rows[i], columns[i]);
        }
        long[] sorted = keys.clone();
        Arrays.sort(sorted);
        int[] owner = owners(keys, sorted);
        EdgeList edges = new EdgeList();
        for (int i = 0; i < n; i++) {
            for (int[] step : steps) {
                int at = Arrays.binarySearch(sorted, key(rows[i] + step[0], columns[i] + step[1]));
                if (at >= 0) {
                    int other = owner[at];
                    edges.add(i, other, (float) Math.hypot(xUm[i] - xUm[other], yUm[i] - yUm[other]));
                }
            }
        }
        return edges.toGraph(n);
    }

    private static long key(int row, int column) {
        return ((long) row << 32) | (column & 0xFFFFFFFFL);
    }

    private static int[] owners(long[] keys, long[] sorted) {
        int[] owner = new int[keys.length];
        Arrays.fill(owner, -1);
        for (int i = 0; i < keys.length; i++) {
            int at = Arrays.binarySearch(sorted, keys[i]);
            if (owner[at] >= 0) {
                throw new InputException(Problem.of("two observations share one array position")
                        .at("row " + (keys[i] >> 32) + ", column " + (int) keys[i])
                        .expected("one observation", "rows " + owner[at] + " and " + i + " of the matrix"));
            }
            owner[at] = i;
        }
        return owner;
    }

    private static void requireLocal(long edges, long allowed, double radiusUm) {
        if (edges > allowed) {
            throw new InputException(Problem.of("a radius of " + radiusUm + " micrometres joins too many pairs")
                    .expected("at most " + MAXIMUM_MEAN_DEGREE + " neighbours per observation on average", "more")
                    .fix("Use a smaller radius, or nearest neighbours, and check that positions are in micrometres."));
        }
    }

    private static void requirePositions(double[] xUm, double[] yUm) {
        if (xUm.length != yUm.length) {
            throw new IllegalArgumentException(xUm.length + " x but " + yUm.length + " y");
        }
        if (xUm.length == 0) {
            throw new InputException(Problem.of("there is no observation to find neighbours of"));
        }
        for (int i = 0; i < xUm.length; i++) {
            if (!Double.isFinite(xUm[i]) || !Double.isFinite(yUm[i])) {
                throw new InputException(Problem.of("an observation has no position")
                        .at("observation " + i)
                        .expected("finite micrometres", xUm[i] + ", " + yUm[i])
                        .fix("Leave it out: quality control flags it as no_position."));
            }
        }
    }
}
