package io.spatho.core.region;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.locationtech.jts.geom.Coordinate;
import org.locationtech.jts.geom.Envelope;
import org.locationtech.jts.geom.Geometry;
import org.locationtech.jts.geom.GeometryFactory;

final class FootprintTest {

    private static final GeometryFactory FACTORY = new GeometryFactory();
    private static final int QUADRANT_SEGMENTS = 400;

    /** The share by general overlay; a circle is a polygon of 1,600 corners, 3e-6 too small. */
    static double byOverlay(Geometry region, Coordinate centre, Footprint footprint) {
        double half = footprint.sizeUm() / 2;
        Geometry shape = footprint.shape() == Footprint.Shape.SQUARE
                ? FACTORY.toGeometry(new Envelope(centre.x - half, centre.x + half, centre.y - half, centre.y + half))
                : FACTORY.createPoint(centre).buffer(half, QUADRANT_SEGMENTS);
        return region.intersection(shape).getArea() / shape.getArea();
    }

    @Test
    void halvesQuartersAndSegmentsOfACircle() {
        Geometry plane = MadeRegions.wkt(MadeRegions.square(0, -500, 1000));
        Footprint circle = Footprint.circle(2);
        assertThat(circle.shareInside(plane, new Coordinate(0, 0))).isCloseTo(0.5, within(1e-15));
        assertThat(circle.shareInside(plane, new Coordinate(0, -500))).isCloseTo(0.25, within(1e-15));
        assertThat(circle.shareInside(plane, new Coordinate(1, 0))).isEqualTo(1);
        assertThat(circle.shareInside(plane, new Coordinate(-1, 0))).isCloseTo(0, within(1e-15));
        // A circular segment of height 0.5: (r² acos(d/r) - d sqrt(r² - d²)) / (π r²) with d = 0.5.
        double segment = (Math.acos(0.5) - 0.5 * Math.sqrt(0.75)) / Math.PI;
        assertThat(circle.shareInside(plane, new Coordinate(-0.5, 3))).isCloseTo(segment, within(1e-14));
    }

    @Test
    void aRegionWithinTheFootprintAndOneWithAHole() {
        Geometry small = MadeRegions.wkt(MadeRegions.square(-0.25, -0.25, 0.5));
        assertThat(Footprint.circle(2).shareInside(small, new Coordinate(0, 0)))
                .isCloseTo(0.25 / Math.PI, within(1e-15));
        assertThat(Footprint.square(2).shareInside(small, new Coordinate(0, 0))).isCloseTo(1 / 16.0, within(1e-15));
        Geometry ring = MadeRegions.wkt("POLYGON((-5 -5,5 -5,5 5,-5 5,-5 -5),(-1 -1,1 -1,1 1,-1 1,-1 -1))");
        assertThat(Footprint.square(4).shareInside(ring, new Coordinate(0, 0))).isCloseTo(0.75, within(1e-15));
        assertThat(Footprint.square(4).shareInside(ring, new Coordinate(5, 5))).isCloseTo(0.25, within(1e-15));
    }

    @Test
    void anyShapeAgreesWithOverlay() {
        List<Region> regions = StarRegions.of(30, 60, 30, 11);
        for (int i = 0; i < regions.size(); i++) {
            Geometry region = regions.get(i).geometry();
            for (int step = 0; step < 20; step++) {
                Coordinate centre = new Coordinate(i + 3.7 * step - 5, 2.9 * step + 0.3 * i);
                Footprint square = Footprint.square(8 + step);
                assertThat(square.shareInside(region, centre))
                        .isCloseTo(byOverlay(region, centre, square), within(1e-9));
                Footprint circle = Footprint.circle(8 + step);
                assertThat(circle.shareInside(region, centre))
                        .isCloseTo(byOverlay(region, centre, circle), within(5e-6));
            }
        }
    }

    @Test
    void sizesMustFitShapes() {
        assertThatThrownBy(() -> Footprint.circle(0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Footprint.square(Double.NaN)).isInstanceOf(IllegalArgumentException.class);
        assertThat(Footprint.point().sizeUm()).isZero();
    }
}
