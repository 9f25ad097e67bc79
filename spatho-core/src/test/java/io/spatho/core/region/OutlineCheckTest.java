package io.spatho.core.region;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spatho.core.error.InputException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.locationtech.jts.geom.Coordinate;
import org.locationtech.jts.geom.Geometry;
import org.locationtech.jts.geom.Polygon;
import org.locationtech.jts.triangulate.polygon.PolygonHoleJoiner;

final class OutlineCheckTest {

    private final List<String> warnings = new ArrayList<>();
    private final OutlineCheck lenient = OutlineCheck.lenient(warnings);

    private void refused(String wkt, String reason) {
        assertThatThrownBy(() -> lenient.valid(MadeRegions.wkt(wkt), "f feature 3"))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("f feature 3")
                .hasMessageContaining(reason);
        assertThat(warnings).isEmpty();
    }

    @Test
    void whatWouldChangeTheAreaIsRefused() {
        refused("POLYGON((0 0,10 10,10 0,0 10,0 0))", "elf-intersection");
        refused("POLYGON((0 0,10 0,5 0,0 0))", "not a valid polygon");
        refused("POLYGON((0 0,10 0,10 10,0 0),(20 0,21 0,21 1,20 0))", "ole lies outside");
        refused("MULTIPOLYGON(((0 0,10 0,10 10,0 10,0 0)),((5 5,15 5,15 15,5 15,5 5)))", "elf-intersection");
    }

    @Test
    void whatKeepsTheAreaIsRepairedAndSaid() {
        Geometry spike = lenient.valid(MadeRegions.wkt("POLYGON((0 0,10 0,10 10,10 12,10 10,0 10,0 0))"), "here");
        assertThat(spike.isValid()).isTrue();
        assertThat(spike.getArea()).isEqualTo(100);
        assertThat(warnings).hasSize(1);
        assertThat(warnings.get(0)).contains("here", "repaired");
        assertThatThrownBy(() -> OutlineCheck.strict()
                        .valid(MadeRegions.wkt("POLYGON((0 0,10 0,10 10,10 12,10 10,0 10,0 0))"), "here"))
                .isInstanceOf(InputException.class);
    }

    @Test
    void aHoleThatWasJoinedToTheOutsideBecomesAHoleAgain() {
        Polygon ring = (Polygon) MadeRegions.wkt("POLYGON((0 0,10 0,10 10,0 10,0 0),(2 2,4 2,4 4,2 4,2 2))");
        Geometry again = lenient.valid(PolygonHoleJoiner.joinAsPolygon(ring), "here");
        assertThat(again.norm().equalsExact(ring.norm())).isTrue();
    }

    @Test
    void ringsAreClosedWhereThatIsAllowed() {
        Coordinate[] open = {new Coordinate(0, 0), new Coordinate(1, 0), new Coordinate(1, 1)};
        assertThatThrownBy(() -> OutlineCheck.strict().ring(open, "w")).hasMessageContaining("not closed");
        assertThat(lenient.ring(open, "w").getNumPoints()).isEqualTo(4);
        assertThat(warnings).hasSize(1);
        assertThat(OutlineCheck.strict().impliedRing(open, "w").getNumPoints()).isEqualTo(4);
        assertThatThrownBy(() -> lenient.impliedRing(new Coordinate[0], "w")).hasMessageContaining("too few");
        assertThatThrownBy(() -> OutlineCheck.coordinate(Double.NaN, "nan", "w"))
                .hasMessageContaining("not a finite");
    }
}
