package io.spatho.core.preprocess;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.spatho.core.golden.AnalysisGolden;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class LoessCurveTest {

    private static final String TABLE = "loess.tsv";

    private static void assertClose(double[] actual, double[] expected, double tolerance) {
        assertThat(actual).hasSameSizeAs(expected);
        for (int i = 0; i < expected.length; i++) {
            assertThat(actual[i]).as("point %d", i).isCloseTo(expected[i], within(tolerance));
        }
    }

    @Test
    void agreesWithTheReferenceBothInterpolatedAndDirect() {
        double[] x = AnalysisGolden.column(TABLE, 0);
        double[] y = AnalysisGolden.column(TABLE, 1);

        assertClose(LoessCurve.interpolated(x, y, 0.3), AnalysisGolden.column(TABLE, 2), 1e-11);
        assertClose(LoessCurve.directly(x, y, 0.3), AnalysisGolden.column(TABLE, 3), 1e-11);
    }

    @Test
    void aParabolaIsItsOwnCurve() {
        double[] x = new double[300];
        Arrays.setAll(x, i -> (i * 53 % 300) / 40.0);
        double[] y = Arrays.stream(x).map(v -> 2 - 3 * v + 0.5 * v * v).toArray();

        assertClose(LoessCurve.directly(x, y, 0.3), y, 1e-9);
        assertClose(LoessCurve.interpolated(x, y, 0.3), y, 1e-9);
    }

    @Test
    void positionsThatCoincideAreNoError() {
        double[] x = new double[100];
        double[] y = new double[100];
        Arrays.setAll(y, i -> i % 2);
        assertClose(LoessCurve.interpolated(x, y, 0.3), new double[] {0.5}, 100, 0.1);
        assertClose(LoessCurve.interpolated(new double[] {3}, new double[] {7}, 0.3), new double[] {7}, 1e-9);

        // Most genes at one mean, as in very sparse data: the reference stops with an error here.
        Arrays.setAll(x, i -> i < 80 ? 1 : i);
        assertThat(LoessCurve.interpolated(x, y, 0.3)).doesNotContain(Double.NaN);
    }

    private static void assertClose(double[] actual, double[] expected, int size, double tolerance) {
        assertThat(actual).hasSize(size);
        for (double value : actual) {
            assertThat(value).isCloseTo(expected[0], within(tolerance));
        }
    }
}
