package io.spatho.anndata.synthetic;

import static org.assertj.core.api.Assertions.assertThat;

import io.spatho.core.parallel.Workers;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.locationtech.jts.geom.Coordinate;
import org.locationtech.jts.geom.GeometryFactory;
import org.locationtech.jts.geom.Polygon;
import org.locationtech.jts.index.strtree.STRtree;

final class SectionTest {

    private static final int CELLS = 3_000;
    private static final long SEED = 11;

    private final Section section = section(2);

    private static Section section(int threads) {
        try (Workers workers = new Workers(threads)) {
            return Section.of(CELLS, SEED, workers);
        }
    }

    private List<Cell> cells() {
        TypeMixture mixture = new TypeMixture();
        return IntStream.range(0, section.cells())
                .mapToObj(number -> section.cell(number, mixture))
                .toList();
    }

    @Test
    void holdsExactlyTheCellsAskedForAndTheInnermostOnes() {
        assertThat(section.cells()).isEqualTo(CELLS);
        TissueModel tissue = section.lattice().tissue();
        Set<Integer> chosen = new HashSet<>();
        for (Cell cell : cells()) {
            chosen.add(cell.index());
            assertThat(tissue.level(cell.x(), cell.y())).isLessThanOrEqualTo(section.edge());
        }
        TypeMixture mixture = new TypeMixture();
        for (int place = 0; place < section.lattice().size(); place++) {
            Cell cell = section.lattice().cell(place, mixture);
            if (cell != null && !chosen.contains(place)) {
                assertThat(tissue.level(cell.x(), cell.y())).isGreaterThan(section.edge());
            }
        }
    }

    @Test
    void threadsChangeNothing() {
        Section other = section(3);
        TypeMixture mixture = new TypeMixture();
        List<Cell> same = IntStream.range(0, CELLS)
                .mapToObj(number -> other.cell(number, mixture))
                .toList();
        assertThat(same).isEqualTo(cells());
        assertThat(other.edge()).isEqualTo(section.edge());
    }

    @Test
    void centresKeepTheirDistance() {
        List<Cell> cells = cells();
        for (int i = 0; i < cells.size(); i++) {
            for (int j = Math.max(0, i - 200); j < i; j++) {
                double dx = cells.get(i).x() - cells.get(j).x();
                double dy = cells.get(i).y() - cells.get(j).y();
                assertThat(Math.sqrt(dx * dx + dy * dy)).isGreaterThan(3.9);
            }
        }
    }

    @Test
    void lookingAroundFindsTheSameCellsAsLookingEverywhere() {
        CellLattice lattice = section.lattice();
        TypeMixture mixture = new TypeMixture();
        List<Cell> all = IntStream.range(0, lattice.size())
                .mapToObj(place -> lattice.cell(place, mixture))
                .filter(cell -> cell != null)
                .toList();
        for (double reach : new double[] {5, 11, 27.5}) {
            List<Cell> found = new ArrayList<>();
            lattice.around(31.7, -88.2, reach, mixture, found::add);
            List<Cell> expected = all.stream()
                    .filter(cell -> Math.hypot(cell.x() - 31.7, cell.y() + 88.2) <= reach)
                    .toList();
            assertThat(found).isEqualTo(expected);
        }
    }

    @Test
    void outlinesDoNotOverlapAndNucleiLieInside() {
        GeometryFactory geometry = new GeometryFactory();
        STRtree placed = new STRtree();
        for (Cell cell : cells()) {
            CellOutline outline = CellOutline.of(section, cell, SEED);
            Polygon ring = polygon(geometry, outline.cellX(), outline.cellY());
            assertThat(ring.isValid()).isTrue();
            assertThat(ring.getArea()).isEqualTo(CellOutline.area(outline.cellX(), outline.cellY()));
            if (outline.hasNucleus()) {
                Polygon nucleus = polygon(geometry, outline.nucleusX(), outline.nucleusY());
                assertThat(ring.covers(nucleus) || nucleus.difference(ring).getArea() < 0.2)
                        .isTrue();
                assertThat(nucleus.getArea()).isBetween(0.1 * ring.getArea(), 0.9 * ring.getArea());
            }
            placed.insert(ring.getEnvelopeInternal(), ring);
        }
        assertThat(overlaps(placed)).isZero();
    }

    private static int overlaps(STRtree placed) {
        int overlaps = 0;
        for (Object item : placed.query(new org.locationtech.jts.geom.Envelope(-1e6, 1e6, -1e6, 1e6))) {
            Polygon ring = (Polygon) item;
            for (Object neighbour : placed.query(ring.getEnvelopeInternal())) {
                if (!neighbour.equals(ring) && ring.overlaps((Polygon) neighbour)) {
                    overlaps++;
                }
            }
        }
        return overlaps;
    }

    private static Polygon polygon(GeometryFactory geometry, double[] x, double[] y) {
        Coordinate[] ring = new Coordinate[x.length + 1];
        for (int i = 0; i <= x.length; i++) {
            ring[i] = new Coordinate(x[i % x.length], y[i % x.length]);
        }
        return geometry.createPolygon(ring);
    }

    @Test
    void lymphocytesInfiltrateNestsFromTheBorder() {
        double[] immune = new double[2];
        double[] all = new double[2];
        for (Cell cell : cells()) {
            if (cell.place().structure() == Structure.TUMOUR_NEST) {
                int deep = cell.place().depth() > 30 ? 1 : 0;
                boolean isImmune = cell.type() == CellType.T_CELL
                        || cell.type() == CellType.MACROPHAGE
                        || cell.type() == CellType.NK_CELL;
                all[deep]++;
                immune[deep] += isImmune ? 1 : 0;
            }
        }
        assertThat(all[0]).isGreaterThan(100);
        assertThat(all[1]).isGreaterThan(100);
        assertThat(immune[0] / all[0]).isGreaterThan(2 * immune[1] / all[1]);
    }
}
