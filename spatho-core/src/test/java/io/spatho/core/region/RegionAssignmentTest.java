package io.spatho.core.region;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.spatho.core.parallel.Workers;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

final class RegionAssignmentTest {

    private static List<CellMembership> outlines(
            List<Region> regions, double[] x, double[] y, RingWidths widths, int threads) {
        try (Workers workers = new Workers(threads)) {
            return RegionAssignment.ofOutlines(regions, x, y, widths, workers);
        }
    }

    @Test
    void rolesDistancesAndWeightsOfASquare() {
        double[] x = {50, 3, 0, -4, -11, 50, Double.NaN, 95};
        double[] y = {50, 50, 20, 50, 50, 50.5, 1, 50};
        Region square = MadeRegions.drawn("a", MadeRegions.square(0, 0, 100));
        List<CellMembership> rows = outlines(List.of(square), x, y, new RingWidths(5, 10), 1);
        assertThat(rows).extracting(CellMembership::cell).containsExactly(0, 1, 2, 3, 5, 7);
        assertThat(rows)
                .extracting(row -> row.role().id())
                .containsExactly("inner", "boundary", "boundary", "context", "inner", "boundary");
        assertThat(rows.stream().mapToDouble(CellMembership::distanceUm).toArray())
                .containsExactly(new double[] {50, 3, 0, 4, 49.5, 5}, within(1e-12));
        // Two inner cells at 1 and three boundary cells at a half.
        assertThat(rows.stream().mapToDouble(CellMembership::weight).toArray())
                .containsExactly(new double[] {1 / 3.5, 0.5 / 3.5, 0.5 / 3.5, 0, 1 / 3.5, 0.5 / 3.5}, within(1e-15));
    }

    @Test
    void drawnRegionsMayOverlap() {
        List<Region> regions = List.of(
                MadeRegions.drawn("a", MadeRegions.square(0, 0, 100)),
                MadeRegions.drawn("b", MadeRegions.square(50, 0, 100)),
                MadeRegions.drawn("empty", "POLYGON EMPTY"),
                MadeRegions.drawn("far", MadeRegions.square(1000, 1000, 10)),
                MadeRegions.drawn("hole", "POLYGON((0 0,100 0,100 100,0 100,0 0),(60 30,90 30,90 70,60 70,60 30))"));
        List<CellMembership> rows = outlines(regions, new double[] {75}, new double[] {50}, new RingWidths(1, 20), 2);
        assertThat(rows).extracting(CellMembership::region).containsExactly(0, 1, 4);
        assertThat(rows)
                .extracting(CellMembership::role)
                .containsExactly(CellMembership.Role.INNER, CellMembership.Role.INNER, CellMembership.Role.CONTEXT);
        assertThat(rows.get(2).distanceUm()).isEqualTo(15);
        assertThat(rows.get(2).weight()).isZero();
    }

    @Test
    void weightsSumToOneAndThreadsDoNotMatter() {
        MadeRegions tissue = MadeRegions.of(80, 6, (column, row) -> column / 20 % 2);
        try (Workers workers = new Workers(2)) {
            FoundRegions found = RegionFinder.find(
                    tissue.graph(),
                    tissue.x(),
                    tissue.y(),
                    tissue.structureOf(),
                    List.of("a", "b"),
                    RegionSettings.forSpacing(tissue.graph(), 10),
                    workers);
            RingWidths widths = RingWidths.forSpacing(10);
            List<CellMembership> rows = RegionAssignment.ofComponents(found, tissue.x(), tissue.y(), widths, workers);
            double[] weights = new double[found.regions().size()];
            int[] members = new int[weights.length];
            for (CellMembership row : rows) {
                weights[row.region()] += row.weight();
                boolean member = row.role() != CellMembership.Role.CONTEXT;
                members[row.region()] += member ? 1 : 0;
                // By component, wherever the outline runs.
                assertThat(found.regionOf()[row.cell()] == row.region()).isEqualTo(member);
                assertThat(row.distanceUm()).isGreaterThanOrEqualTo(0);
            }
            assertThat(weights).hasSize(4).containsExactly(new double[] {1, 1, 1, 1}, within(1e-12));
            assertThat(members).containsExactly(1600, 1600, 1600, 1600);
            try (Workers seven = new Workers(7)) {
                assertThat(RegionAssignment.ofComponents(found, tissue.x(), tissue.y(), widths, seven))
                        .isEqualTo(rows);
            }
        }
    }

    @Test
    void neighboursOfSquares() {
        List<Region> regions = List.of(
                MadeRegions.drawn("a", MadeRegions.square(0, 0, 100)),
                MadeRegions.drawn("b", MadeRegions.square(110, 0, 100)),
                MadeRegions.drawn("c", MadeRegions.square(0, 150, 100)),
                MadeRegions.drawn("inside a", MadeRegions.square(40, 40, 20)),
                MadeRegions.drawn("none", "POLYGON EMPTY"),
                MadeRegions.drawn("far", MadeRegions.square(5000, 0, 10)));
        try (Workers workers = new Workers(2)) {
            List<RegionAdjacency> pairs = RegionNeighbours.of(regions, new RegionNeighbours.Reach(12, 60), workers);
            assertThat(pairs)
                    .extracting(pair -> pair.region() + "-" + pair.neighbour() + " "
                            + pair.relation().id() + " " + pair.distanceUm())
                    .containsExactly(
                            "0-1 touching 10.0",
                            "0-2 near 50.0",
                            "0-3 touching 0.0",
                            "1-0 touching 10.0",
                            "1-2 near " + Math.hypot(10, 50),
                            "1-3 near 50.0",
                            "2-0 near 50.0",
                            "2-1 near " + Math.hypot(10, 50),
                            "3-0 touching 0.0",
                            "3-1 near 50.0");
            RegionAdjacency sides = pairs.get(0);
            // The facing sides, and what is within 12 around their corners: none of the far sides.
            assertThat(sides.sharedBoundaryUm()).isBetween(100.0, 100 + 2 * Math.sqrt(12 * 12 - 100.0) + 0.1);
            assertThat(pairs.get(3).sharedBoundaryUm()).isEqualTo(sides.sharedBoundaryUm());
            assertThat(pairs.get(2).sharedBoundaryUm()).isZero();
        }
    }

    @Test
    void touchingExactlySharesTheSide() {
        List<Region> regions = List.of(
                MadeRegions.drawn("a", MadeRegions.square(0, 0, 100)),
                MadeRegions.drawn("b", MadeRegions.square(100, 40, 100)));
        try (Workers workers = new Workers(1)) {
            List<RegionAdjacency> pairs = RegionNeighbours.of(regions, new RegionNeighbours.Reach(0, 0), workers);
            assertThat(pairs).hasSize(2);
            assertThat(pairs.get(0).sharedBoundaryUm()).isCloseTo(60, within(1e-9));
            assertThat(pairs.get(0).distanceUm()).isZero();
        }
    }

    @Test
    void everyNeighbourIsListedFromBothSides() {
        MadeRegions tissue = MadeRegions.of(60, 6, (column, row) -> (column / 15 + row / 15) % 2);
        try (Workers workers = new Workers(2)) {
            RegionSettings settings = new RegionSettings(12, 10, 15, 3.5);
            FoundRegions found = RegionFinder.find(
                    tissue.graph(), tissue.x(), tissue.y(), tissue.structureOf(), List.of("a", "b"), settings, workers);
            List<RegionAdjacency> pairs =
                    RegionNeighbours.of(found.regions(), RegionNeighbours.Reach.forSpacing(10), workers);
            for (RegionAdjacency pair : pairs) {
                assertThat(pairs)
                        .contains(new RegionAdjacency(
                                pair.neighbour(),
                                pair.region(),
                                pair.relation(),
                                pair.distanceUm(),
                                pair.sharedBoundaryUm()));
            }
            assertThat(Arrays.stream(found.regionOf()).max().orElseThrow()).isGreaterThan(8);
            assertThat(pairs)
                    .anySatisfy(pair -> assertThat(pair.sharedBoundaryUm()).isBetween(100.0, 190.0));
        }
    }
}
