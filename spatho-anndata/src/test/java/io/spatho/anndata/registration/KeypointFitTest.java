package io.spatho.anndata.registration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.spatho.anndata.TestFiles;
import io.spatho.core.dataset.SpatialTransform;
import io.spatho.core.error.InputException;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Matrices and key points. */
final class KeypointFitTest {

    @TempDir
    Path folder;

    private static Keypoints under(SpatialTransform map, double[] x, double[] y) {
        double[] u = new double[x.length];
        double[] v = new double[x.length];
        Arrays.setAll(u, i -> map.x(x[i], y[i]));
        Arrays.setAll(v, i -> map.y(x[i], y[i]));
        return new Keypoints(x, y, u, v);
    }

    private static void same(SpatialTransform found, SpatialTransform expected) {
        for (double[] p : new double[][] {{0, 0}, {1000, 0}, {0, 1000}}) {
            assertThat(found.x(p[0], p[1])).isEqualTo(expected.x(p[0], p[1]), within(1e-8));
            assertThat(found.y(p[0], p[1])).isEqualTo(expected.y(p[0], p[1]), within(1e-8));
        }
    }

    @Test
    void anAffineMapIsRecoveredFromItsPoints() {
        SpatialTransform map = new SpatialTransform("slide_pixel", "slide_um", -0.3, 0.41, 900, 0.44, 0.28, -30);
        KeypointFit fit = KeypointFit.fit(
                under(map, new double[] {10, 900, 30, 800, 400}, new double[] {20, 50, 700, 950, 450}), "test");
        assertThat(fit.model()).isEqualTo("affine");
        same(fit.transform(), map);
        assertThat(fit.rms()).isLessThan(1e-9);
        assertThat(fit.leaveOneOutRms()).isLessThan(1e-9);
        assertThat(AlignmentMatrix.pixelSize(map)).isEqualTo(Math.sqrt(0.3 * 0.28 + 0.41 * 0.44), within(1e-12));
    }

    @Test
    void threePointsGiveASimilarity() {
        SpatialTransform map = new SpatialTransform("slide_pixel", "slide_um", 0.4, -0.3, 5, 0.3, 0.4, 7);
        KeypointFit fit = KeypointFit.fit(under(map, new double[] {0, 100, 40}, new double[] {0, 30, 200}), "test");
        assertThat(fit.model()).isEqualTo("similarity");
        same(fit.transform(), map);
    }

    /** Four corners of a square, one moved by d: the affine fit leaves d/4 at each corner, and d when that corner is left out. */
    @Test
    void residualsOfOneMovedCornerAreKnown() {
        double[] x = {0, 100, 0, 100};
        double[] y = {0, 0, 100, 100};
        Keypoints points = new Keypoints(x, y, new double[] {8, 100, 0, 100}, y.clone());
        KeypointFit fit = KeypointFit.fit(points, "test");
        assertThat(fit.residuals()).containsExactly(new double[] {2, 2, 2, 2}, within(1e-9));
        assertThat(fit.rms()).isEqualTo(2, within(1e-9));
        assertThat(fit.leaveOneOut()[0]).isEqualTo(8, within(1e-9));
        assertThat(KeypointFit.check(SpatialTransform.scale("slide_pixel", "slide_um", 1), points)
                        .largest())
                .isEqualTo(8);
    }

    @Test
    void pointsOnALineAreRefused() {
        SpatialTransform map = SpatialTransform.scale("slide_pixel", "slide_um", 0.5);
        Keypoints line = under(map, new double[] {1, 2, 3, 4}, new double[] {2, 4, 6, 8});
        assertThatThrownBy(() -> KeypointFit.fit(line, "points.csv"))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("points.csv");
        Keypoints same = under(map, new double[] {1, 1}, new double[] {2, 2});
        assertThatThrownBy(() -> KeypointFit.fit(same, "points.csv")).isInstanceOf(InputException.class);
    }

    @Test
    void aXeniumMatrixIsReadInItsUnit() {
        Path file = TestFiles.write(folder.resolve("a.csv"), "0.0,-1.2,500.0\n1.2,0.0,-20.0\n0.0,0.0,1.0\n");
        SpatialTransform map = AlignmentMatrix.read(file, PlatformUnit.pixel(0.2125));
        assertThat(map.x(10, 20)).isEqualTo((-1.2 * 20 + 500) * 0.2125, within(1e-12));
        assertThat(map.y(10, 20)).isEqualTo((1.2 * 10 - 20) * 0.2125, within(1e-12));
        assertThat(AlignmentMatrix.read(file, PlatformUnit.um()).x(0, 0)).isEqualTo(500);
    }

    @Test
    void scientificNumbersAndWindowsLineEndsAreRead() {
        Path file =
                TestFiles.write(folder.resolve("a.csv"), "8.0e-1, 0.0 ,1e2\r\n0.0,8.0e-1,-2.5E1\r\n0.0,0.0,1.0\r\n");
        SpatialTransform map = AlignmentMatrix.read(file, PlatformUnit.um());
        assertThat(map.x(10, 0)).isEqualTo(108);
        assertThat(map.y(0, 10)).isEqualTo(-17);
    }

    @Test
    void filesThatAreNoAffineMatrixAreRefused() {
        for (String text : new String[] {
            "",
            "1,0,0\n0,1,0\n",
            "1,0,0\n0,1,0\n0,0,1\n0,0,1\n",
            "1,0\n0,1\n0,0\n",
            "x,y,z\n1,0,0\n0,1,0\n",
            "1,0,0\n0,1,0\n0.1,0,1\n",
            "1,0,0\n0,NaN,0\n0,0,1\n",
            "0,0,0\n0,0,0\n0,0,1\n",
            "1,2,0\n2,4,0\n0,0,1\n",
            "1,x,0\n2,4,0\n0,0,1\n",
            "1e9,0,0\n0,1e9,0\n0,0,1\n"
        }) {
            Path file = TestFiles.write(folder.resolve("bad.csv"), text);
            assertThatThrownBy(() -> AlignmentMatrix.read(file, PlatformUnit.um()))
                    .as(text)
                    .isInstanceOf(InputException.class)
                    .hasMessageContaining("bad.csv");
        }
    }

    @Test
    void keypointFilesNameTheirColumns() {
        Path file = TestFiles.write(
                folder.resolve("k.csv"), "fixedX,fixedY,alignmentX,alignmentY\n10,20,1,2\n30,40,3,4\n50,10,6,1\n");
        Keypoints points = Keypoints.read(file, PlatformUnit.pixel(0.5));
        assertThat(points.umX()).containsExactly(5, 15, 25);
        assertThat(points.slideY()).containsExactly(2, 4, 1);
        Path missing = TestFiles.write(folder.resolve("m.csv"), "fixedX,fixedY\n1,2\n");
        assertThatThrownBy(() -> Keypoints.read(missing, PlatformUnit.um())).isInstanceOf(InputException.class);
    }
}
