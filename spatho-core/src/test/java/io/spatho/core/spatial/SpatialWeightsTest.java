package io.spatho.core.spatial;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.spatho.core.random.CounterRandom;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

final class SpatialWeightsTest {

    @Test
    void directedWeightsEqualTheirDenseForm() {
        int n = 9;
        double[][] dense = new double[n][n];
        CounterRandom random = CounterRandom.of(3, "weights", 0);
        int[] starts = new int[n + 1];
        int[] neighbours = new int[n * n];
        double[] weights = new double[n * n];
        int at = 0;
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                // Observation 4 has no neighbour and is nobody's.
                if (i != j && i != 4 && j != 4 && random.nextDouble() < 0.4) {
                    dense[i][j] = 1 + random.nextInt(5);
                    neighbours[at] = j;
                    weights[at++] = dense[i][j];
                }
            }
            starts[i + 1] = at;
        }
        SpatialWeights sparse =
                SpatialWeights.directed(n, starts, Arrays.copyOf(neighbours, at), Arrays.copyOf(weights, at));
        double s0 = 0;
        double s1 = 0;
        double s2 = 0;
        double[] values = {3, 1, 4, 1, 5, 9, 2, 6, 5};
        double mean = 4;
        double products = 0;
        double squares = 0;
        for (int i = 0; i < n; i++) {
            double marginal = 0;
            squares += (values[i] - mean) * (values[i] - mean);
            for (int j = 0; j < n; j++) {
                s0 += dense[i][j];
                s1 += (dense[i][j] + dense[j][i]) * (dense[i][j] + dense[j][i]) / 2;
                marginal += dense[i][j] + dense[j][i];
                products += dense[i][j] * (values[i] - mean) * (values[j] - mean);
            }
            s2 += marginal * marginal;
        }
        assertThat(sparse.sum()).isEqualTo(s0);
        assertThat(sparse.sumOfSquares()).isEqualTo(s1);
        assertThat(sparse.sumOfMarginalSquares()).isEqualTo(s2);
        assertThat(sparse.isolated()).isEqualTo(1);
        assertThat(MoranI.of(values, sparse)).isCloseTo(n / s0 * products / squares, within(1e-15));
    }

    @Test
    void refusesBadWeights() {
        int[] starts = {0, 1, 1};
        assertThatThrownBy(() -> SpatialWeights.directed(2, starts, new int[] {0}, new double[] {1}))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> SpatialWeights.directed(2, starts, new int[] {1}, new double[] {Double.NaN}))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> SpatialWeights.directed(2, starts, new int[] {2}, new double[] {1}))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void blocksAreCompactEqualAndIndependentOfOrder() {
        int n = 1000;
        double[] x = new double[n];
        double[] y = new double[n];
        CounterRandom random = CounterRandom.of(1, "blocks", 0);
        for (int i = 0; i < n; i++) {
            x[i] = random.nextDouble() * 300;
            y[i] = random.nextDouble() * 100;
        }
        SpatialBlocks blocks = SpatialBlocks.of(x, y, 20);
        assertThat(blocks.blocks()).isEqualTo(16);
        int[] sizes = new int[16];
        Arrays.stream(blocks.blockOf()).forEach(block -> sizes[block]++);
        assertThat(Arrays.stream(sizes).min().orElseThrow()).isGreaterThanOrEqualTo(62);
        assertThat(Arrays.stream(sizes).max().orElseThrow()).isLessThanOrEqualTo(63);
        double[] backX = reversed(x);
        double[] backY = reversed(y);
        int[] back = SpatialBlocks.of(backX, backY, 20).blockOf();
        for (int i = 0; i < n; i++) {
            assertThat(back[n - 1 - i]).isEqualTo(blocks.blockOf()[i]);
        }
    }

    private static double[] reversed(double[] values) {
        double[] reversed = new double[values.length];
        Arrays.setAll(reversed, i -> values[values.length - 1 - i]);
        return reversed;
    }

    @Test
    void blocksOfDegenerateTissues() {
        assertThat(SpatialBlocks.of(new double[0], new double[0], 8).blocks()).isEqualTo(1);
        assertThat(SpatialBlocks.of(new double[] {1}, new double[] {1}, 8).blocks())
                .isEqualTo(1);
        double[] same = new double[50];
        assertThat(SpatialBlocks.of(same, same, 8).blocks()).isEqualTo(1);
        double[] line = new double[64];
        Arrays.setAll(line, i -> i);
        assertThat(SpatialBlocks.of(line, new double[64], 8).blocks()).isEqualTo(8);
        assertThatThrownBy(() -> SpatialBlocks.of(new double[] {Double.NaN}, new double[] {1}, 8))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void allOrdersOfThreeAreEquallyLikely() {
        int[] seen = new int[9];
        int draws = 60_000;
        for (int draw = 0; draw < draws; draw++) {
            int[] order = {0, 1, 2};
            Permutations.of(1, "test", draw).shuffle(order);
            seen[order[0] * 3 + order[1]]++;
        }
        for (int first = 0; first < 3; first++) {
            for (int second = 0; second < 3; second++) {
                double expected = first == second ? 0 : draws / 6.0;
                assertThat((double) seen[first * 3 + second]).isCloseTo(expected, within(5 * Math.sqrt(draws / 6.0)));
            }
        }
        assertThat(seen[0] + seen[4] + seen[8]).isZero();
    }
}
