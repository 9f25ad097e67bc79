package io.spatho.core.region;

import io.spatho.core.random.CounterRandom;
import java.util.ArrayList;
import java.util.List;
import org.locationtech.jts.geom.Coordinate;
import org.locationtech.jts.geom.Geometry;
import org.locationtech.jts.geom.GeometryFactory;
import org.locationtech.jts.geom.LinearRing;
import org.locationtech.jts.geom.Polygon;

/** Random star-shaped regions, some with a hole, some of two parts; they overlap each other. */
final class StarRegions {

    private static final GeometryFactory FACTORY = new GeometryFactory();

    private StarRegions() {}

    static List<Region> of(int count, double side, double radius, long seed) {
        List<Region> regions = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            CounterRandom random = CounterRandom.of(seed, "star regions", i);
            Polygon first = star(random, random.nextDouble() * side, random.nextDouble() * side, radius);
            Geometry geometry = first;
            if (i % 3 == 0) {
                double x = first.getEnvelopeInternal().getMaxX() + 2 * radius;
                Polygon second = star(random, x, random.nextDouble() * side, radius);
                geometry = FACTORY.createMultiPolygon(new Polygon[] {first, second});
            }
            regions.add(new Region("r" + i, geometry, "user", ""));
        }
        return regions;
    }

    private static Polygon star(CounterRandom random, double x, double y, double radius) {
        int corners = 3 + (int) (random.nextDouble() * 60);
        LinearRing shell = ring(random, x, y, corners, 0.5 * radius, radius);
        boolean holed = random.nextDouble() < 0.5;
        LinearRing[] holes = holed ? new LinearRing[] {ring(random, x, y, 9, 0.1 * radius, 0.2 * radius)} : null;
        Polygon polygon = FACTORY.createPolygon(shell, holes);
        return polygon.isValid() ? polygon : FACTORY.createPolygon(shell);
    }

    private static LinearRing ring(CounterRandom random, double x, double y, int corners, double least, double most) {
        Coordinate[] ring = new Coordinate[corners + 1];
        for (int i = 0; i < corners; i++) {
            double angle = 2 * Math.PI * i / corners;
            double reach = least + random.nextDouble() * (most - least);
            ring[i] = new Coordinate(x + reach * Math.cos(angle), y + reach * Math.sin(angle));
        }
        ring[corners] = ring[0].copy();
        return FACTORY.createLinearRing(ring);
    }
}
