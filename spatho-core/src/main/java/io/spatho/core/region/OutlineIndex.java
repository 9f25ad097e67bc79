package io.spatho.core.region;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.locationtech.jts.algorithm.Distance;
import org.locationtech.jts.algorithm.RayCrossingCounter;
import org.locationtech.jts.geom.Coordinate;
import org.locationtech.jts.geom.Geometry;
import org.locationtech.jts.geom.LinearRing;
import org.locationtech.jts.geom.Polygon;

/**
 * The segments of one region's outline under boxes of eight, sixty-four and so on, in the order in which they follow each other: so
 * neighbours in the order are neighbours on the slide.
 *
 * <p>Location is that of JTS's ray crossing (robust orientation), distance the smallest of JTS's point to segment distances: both as
 * if every segment had been looked at. Immutable. Cost: the logarithm of the segments, plus those that the ray meets.
 */
final class OutlineIndex {

    private static final int FAN = 8;
    private static final double RELATIVE_SLACK = 1e-12;

    private final Coordinate[] starts;
    private final Coordinate[] ends;
    /** Boxes (low x, low y, high x, high y) of each level, the finest first. */
    private final double[][] boxes;

    private final double slack;

    private OutlineIndex(Coordinate[] starts, Coordinate[] ends) {
        this.starts = starts;
        this.ends = ends;
        List<double[]> levels = new ArrayList<>();
        double[] level = finest();
        levels.add(level);
        while (level.length > 4) {
            level = coarser(level);
            levels.add(level);
        }
        this.boxes = levels.toArray(double[][]::new);
        double largest = Arrays.stream(level).map(Math::abs).max().orElse(0);
        // Rounding may put a box a little farther away than what is in it.
        this.slack = RELATIVE_SLACK * (1 + largest);
    }

    /** The outline of a polygon or multipolygon that is not empty. */
    static OutlineIndex of(Geometry geometry) {
        List<LinearRing> rings = new ArrayList<>();
        for (int part = 0; part < geometry.getNumGeometries(); part++) {
            Polygon polygon = (Polygon) geometry.getGeometryN(part);
            rings.add(polygon.getExteriorRing());
            for (int hole = 0; hole < polygon.getNumInteriorRing(); hole++) {
                rings.add(polygon.getInteriorRingN(hole));
            }
        }
        int segments = rings.stream().mapToInt(ring -> ring.getNumPoints() - 1).sum();
        Coordinate[] starts = new Coordinate[segments];
        Coordinate[] ends = new Coordinate[segments];
        int at = 0;
        for (LinearRing ring : rings) {
            Coordinate[] corners = ring.getCoordinates();
            for (int i = 1; i < corners.length; i++) {
                starts[at] = corners[i - 1];
                ends[at++] = corners[i];
            }
        }
        return new OutlineIndex(starts, ends);
    }

    private double[] finest() {
        double[] level = empty((starts.length + FAN - 1) / FAN);
        for (int i = 0; i < starts.length; i++) {
            int box = i / FAN * 4;
            widen(level, box, Math.min(starts[i].x, ends[i].x), Math.min(starts[i].y, ends[i].y));
            widen(level, box, Math.max(starts[i].x, ends[i].x), Math.max(starts[i].y, ends[i].y));
        }
        return level;
    }

    private static double[] coarser(double[] fine) {
        int count = fine.length / 4;
        double[] level = empty((count + FAN - 1) / FAN);
        for (int i = 0; i < count; i++) {
            widen(level, i / FAN * 4, fine[4 * i], fine[4 * i + 1]);
            widen(level, i / FAN * 4, fine[4 * i + 2], fine[4 * i + 3]);
        }
        return level;
    }

    private static double[] empty(int count) {
        double[] level = new double[4 * count];
        for (int i = 0; i < level.length; i++) {
            level[i] = i % 4 < 2 ? Double.POSITIVE_INFINITY : Double.NEGATIVE_INFINITY;
        }
        return level;
    }

    private static void widen(double[] level, int box, double x, double y) {
        level[box] = Math.min(level[box], x);
        level[box + 1] = Math.min(level[box + 1], y);
        level[box + 2] = Math.max(level[box + 2], x);
        level[box + 3] = Math.max(level[box + 3], y);
    }

    /** {@link org.locationtech.jts.geom.Location} of a point. */
    int locate(Coordinate point) {
        RayCrossingCounter counter = new RayCrossingCounter(point);
        count(boxes.length - 1, 0, point, counter);
        return counter.getLocation();
    }

    private void count(int level, int node, Coordinate point, RayCrossingCounter counter) {
        double[] at = boxes[level];
        if (at[4 * node + 2] < point.x || at[4 * node + 1] > point.y || at[4 * node + 3] < point.y) {
            return;
        }
        int from = node * FAN;
        int to = Math.min(from + FAN, level == 0 ? starts.length : boxes[level - 1].length / 4);
        for (int child = from; child < to && !counter.isOnSegment(); child++) {
            if (level == 0) {
                counter.countSegment(starts[child], ends[child]);
            } else {
                count(level - 1, child, point, counter);
            }
        }
    }

    /** The distance of a point to the outline, or anything above {@code bound} when it is farther away than that. */
    double distance(Coordinate point, double bound) {
        return nearest(boxes.length - 1, 0, point, bound + slack);
    }

    private double nearest(int level, int node, Coordinate point, double bound) {
        int from = node * FAN;
        double best = bound;
        if (level == 0) {
            int to = Math.min(from + FAN, starts.length);
            for (int i = from; i < to; i++) {
                best = Math.min(best, Distance.pointToSegment(point, starts[i], ends[i]));
            }
            return best;
        }
        int to = Math.min(from + FAN, boxes[level - 1].length / 4);
        int first = from;
        double closest = Double.POSITIVE_INFINITY;
        for (int child = from; child < to; child++) {
            double apart = apart(boxes[level - 1], child, point);
            if (apart < closest) {
                closest = apart;
                first = child;
            }
        }
        if (closest <= best + slack) {
            best = nearest(level - 1, first, point, best);
        }
        for (int child = from; child < to; child++) {
            if (child != first && apart(boxes[level - 1], child, point) <= best + slack) {
                best = nearest(level - 1, child, point, best);
            }
        }
        return best;
    }

    private static double apart(double[] level, int node, Coordinate point) {
        double x = Math.max(0, Math.max(level[4 * node] - point.x, point.x - level[4 * node + 2]));
        double y = Math.max(0, Math.max(level[4 * node + 1] - point.y, point.y - level[4 * node + 3]));
        return Math.sqrt(x * x + y * y);
    }
}
