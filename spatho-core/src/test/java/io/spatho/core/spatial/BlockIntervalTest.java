package io.spatho.core.spatial;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.spatho.core.graph.Graph;
import io.spatho.core.parallel.Workers;
import io.spatho.core.random.CounterRandom;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class BlockIntervalTest {

    @Test
    void blocksOfOneGiveTheStandardErrorOfAMean() {
        double[] values = {3, 1, 4, 1, 5, 9, 2, 6};
        double sum = Arrays.stream(values).sum();
        double mean = sum / values.length;
        double[] without =
                Arrays.stream(values).map(v -> (sum - v) / (values.length - 1)).toArray();
        int[] sizes = new int[values.length];
        Arrays.fill(sizes, 1);
        double squares = Arrays.stream(values).map(v -> (v - mean) * (v - mean)).sum();
        BlockInterval interval = BlockInterval.of(mean, without, sizes, 0.95);
        assertThat(interval.standardError())
                .isCloseTo(Math.sqrt(squares / (values.length - 1) / values.length), within(1e-12));
        // t with 7 degrees of freedom.
        assertThat(interval.upper() - mean).isCloseTo(2.364624251592785 * interval.standardError(), within(1e-9));
    }

    @Test
    void oneBlockHasNoIntervalAndEmptyBlocksDoNotCount() {
        assertThat(BlockInterval.of(1, new double[] {1}, new int[] {5}, 0.95).isDefined())
                .isFalse();
        BlockInterval two = BlockInterval.of(2, new double[] {1, 3}, new int[] {5, 5}, 0.95);
        BlockInterval three = BlockInterval.of(2, new double[] {1, Double.NaN, 3}, new int[] {5, 0, 5}, 0.95);
        assertThat(three).isEqualTo(two);
    }

    @Test
    void bivariateIntervalsAreThoseOfTheStatisticWithEachBlockLeftOut() {
        int side = 12;
        Graph graph = MadeTissue.grid(side, side);
        SpatialBlocks blocks = MadeTissue.gridBlocks(side, side, 8);
        double[] x = new double[side * side];
        double[] y = new double[side * side];
        CounterRandom random = CounterRandom.of(1, "bivariate", 0);
        for (int i = 0; i < x.length; i++) {
            x[i] = i % side + random.nextGaussian();
            y[i] = i % side + Math.floorDiv(i, side) * 0.2 + random.nextGaussian();
        }
        BivariateMoran moran;
        try (Workers workers = new Workers(1)) {
            moran = BivariateMoran.of(x, y, graph, 0, 0, workers);
        }
        double[] without = new double[blocks.blocks()];
        int[] sizes = new int[blocks.blocks()];
        for (int block = 0; block < without.length; block++) {
            without[block] = leftOut(x, y, graph, blocks, block, sizes);
        }
        BlockInterval expected = BlockInterval.of(moran.i(), without, sizes, 0.95);
        BlockInterval found = BivariateInterval.of(moran, x, y, graph, blocks, 0.95);
        assertThat(found.standardError()).isCloseTo(expected.standardError(), within(1e-10));
        assertThat(found.lower()).isLessThan(moran.i());
        assertThat(found.isDefined()).isTrue();
    }

    /** From the definition: means and spreads over the cells that stay, the old weights of the pairs that stay. */
    private static double leftOut(double[] x, double[] y, Graph graph, SpatialBlocks blocks, int block, int[] sizes) {
        double[] sums = new double[5];
        for (int i = 0; i < x.length; i++) {
            if (blocks.blockOf()[i] == block) {
                sizes[block]++;
            } else {
                sums[0]++;
                sums[1] += x[i];
                sums[2] += y[i];
            }
        }
        double meanX = sums[1] / sums[0];
        double meanY = sums[2] / sums[0];
        double products = 0;
        double weights = 0;
        for (int i = 0; i < x.length; i++) {
            if (blocks.blockOf()[i] != block) {
                sums[3] += (x[i] - meanX) * (x[i] - meanX);
                sums[4] += (y[i] - meanY) * (y[i] - meanY);
                for (int at = graph.starts()[i]; at < graph.starts()[i + 1]; at++) {
                    int j = graph.neighbours()[at];
                    if (blocks.blockOf()[j] != block) {
                        products += (y[i] - meanY) * (x[j] - meanX) / graph.degree(i);
                        weights += 1.0 / graph.degree(i);
                    }
                }
            }
        }
        return sums[0] / weights * products / Math.sqrt(sums[3] * sums[4]);
    }
}
