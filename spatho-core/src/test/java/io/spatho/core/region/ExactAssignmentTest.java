package io.spatho.core.region;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.spatho.core.parallel.Workers;
import io.spatho.core.random.CounterRandom;
import io.spatho.core.region.CellMembership.Role;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.locationtech.jts.algorithm.Distance;
import org.locationtech.jts.algorithm.locate.SimplePointInAreaLocator;
import org.locationtech.jts.geom.Coordinate;
import org.locationtech.jts.geom.Geometry;
import org.locationtech.jts.geom.Location;
import org.locationtech.jts.geom.util.AffineTransformation;

/** Against trying every cell with every region and every segment. */
final class ExactAssignmentTest {

    private static final RingWidths WIDTHS = new RingWidths(6, 15);

    /** Scattered points, and for each region some corners and some middles of edges. */
    private static List<Coordinate> points(List<Region> regions, int scattered, double side) {
        CounterRandom random = CounterRandom.of(3, "points", 0);
        List<Coordinate> points = new ArrayList<>();
        for (int i = 0; i < scattered; i++) {
            points.add(new Coordinate(random.nextDouble() * side, random.nextDouble() * side));
        }
        for (Region region : regions) {
            Coordinate[] corners = region.geometry().getCoordinates();
            points.add(corners[0].copy());
            Coordinate a = corners[1];
            Coordinate b = corners[2];
            points.add(new Coordinate((a.x + b.x) / 2, (a.y + b.y) / 2));
            points.add(new Coordinate(region.geometry().getEnvelopeInternal().getMinX() - 1, a.y));
        }
        return points;
    }

    private static double distance(Geometry outline, Coordinate point) {
        double least = Double.POSITIVE_INFINITY;
        for (int part = 0; part < outline.getNumGeometries(); part++) {
            Coordinate[] corners = outline.getGeometryN(part).getCoordinates();
            for (int i = 1; i < corners.length; i++) {
                least = Math.min(least, Distance.pointToSegment(point, corners[i - 1], corners[i]));
            }
        }
        return least;
    }

    private static List<CellMembership> bruteForce(List<Region> regions, List<Coordinate> points) {
        List<CellMembership> rows = new ArrayList<>();
        for (int region = 0; region < regions.size(); region++) {
            Geometry geometry = regions.get(region).geometry();
            Geometry boundary = geometry.getBoundary();
            List<CellMembership> own = new ArrayList<>();
            for (int cell = 0; cell < points.size(); cell++) {
                double distance = distance(boundary, points.get(cell));
                boolean member = SimplePointInAreaLocator.locate(points.get(cell), geometry) != Location.EXTERIOR;
                if (member || distance <= WIDTHS.contextUm()) {
                    Role inside = distance <= WIDTHS.boundaryUm() ? Role.BOUNDARY : Role.INNER;
                    double weight = inside == Role.INNER ? 1 : 0.5;
                    own.add(new CellMembership(
                            region, cell, member ? inside : Role.CONTEXT, member ? weight : 0, distance));
                }
            }
            double total = own.stream().mapToDouble(CellMembership::weight).sum();
            own.forEach(row -> rows.add(new CellMembership(
                    row.region(),
                    row.cell(),
                    row.role(),
                    row.weight() == 0 ? 0 : row.weight() / total,
                    row.distanceUm())));
        }
        return rows;
    }

    @Test
    void everyRowIsThatOfTryingEverything() {
        for (int seed = 0; seed < 6; seed++) {
            List<Region> regions = StarRegions.of(40, 400, 25 + 15.0 * seed, seed);
            List<Coordinate> points = points(regions, 3000, 400);
            double[] x = points.stream().mapToDouble(point -> point.x).toArray();
            double[] y = points.stream().mapToDouble(point -> point.y).toArray();
            try (Workers workers = new Workers(3)) {
                List<CellMembership> rows = RegionAssignment.ofOutlines(regions, x, y, WIDTHS, workers);
                assertThat(rows).isEqualTo(bruteForce(regions, points));
            }
        }
    }

    @Test
    void farFromTheOriginNothingIsLost() {
        List<Region> near = StarRegions.of(20, 200, 40, 9);
        List<Region> regions = near.stream()
                .map(region -> new Region(
                        region.id(),
                        AffineTransformation.translationInstance(7.3e7, -4.1e7).transform(region.geometry()),
                        "user",
                        ""))
                .toList();
        List<Coordinate> points = points(regions, 10, 1);
        double[] x = points.stream().mapToDouble(point -> point.x).toArray();
        double[] y = points.stream().mapToDouble(point -> point.y).toArray();
        try (Workers workers = new Workers(1)) {
            assertThat(RegionAssignment.ofOutlines(regions, x, y, WIDTHS, workers))
                    .isEqualTo(bruteForce(regions, points));
        }
    }

    @Test
    void spotsAndBinsCountByTheirArea() {
        List<Region> regions = StarRegions.of(12, 300, 60, 4);
        List<Coordinate> points = points(regions, 1500, 300);
        double[] x = points.stream().mapToDouble(point -> point.x).toArray();
        double[] y = points.stream().mapToDouble(point -> point.y).toArray();
        try (Workers workers = new Workers(2)) {
            for (Footprint footprint : List.of(Footprint.circle(30), Footprint.square(16))) {
                List<CellMembership> rows = RegionAssignment.ofOutlines(regions, x, y, WIDTHS, footprint, workers);
                double[] sums = new double[regions.size()];
                double[] shares = new double[regions.size()];
                for (CellMembership row : rows) {
                    sums[row.region()] += row.weight();
                    shares[row.region()] += share(regions, row, points, footprint);
                }
                double[] ones = new double[sums.length];
                Arrays.fill(ones, 1);
                assertThat(sums).containsExactly(ones, within(1e-9));
                for (CellMembership row : rows) {
                    double expected = share(regions, row, points, footprint) / shares[row.region()];
                    assertThat(row.weight()).isCloseTo(expected, within(1e-4 * expected + 1e-7));
                }
                assertThat(rows).anyMatch(row -> row.role() == Role.CONTEXT && row.weight() > 0);
            }
        }
    }

    private static double share(
            List<Region> regions, CellMembership row, List<Coordinate> points, Footprint footprint) {
        return FootprintTest.byOverlay(regions.get(row.region()).geometry(), points.get(row.cell()), footprint);
    }
}
