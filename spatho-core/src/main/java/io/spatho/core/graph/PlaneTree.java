package io.spatho.core.graph;

/**
 * A balanced k-d tree of points in the plane with bounding boxes and, for deterministic ties, the smallest index below each node.
 *
 * <p>Ranges are halved at the median of the wider side, ordered by coordinate and then by index, so duplicates need no special
 * case. Cost: n log n to build, log n per nearest-neighbour query, also when all points coincide.
 */
final class PlaneTree {

    private static final int LEAF = 12;

    private final double[] x;
    private final double[] y;
    private final int[] order;
    private final double[] boxes;
    private final int[] smallest;

    PlaneTree(double[] xs, double[] ys) {
        int n = xs.length;
        int nodes = 1;
        for (int width = n; width > LEAF; width = (width + 1) / 2) {
            nodes = 2 * nodes + 1;
        }
        this.order = new int[n];
        for (int i = 0; i < n; i++) {
            order[i] = i;
        }
        this.boxes = new double[4 * nodes];
        this.smallest = new int[nodes];
        if (n > 0) {
            build(xs, ys, 0, 0, n);
        }
        this.x = new double[n];
        this.y = new double[n];
        for (int i = 0; i < n; i++) {
            x[i] = xs[order[i]];
            y[i] = ys[order[i]];
        }
    }

    /** The point at a position of the tree's own order, in which near points tend to be near. */
    int pointAt(int position) {
        return order[position];
    }

    /** Fills {@code found} with the points nearest to the point at a position of the tree's order, itself left out. */
    void nearest(int position, NearestList found) {
        found.clear();
        nearest(0, 0, order.length, position, found);
    }

    /** Hands every point within a radius of the point at a position, itself left out, to {@code found}. */
    void within(int position, double radius, RadiusVisitor found) {
        within(0, 0, order.length, position, radius * radius, found);
    }

    /** Receives points within a radius. */
    @FunctionalInterface
    interface RadiusVisitor {
        void visit(int point, double squaredDistance);
    }

    private void build(double[] xs, double[] ys, int node, int from, int to) {
        double minX = Double.POSITIVE_INFINITY;
        double minY = Double.POSITIVE_INFINITY;
        double maxX = Double.NEGATIVE_INFINITY;
        double maxY = Double.NEGATIVE_INFINITY;
        int first = Integer.MAX_VALUE;
        for (int i = from; i < to; i++) {
            minX = Math.min(minX, xs[order[i]]);
            maxX = Math.max(maxX, xs[order[i]]);
            minY = Math.min(minY, ys[order[i]]);
            maxY = Math.max(maxY, ys[order[i]]);
            first = Math.min(first, order[i]);
        }
        boxes[4 * node] = minX;
        boxes[4 * node + 1] = minY;
        boxes[4 * node + 2] = maxX;
        boxes[4 * node + 3] = maxY;
        smallest[node] = first;
        if (to - from > LEAF) {
            int middle = (from + to) >>> 1;
            Partition.around(middle, order, from, to, maxX - minX >= maxY - minY ? xs : ys);
            build(xs, ys, 2 * node + 1, from, middle);
            build(xs, ys, 2 * node + 2, middle, to);
        }
    }

    private void nearest(int node, int from, int to, int position, NearestList found) {
        if (to - from <= LEAF) {
            for (int i = from; i < to; i++) {
                if (i != position) {
                    found.offer(squared(i, position), order[i]);
                }
            }
            return;
        }
        int middle = (from + to) >>> 1;
        int left = 2 * node + 1;
        int right = left + 1;
        double toLeft = toBox(left, position);
        double toRight = toBox(right, position);
        boolean leftFirst = toLeft < toRight || (toLeft == toRight && smallest[left] < smallest[right]);
        for (int turn = 0; turn < 2; turn++) {
            if ((turn == 0) == leftFirst) {
                if (!found.excludes(toLeft, smallest[left])) {
                    nearest(left, from, middle, position, found);
                }
            } else if (!found.excludes(toRight, smallest[right])) {
                nearest(right, middle, to, position, found);
            }
        }
    }

    private void within(int node, int from, int to, int position, double squaredRadius, RadiusVisitor found) {
        if (toBox(node, position) > squaredRadius) {
            return;
        }
        if (to - from <= LEAF) {
            for (int i = from; i < to; i++) {
                double squared = squared(i, position);
                if (i != position && squared <= squaredRadius) {
                    found.visit(order[i], squared);
                }
            }
            return;
        }
        int middle = (from + to) >>> 1;
        within(2 * node + 1, from, middle, position, squaredRadius, found);
        within(2 * node + 2, middle, to, position, squaredRadius, found);
    }

    private double squared(int a, int b) {
        double dx = x[a] - x[b];
        double dy = y[a] - y[b];
        return dx * dx + dy * dy;
    }

    /** Squared distance to a node's box: never more than to a point in it, because rounding is monotone. */
    private double toBox(int node, int position) {
        double dx = Math.max(0, Math.max(boxes[4 * node] - x[position], x[position] - boxes[4 * node + 2]));
        double dy = Math.max(0, Math.max(boxes[4 * node + 1] - y[position], y[position] - boxes[4 * node + 3]));
        return dx * dx + dy * dy;
    }
}
