package io.spatho.core.region;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.spatho.core.graph.Graph;
import io.spatho.core.parallel.Workers;
import io.spatho.core.random.CounterRandom;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.locationtech.jts.geom.Coordinate;
import org.locationtech.jts.geom.Geometry;
import org.locationtech.jts.geom.GeometryFactory;
import org.locationtech.jts.geom.Polygon;

final class RegionFinderTest {

    private static final List<String> LABELS = List.of("Stroma", "Nest", "Gland");

    private static FoundRegions find(MadeRegions tissue, int fewest, int threads) {
        try (Workers workers = new Workers(threads)) {
            return RegionFinder.find(
                    tissue.graph(),
                    tissue.x(),
                    tissue.y(),
                    tissue.structureOf(),
                    LABELS,
                    RegionSettings.forSpacing(tissue.graph(), fewest),
                    workers);
        }
    }

    private static void requireSound(FoundRegions found, double[] x, double[] y) {
        GeometryFactory factory = new GeometryFactory();
        for (int cell = 0; cell < x.length; cell++) {
            if (found.regionOf()[cell] >= 0) {
                Geometry outline = found.regions().get(found.regionOf()[cell]).geometry();
                assertThat(outline.contains(factory.createPoint(new Coordinate(x[cell], y[cell]))))
                        .as("cell %s in its region", cell)
                        .isTrue();
            }
        }
        assertThat(found.regions()).allSatisfy(region -> {
            assertThat(region.geometry() instanceof Polygon).isTrue();
            assertThat(region.geometry().isValid()).isTrue();
            assertThat(region.geometry().isSimple()).isTrue();
        });
    }

    /** Two round nests and a two-cell speck of gland in stroma. */
    private static int nests(int column, int row) {
        if (column == 2 && (row == 35 || row == 36)) {
            return 2;
        }
        boolean big = Math.hypot(column - 12, row - 12) < 8;
        boolean small = Math.hypot(column - 30, row - 28) < 5;
        return big || small ? 1 : 0;
    }

    @Test
    void plantedRegionsAreRecovered() {
        MadeRegions tissue = MadeRegions.of(40, 6, RegionFinderTest::nests);
        FoundRegions found = find(tissue, 20, 2);
        assertThat(found.regions()).extracting(Region::id).containsExactly("region_0001", "region_0002", "region_0003");
        assertThat(found.regions()).extracting(Region::label).containsExactly("Stroma", "Nest", "Nest");
        assertThat(found.regions()).extracting(Region::source).containsOnly("neighbourhood_clustering");
        assertThat(found.smallComponents()).isEqualTo(1);
        assertThat(found.cellsInSmallComponents()).isEqualTo(2);
        assertThat(found.cellsWithoutStructure()).isZero();
        requireSound(found, tissue.x(), tissue.y());
        Polygon stroma = (Polygon) found.regions().get(0).geometry();
        assertThat(stroma.getNumInteriorRing()).isEqualTo(2);
        double nest = found.regions().get(1).geometry().getArea();
        assertThat(nest).isCloseTo(Math.PI * 80 * 80, within(0.2 * Math.PI * 80 * 80));
        double overlap = stroma.intersection(found.regions().get(1).geometry()).getArea();
        assertThat(overlap).isLessThan(0.02 * nest);
    }

    @Test
    void aSquareOfCellsHasTheAreaOfItsMargin() {
        // Exact grids, where four cells always lie on one circle; the larger is cut into several tiles.
        for (int side : new int[] {12, 130}) {
            MadeRegions tissue = MadeRegions.of(side, 0, (column, row) -> 0);
            FoundRegions found = find(tissue, 1, 1);
            double margin = found.settings().marginUm();
            double length = 10.0 * (side - 1);
            double expected = length * length + 4 * length * margin + Math.PI * margin * margin;
            Polygon outline = (Polygon) found.regions().get(0).geometry();
            assertThat(outline.getArea()).isCloseTo(expected, within(0.01 * expected));
            assertThat(outline.getNumInteriorRing()).isZero();
            assertThat(outline.getNumPoints()).isLessThan(60);
        }
    }

    @Test
    void ringsInRingsKeepTheirHoles() {
        // Rings of structure 0 around a gap without cells' structure around a disc of structure 0, two components of
        // one label.
        MadeRegions tissue = MadeRegions.of(60, 4, (column, row) -> {
            double radius = Math.hypot(column - 30, row - 30);
            return radius < 8 || (radius > 14 && radius < 20) ? 0 : -1;
        });
        FoundRegions found = find(tissue, 10, 2);
        assertThat(found.regions()).hasSize(2);
        assertThat(((Polygon) found.regions().get(0).geometry()).getNumInteriorRing())
                .isEqualTo(1);
        assertThat(((Polygon) found.regions().get(1).geometry()).getNumInteriorRing())
                .isZero();
        assertThat(found.regions()
                        .get(0)
                        .geometry()
                        .disjoint(found.regions().get(1).geometry()))
                .isTrue();
        assertThat(found.cellsWithoutStructure()).isEqualTo((int)
                Arrays.stream(tissue.structureOf()).filter(s -> s < 0).count());
        requireSound(found, tissue.x(), tissue.y());
    }

    @Test
    void longEdgesAreCut() {
        Graph graph = Graph.ofEdges(4, new int[] {0, 1, 2}, new int[] {1, 2, 3}, new float[] {10, 50, 10});
        double[] x = {0, 10, 60, 70};
        double[] y = new double[4];
        try (Workers workers = new Workers(1)) {
            RegionSettings settings = new RegionSettings(30, 1, 15, 3);
            FoundRegions found = RegionFinder.find(graph, x, y, new int[4], LABELS, settings, workers);
            // Equal sizes: the one further left comes first.
            assertThat(found.regionOf()).containsExactly(0, 0, 1, 1);
            requireSound(found, x, y);
        }
    }

    @Test
    void degenerateTissues() {
        try (Workers workers = new Workers(2)) {
            RegionSettings settings = new RegionSettings(30, 1, 15, 3);
            Graph one = Graph.ofEdges(1, new int[0], new int[0], new float[0]);
            FoundRegions single =
                    RegionFinder.find(one, new double[] {5}, new double[] {5}, new int[1], LABELS, settings, workers);
            // A circle, but for its corners.
            assertThat(single.regions().get(0).geometry().getArea()).isCloseTo(Math.PI * 9, within(4.0));
            requireSound(single, new double[] {5}, new double[] {5});
            Graph none = Graph.ofEdges(0, new int[0], new int[0], new float[0]);
            assertThat(RegionFinder.find(none, new double[0], new double[0], new int[0], LABELS, settings, workers)
                            .regions())
                    .isEmpty();
            int n = 30;
            int[] from = IntStream.range(0, n - 1).toArray();
            int[] to = IntStream.range(1, n).toArray();
            float[] tens = new float[n - 1];
            Arrays.fill(tens, 10);
            double[] line = IntStream.range(0, n).mapToDouble(i -> 10 * i).toArray();
            Graph chain = Graph.ofEdges(n, from, to, tens);
            FoundRegions collinear =
                    RegionFinder.find(chain, line, new double[n], new int[n], LABELS, settings, workers);
            assertThat(collinear.regions()).hasSize(1);
            requireSound(collinear, line, new double[n]);
            double[] same = new double[n];
            Graph zero = Graph.ofEdges(n, from, to, new float[n - 1]);
            FoundRegions stacked = RegionFinder.find(zero, same, same, new int[n], LABELS, settings, workers);
            assertThat(stacked.regions()).hasSize(1);
            requireSound(stacked, same, same);
            double[] broken = {Double.NaN};
            assertThatThrownBy(
                            () -> RegionFinder.find(one, broken, new double[1], new int[1], LABELS, settings, workers))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void duplicatesOfTwoStructuresStayInTheirRegions() {
        MadeRegions tissue = MadeRegions.of(12, 3, (column, row) -> column < 6 ? 0 : 1);
        // A cell of the right half sits exactly on a cell of the left.
        tissue.x()[6] = tissue.x()[5];
        tissue.y()[6] = tissue.y()[5];
        FoundRegions found = find(tissue, 5, 1);
        assertThat(found.regions()).hasSize(2);
        requireSound(found, tissue.x(), tissue.y());
    }

    @Test
    void threadsAndCellOrderDoNotMatter() {
        // More cells than one tile takes.
        MadeRegions tissue = MadeRegions.of(110, 7, (column, row) -> (column / 13 + row / 17) % 3);
        FoundRegions one = find(tissue, 20, 1);
        FoundRegions seven = find(tissue, 20, 7);
        requireSound(one, tissue.x(), tissue.y());
        assertThat(seven.regionOf()).isEqualTo(one.regionOf());
        for (int region = 0; region < one.regions().size(); region++) {
            assertThat(seven.regions().get(region).geometry().toText())
                    .isEqualTo(one.regions().get(region).geometry().toText());
        }
        MadeRegions moved = reordered(tissue);
        FoundRegions other = find(moved, 20, 2);
        assertThat(other.regions())
                .extracting(Region::label)
                .isEqualTo(one.regions().stream().map(Region::label).toList());
        for (int region = 0; region < one.regions().size(); region++) {
            Geometry expected = one.regions().get(region).geometry();
            assertThat(other.regions()
                            .get(region)
                            .geometry()
                            .symDifference(expected)
                            .getArea())
                    .isLessThan(1e-6 * expected.getArea());
        }
    }

    private static MadeRegions reordered(MadeRegions tissue) {
        int n = tissue.x().length;
        int[] order = IntStream.range(0, n).toArray();
        CounterRandom.of(3, "order", 0).shuffle(order);
        int[] place = new int[n];
        double[] x = new double[n];
        double[] y = new double[n];
        int[] structureOf = new int[n];
        for (int i = 0; i < n; i++) {
            place[order[i]] = i;
            x[i] = tissue.x()[order[i]];
            y[i] = tissue.y()[order[i]];
            structureOf[i] = tissue.structureOf()[order[i]];
        }
        Graph graph = tissue.graph();
        int[] from = new int[graph.neighbours().length];
        int[] to = new int[from.length];
        for (int node = 0; node < n; node++) {
            for (int at = graph.starts()[node]; at < graph.starts()[node + 1]; at++) {
                from[at] = place[node];
                to[at] = place[graph.neighbours()[at]];
            }
        }
        return new MadeRegions(tissue.side(), x, y, structureOf, Graph.ofEdges(n, from, to, graph.weights()));
    }
}
