package io.spatho.stgpt.expression;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.spatho.core.graph.Libraries;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Similarity of maps: scikit-image's on a full grid, 1 of a map with itself, a mask at holes and edges. */
final class SpatialSimilarityTest {

    private static final int SIDE = 12;

    private final double[] one = new double[SIDE * SIDE];
    private final double[] other = new double[SIDE * SIDE];

    private static PlacedFeatures grid(double holeFrom) {
        int n = SIDE * SIDE;
        double[] x = new double[n];
        double[] y = new double[n];
        Arrays.setAll(x, i -> 100.0 * (i % SIDE));
        Arrays.setAll(y, i -> 100.0 * Math.floorDiv(i, SIDE) + (i >= holeFrom ? 5000 : 0));
        return new PlacedFeatures(new String[n], Libraries.single(n), x, y, List.of(), List.of(), List.of());
    }

    private void fill() {
        for (int i = 0; i < one.length; i++) {
            double a = i * 7919 % 97;
            one[i] = Math.log1p(a / 9);
            other[i] = Math.log1p(i * 104729 % 89 / 11.0 + a / 15);
        }
    }

    /** Golden values: scikit-image 0.26.0, structural_similarity with full=True and the range of both maps. */
    @Test
    void innerWindowsOfAFullGridAreThoseOfScikitImage() {
        fill();
        SpatialSimilarity similarity = new SpatialSimilarity(grid(1e9), new int[SIDE * SIDE]);
        double[] local = similarity.local(one, other);
        assertThat(local[5 * SIDE + 6]).isCloseTo(0.6762491165136617, within(1e-12));
        assertThat(local[3 * SIDE + 3]).isCloseTo(0.6461871037506077, within(1e-12));
        double sum = 0;
        for (int row = 3; row < SIDE - 3; row++) {
            for (int column = 3; column < SIDE - 3; column++) {
                sum += local[row * SIDE + column] / 36;
            }
        }
        assertThat(sum).isCloseTo(0.5798672189483285, within(1e-12));
        assertThat(similarity.mean(similarity.local(one, one), new int[] {1})).isCloseTo(1, within(1e-12));
        assertThat(similarity.mean(similarity.local(new double[144], new double[144]), new int[] {1}))
                .isNaN();
    }

    @Test
    void windowsWithTooFewSquaresDoNotCount() {
        fill();
        double[] local = new SpatialSimilarity(grid(60), new int[SIDE * SIDE]).local(one, other);
        assertThat(local[0]).as("corner, 16 squares").isNaN();
        assertThat(local[2 * SIDE + 5]).as("five rows of seven").isFinite();
        assertThat(local[4 * SIDE + 5]).as("at the hole, four rows of seven").isFinite();
        assertThat(local[4 * SIDE]).as("at the hole and the edge").isNaN();
    }
}
