package io.spatho.core.region;

import static org.assertj.core.api.Assertions.assertThat;

import io.spatho.core.parallel.Workers;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.locationtech.jts.geom.Coordinate;
import org.locationtech.jts.geom.Geometry;
import org.locationtech.jts.geom.GeometryFactory;

final class GroupOutlinesTest {

    @Test
    void everyCellIsInItsGroupsOutlineAndFarCellsGetTheirOwn() {
        MadeRegions tissue = MadeRegions.of(40, 4, (column, row) -> column / 10 % 2);
        double[] x = Arrays.copyOf(tissue.x(), tissue.x().length + 2);
        double[] y = Arrays.copyOf(tissue.y(), x.length);
        int[] group = Arrays.copyOf(tissue.structureOf(), x.length);
        x[x.length - 2] = 3000;
        y[x.length - 2] = 40;
        group[x.length - 2] = 1;
        x[x.length - 1] = Double.NaN;
        group[x.length - 1] = 2;
        try (Workers workers = new Workers(2)) {
            List<Geometry> outlines = GroupOutlines.of(x, y, group, 3, workers);
            for (int cell = 0; cell < x.length - 1; cell++) {
                Geometry place = new GeometryFactory().createPoint(new Coordinate(x[cell], y[cell]));
                assertThat(outlines.get(group[cell]).covers(place)).isTrue();
            }
            assertThat(outlines.get(0).getNumGeometries()).isEqualTo(2);
            assertThat(outlines.get(1).getNumGeometries()).isEqualTo(3);
            assertThat(outlines.get(2).isEmpty()).isTrue();
            assertThat(outlines).allMatch(Geometry::isValid);
            try (Workers one = new Workers(1)) {
                assertThat(GroupOutlines.of(x, y, group, 3, one)).isEqualTo(outlines);
            }
        }
    }

    @Test
    void membersAreExactlyTheCellsNamed() {
        DrawnRegions drawn = new DrawnRegions(
                List.of(
                        MadeRegions.drawn("a", MadeRegions.square(0, 0, 10)),
                        MadeRegions.drawn("b", MadeRegions.square(5, 0, 10))),
                Map.of("c1", 1, "c2", 0, "far", 0));
        int[] regionOf = drawn.regionOf(new String[] {"c1", "c2", "none", "far"});
        assertThat(regionOf).containsExactly(1, 0, -1, 0);
        double[] x = {2, 7, 3, 900};
        double[] y = {5, 5, 5, 900};
        try (Workers workers = new Workers(1)) {
            List<CellMembership> rows =
                    RegionAssignment.ofGroups(drawn.regions(), regionOf, x, y, new RingWidths(1, 2), workers);
            assertThat(rows.stream()
                            .filter(row -> row.role() != CellMembership.Role.CONTEXT)
                            .map(row -> row.region() + ":" + row.cell()))
                    .containsExactly("0:1", "0:3", "1:0");
        }
    }
}
