package io.spatho.core.pattern;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.spatho.core.parallel.Workers;
import io.spatho.core.random.CounterRandom;
import io.spatho.core.spatial.SpatialBlocks;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

final class CorrectedRipleyTest {

    private static double[] coordinates(JsonNode xy, int axis) {
        double[] values = new double[xy.size()];
        Arrays.setAll(values, i -> xy.get(i).get(axis).asDouble());
        return values;
    }

    private static CorrectedRipley of(double[] x, double[] y, double[] radii, double side, int blocks, int threads) {
        try (Workers workers = new Workers(threads)) {
            return CorrectedRipley.of(
                    x,
                    y,
                    new int[x.length],
                    1,
                    radii,
                    PointWindow.ofOccupied(x, y, side, radii[radii.length - 1]),
                    SpatialBlocks.of(x, y, blocks),
                    0.95,
                    workers);
        }
    }

    @Test
    void translationCorrectionInARectangleEqualsAstropy() throws IOException {
        JsonNode golden;
        try (InputStream in = CorrectedRipleyTest.class.getResourceAsStream("golden-ripley.json")) {
            golden = new ObjectMapper().readTree(in);
        }
        double[] radii = PatternGolden.numbers(golden.get("radii"));
        double[] expected = PatternGolden.numbers(golden.get("translation"));
        CorrectedRipley found = of(coordinates(golden.get("xy"), 0), coordinates(golden.get("xy"), 1), radii, 10, 8, 2);
        for (int r = 0; r < radii.length; r++) {
            assertThat(found.k()[r]).isCloseTo(expected[r], within(1e-10 * expected[r]));
            assertThat(found.l()[r]).isCloseTo(Math.sqrt(expected[r] / Math.PI), within(1e-10 * radii[r]));
            assertThat(found.bounded(r)).isTrue();
        }
    }

    @Test
    void aRectangleMovedKeepsTheProductOfWhatItsSidesKeep() {
        double[] x = {1, 11, 21, 1, 11, 21};
        double[] y = {-4, -4, -4, 6, 6, 6};
        PointWindow window = PointWindow.ofOccupied(x, y, 10, 15);
        assertThat(window.area()).isEqualTo(600);
        assertThat(window.overlap(0, 0)).isEqualTo(600);
        assertThat(window.overlap(7.5, -12.5)).isCloseTo((30 - 7.5) * (20 - 12.5), within(1e-9));
        assertThat(window.overlap(-15, 4)).isCloseTo(15 * 16, within(1e-9));
        assertThatThrownBy(() -> window.overlap(21, 0)).isInstanceOf(IllegalArgumentException.class);
    }

    /** An L of three squares: moved by half a square to the right, and diagonally. */
    @Test
    void aWindowThatIsNoRectangleIsMovedAsItIs() {
        PointWindow window = PointWindow.ofOccupied(new double[] {5, 15, 5}, new double[] {5, 5, 15}, 10, 14);
        assertThat(window.overlap(5, 0)).isCloseTo(150 + 50, within(1e-9));
        assertThat(window.overlap(5, -5)).isCloseTo(75 + 75, within(1e-9));
        assertThat(window.overlap(5, 5)).isCloseTo(75 + 25 + 25, within(1e-9));
    }

    /** Points thrown at random into an L-shaped window: L is the distance, and nineteen in twenty intervals hold it. */
    @Test
    void randomPointsInAnyOutlineHaveAnLOfTheDistance() {
        double[] radii = {5, 10};
        double[] sums = new double[2];
        int held = 0;
        int sets = 150;
        for (int set = 0; set < sets; set++) {
            CounterRandom random = CounterRandom.of(7, "ripley-test", set);
            double[] x = new double[500];
            double[] y = new double[500];
            for (int i = 0; i < x.length; i++) {
                do {
                    x[i] = 100 * random.nextDouble();
                    y[i] = 100 * random.nextDouble();
                } while (x[i] > 50 && y[i] > 50);
            }
            CorrectedRipley found = of(x, y, radii, 10, 32, 1);
            for (int r = 0; r < 2; r++) {
                sums[r] += found.k()[r] / (Math.PI * radii[r] * radii[r]);
                held += found.lower()[r] <= radii[r] && radii[r] <= found.upper()[r] ? 1 : 0;
            }
        }
        assertThat(sums[0] / sets).isCloseTo(1, within(0.015));
        assertThat(sums[1] / sets).isCloseTo(1, within(0.015));
        assertThat(held / (2.0 * sets)).isBetween(0.9, 0.995);
    }

    @Test
    void threadsDoNotChangeABitAndFewPointsAreUndefined() {
        CounterRandom random = CounterRandom.of(1, "ripley-test", 0);
        double[] x = new double[400];
        double[] y = new double[400];
        Arrays.setAll(x, i -> random.nextDouble());
        Arrays.setAll(y, i -> random.nextDouble());
        CorrectedRipley one = of(x, y, new double[] {0.05, 0.1}, 0.1, 16, 1);
        CorrectedRipley three = of(x, y, new double[] {0.05, 0.1}, 0.1, 16, 3);
        assertThat(three.k()).isEqualTo(one.k());
        assertThat(three.lower()).isEqualTo(one.lower());
        assertThat(of(new double[] {1}, new double[] {1}, new double[] {1}, 1, 4, 1)
                        .k())
                .containsOnly(Double.NaN);
    }
}
