package io.spatho.core.region;

import org.locationtech.jts.algorithm.Area;
import org.locationtech.jts.geom.Coordinate;
import org.locationtech.jts.geom.Geometry;
import org.locationtech.jts.geom.LinearRing;
import org.locationtech.jts.geom.Polygon;

/**
 * The part of the slide that one observation stands for: a point (a cell), the circle of a spot, or the square of a bin.
 *
 * @param shape its shape
 * @param sizeUm diameter of a circle, side of a square, 0 for a point; micrometres
 */
public record Footprint(Shape shape, double sizeUm) {

    /** What an observation covers. */
    public enum Shape {
        /** Nothing but its position. */
        POINT,
        /** A circle around its position. */
        CIRCLE,
        /** A square around its position, with sides along the axes. */
        SQUARE
    }

    public Footprint {
        if (!(sizeUm >= 0) || Double.isInfinite(sizeUm) || (shape == Shape.POINT) != (sizeUm == 0)) {
            throw new IllegalArgumentException("a footprint cannot be a " + shape + " of " + sizeUm + " um");
        }
    }

    /** Cells. */
    public static Footprint point() {
        return new Footprint(Shape.POINT, 0);
    }

    /** Spots of a diameter in micrometres. */
    public static Footprint circle(double diameterUm) {
        return new Footprint(Shape.CIRCLE, diameterUm);
    }

    /** Bins of a side in micrometres. */
    public static Footprint square(double sideUm) {
        return new Footprint(Shape.SQUARE, sideUm);
    }

    /** No part of the footprint is farther from its centre. */
    double reach() {
        return shape == Shape.SQUARE ? sizeUm * Math.sqrt(0.5) : sizeUm / 2;
    }

    /**
     * The share of the footprint's area that lies in a valid polygon or multipolygon, from 0 to 1, for a circle or square; exact up
     * to rounding. Cost: the outline's segments.
     */
    double shareInside(Geometry region, Coordinate centre) {
        double inside = 0;
        for (int part = 0; part < region.getNumGeometries(); part++) {
            Polygon polygon = (Polygon) region.getGeometryN(part);
            inside += overlap(polygon.getExteriorRing(), centre);
            for (int hole = 0; hole < polygon.getNumInteriorRing(); hole++) {
                inside -= overlap(polygon.getInteriorRingN(hole), centre);
            }
        }
        double whole = shape == Shape.SQUARE ? sizeUm * sizeUm : Math.PI * sizeUm * sizeUm / 4;
        return Math.max(0, Math.min(1, inside / whole));
    }

    private double overlap(LinearRing ring, Coordinate centre) {
        Coordinate[] corners = ring.getCoordinates();
        if (Area.ofRing(corners) == 0) {
            return 0;
        }
        double sum = 0;
        for (int i = 1; i < corners.length; i++) {
            double ax = corners[i - 1].x - centre.x;
            double ay = corners[i - 1].y - centre.y;
            double bx = corners[i].x - centre.x;
            double by = corners[i].y - centre.y;
            sum += shape == Shape.SQUARE ? underEdge(ax, ay, bx, by) : inCircle(ax, ay, bx, by);
        }
        return Math.abs(sum);
    }

    /** The signed area of the triangle of origin, a and b within the circle around the origin. */
    private double inCircle(double ax, double ay, double bx, double by) {
        double radius = sizeUm / 2;
        double dx = bx - ax;
        double dy = by - ay;
        double square = dx * dx + dy * dy;
        double along = ax * dx + ay * dy;
        double root = along * along - square * (ax * ax + ay * ay - radius * radius);
        if (square == 0) {
            return 0;
        }
        double entry = root > 0 ? (-along - Math.sqrt(root)) / square : 1;
        double exit = root > 0 ? (-along + Math.sqrt(root)) / square : 1;
        if (entry >= 1 || exit <= 0) {
            return sector(ax, ay, bx, by);
        }
        double from = Math.max(0, entry);
        double to = Math.min(1, exit);
        double cx = ax + from * dx;
        double cy = ay + from * dy;
        double ex = ax + to * dx;
        double ey = ay + to * dy;
        double area = (cx * ey - cy * ex) / 2;
        area += from > 0 ? sector(ax, ay, cx, cy) : 0;
        return area + (to < 1 ? sector(ex, ey, bx, by) : 0);
    }

    private double sector(double ax, double ay, double bx, double by) {
        // Strict, because the results must not depend on the machine.
        return sizeUm * sizeUm / 8 * StrictMath.atan2(ax * by - ay * bx, ax * bx + ay * by);
    }

    /** The signed area between an edge and the lower side of the square around the origin, within the square. */
    private double underEdge(double ax, double ay, double bx, double by) {
        double half = sizeUm / 2;
        double left = Math.max(-half, Math.min(ax, bx));
        double right = Math.min(half, Math.max(ax, bx));
        if (left >= right) {
            return 0;
        }
        double slope = (by - ay) / (bx - ax);
        double atLeft = ax < bx ? ay + (left - ax) * slope : by + (left - bx) * slope;
        double atRight = ax < bx ? ay + (right - ax) * slope : by + (right - bx) * slope;
        double height = positivePart(atLeft + half, atRight + half) - positivePart(atLeft - half, atRight - half);
        return (ax < bx ? 1 : -1) * (right - left) * height;
    }

    /** The mean of the positive part of a line from one height to another. */
    private static double positivePart(double from, double to) {
        double high = Math.max(from, to);
        double low = Math.min(from, to);
        if (low >= 0) {
            return (from + to) / 2;
        }
        return high <= 0 ? 0 : high * high / (2 * (high - low));
    }
}
