package io.spatho.report.map;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.spatho.report.content.Cells;
import io.spatho.report.content.Labels;
import io.spatho.report.content.RegionOutline;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MapTest {

    private static Cells cells(double[] x, double[] y) {
        int[] codes = new int[x.length];
        boolean[] kept = new boolean[x.length];
        Arrays.fill(kept, true);
        Labels one = new Labels(codes, List.of("a"), new int[] {x.length});
        return new Cells(x, y, kept, one, one, one, Map.of());
    }

    private static RegionOutline outline(double... points) {
        return new RegionOutline("region_0001", "", "", 1, 1, List.of(points));
    }

    @Test
    void keepsTheProportionsOfTheTissueAndPointsYDown() {
        MapFrame frame = MapFrame.around(cells(new double[] {0, 2000}, new double[] {0, 1000}), List.of(), 0);
        assertThat(frame.toX(2000) - frame.toX(0)).isCloseTo(2 * (frame.toY(1000) - frame.toY(0)), within(1e-9));
        assertThat(frame.toY(1000)).isGreaterThan(frame.toY(0));
        assertThat(frame.width()).isLessThanOrEqualTo(740);
        assertThat(frame.scaleBarUm()).isEqualTo(500);
    }

    @Test
    void showsARoundScaleBarAtAnySize() {
        for (double side = 3; side < 1e6; side *= 1.37) {
            MapFrame frame = MapFrame.around(cells(new double[] {0, side}, new double[] {0, side}), List.of(), 0);
            double um = frame.scaleBarUm();
            double lead = um / StrictMath.pow(10, Math.floor(StrictMath.log10(um) + 1e-9));
            assertThat(List.of(1.0, 2.0, 5.0))
                    .anySatisfy(round -> assertThat(lead).isCloseTo(round, within(1e-6)));
            assertThat(um * frame.scale() / frame.width()).isBetween(0.08, 0.26);
        }
    }

    @Test
    void standsCellsWithoutAPlaceAside() {
        Cells cells = cells(new double[] {0, Double.NaN, 10}, new double[] {0, 5, 10});
        MapFrame frame = MapFrame.around(cells, List.of(), 0);
        IndexedImage image = new CellRaster(frame, 1).paint(cells, new byte[] {1, 2, 3}, 2, new int[] {0, 1, 2, 3});
        assertThat(image.pixels()).contains((byte) 1, (byte) 3).doesNotContain((byte) 2);
    }

    @Test
    void givesAPixelToTheNearestCentre() {
        Cells cells = cells(new double[] {0, 10}, new double[] {0, 0});
        MapFrame frame = new MapFrame(-10, -10, 10, 300, 200);
        IndexedImage image = new CellRaster(frame, 1).paint(cells, new byte[] {1, 2}, 8, new int[] {0, 1, 2});
        int middle = 100 * 300;
        assertThat(image.pixels()[middle + 140]).isEqualTo((byte) 1);
        assertThat(image.pixels()[middle + 160]).isEqualTo((byte) 2);
        assertThat(image.pixels()[0]).isZero();
    }

    @Test
    void givesAPixelOfManyCellsToTheMajority() {
        double[] x = {0.5, 0.5, 0.5, 1.5, 1.5};
        double[] y = {0.5, 0.5, 0.5, 0.5, 0.5};
        MapFrame frame = new MapFrame(0, 0, 1, 2, 1);
        IndexedImage image =
                new CellRaster(frame, 1).paint(cells(x, y), new byte[] {2, 1, 2, 3, 1}, 0.1, new int[] {0, 1, 2, 3});
        assertThat(image.pixels()).containsExactly(2, 1);
    }

    @Test
    void namesARegionInsideIt() {
        // A C open to the right: its centre of mass lies outside.
        RegionOutline open = outline(0, 0, 100, 0, 100, 10, 20, 10, 20, 90, 100, 90, 100, 100, 0, 100, 0, 0);
        LabelPlace place = LabelPlace.of(open, new MapFrame(0, 0, 1, 100, 100));
        assertThat(place.x()).isBetween(0.0, 20.0);
        assertThat(place.room()).isCloseTo(20, within(1e-9));
    }

    @Test
    void thinsOutlinesUntilTheyFit() {
        int corners = 10_000;
        double[] points = new double[2 * corners];
        for (int i = 0; i < corners; i++) {
            points[2 * i] = 500 + 400 * Math.cos(2 * Math.PI * i / corners);
            points[2 * i + 1] = 500 + 400 * Math.sin(2 * Math.PI * i / corners);
        }
        MapFrame frame = new MapFrame(0, 0, 0.7, 700, 700);
        assertThat(OutlinePath.all(List.of(outline(points)), frame, 1000).get(0))
                .hasSizeLessThanOrEqualTo(1000);
        assertThat(OutlinePath.all(List.of(outline(0, 0, 0.1, 0, 0, 0.1)), frame, 1000))
                .containsExactly("");
    }

    @Test
    void findsTheDirectionsOfGreatestVariance() {
        double[][] vectors = new double[40][3];
        for (int i = 0; i < vectors.length; i++) {
            double a = i - 19.5;
            double b = i % 4 == 0 || i % 4 == 3 ? 1 : -1;
            vectors[i] = new double[] {3 * a + 5, -4 * a, 2 * b};
        }
        PrincipalComponents components = PrincipalComponents.of(vectors, 3);
        double first = 25 * (40 * (1600 - 1) / 12.0);
        double second = 4 * 40;
        assertThat(components.shares()[0]).isCloseTo(first / (first + second), within(1e-4));
        assertThat(components.shares()[2]).isCloseTo(0, within(1e-9));
        assertThat(Math.abs(components.scores()[0][39])).isCloseTo(5 * 19.5, within(0.2));
    }

    @Test
    void findsTheSameComponentsFromEitherProduct() {
        double[][] wide = new double[6][9];
        for (int i = 0; i < 6; i++) {
            for (int j = 0; j < 9; j++) {
                wide[i][j] = Math.sin(3.1 * i + 1.7 * j) + (j == 2 ? 4.0 * i : 0);
            }
        }
        double[][] tall = new double[12][];
        for (int i = 0; i < 12; i++) {
            tall[i] = wide[i % 6].clone();
        }
        PrincipalComponents fromWide = PrincipalComponents.of(wide, 2);
        PrincipalComponents fromTall = PrincipalComponents.of(tall, 2);
        for (int i = 0; i < 6; i++) {
            assertThat(fromTall.scores()[0][i]).isCloseTo(fromWide.scores()[0][i], within(1e-6));
            assertThat(fromTall.scores()[1][i]).isCloseTo(fromWide.scores()[1][i], within(1e-4));
        }
    }

    @Test
    void shortensNumberedNamesOnly() {
        RegionOutline numbered = outline(0, 0, 1, 0, 1, 1);
        assertThat(RegionNames.of(List.of(numbered)).of("region_0012")).isEqualTo("12");
        RegionOutline named = new RegionOutline("tumour core", "", "", 1, 1, List.of());
        assertThat(RegionNames.of(List.of(numbered, named)).of("region_0012")).isEqualTo("region_0012");
    }
}
