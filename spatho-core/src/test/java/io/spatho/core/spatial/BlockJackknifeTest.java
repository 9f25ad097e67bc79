package io.spatho.core.spatial;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.spatho.core.graph.Graph;
import io.spatho.core.matrix.CsrMatrix;
import io.spatho.core.matrix.MadeMatrix;
import io.spatho.core.parallel.Workers;
import io.spatho.core.random.CounterRandom;
import java.util.Arrays;
import org.hipparchus.distribution.continuous.TDistribution;
import org.junit.jupiter.api.Test;

final class BlockJackknifeTest {

    private static SpatialAutocorrelation.Result run(CsrMatrix matrix, SpatialWeights weights, SpatialBlocks blocks) {
        SpatialAutocorrelation.Settings settings =
                new SpatialAutocorrelation.Settings(0, 1, Alternative.POSITIVE, 0.95);
        try (Workers workers = new Workers(2)) {
            return new SpatialAutocorrelation(settings, workers).of(matrix, weights, blocks);
        }
    }

    @Test
    void equalsLeavingBlocksOutOneByOne() {
        Graph graph = MadeTissue.grid(9, 7);
        double[][] rows = MadeTissue.randomRows(63, 3, 0.4, 8);
        for (double[] row : rows) {
            row[2] += 100;
        }
        SpatialBlocks blocks = MadeTissue.gridBlocks(9, 7, 8);
        SpatialWeights weights = SpatialWeights.rowStandardised(graph);
        SpatialAutocorrelation.Result result = run(MadeMatrix.of(rows), weights, blocks);
        double factor = new TDistribution(blocks.blocks() - 1.0).inverseCumulativeProbability(0.975);
        for (int gene = 0; gene < 3; gene++) {
            double[] moran = new double[blocks.blocks()];
            double[] geary = new double[blocks.blocks()];
            for (int block = 0; block < blocks.blocks(); block++) {
                double[] both = without(block, gene, rows, graph, blocks);
                moran[block] = both[0];
                geary[block] = both[1];
            }
            EstimateInterval interval = result.moran().interval();
            double estimate = result.moran().estimate()[gene];
            double error = error(estimate, moran, blocks);
            assertThat(interval.standardError()[gene]).isCloseTo(error, within(1e-10));
            assertThat(interval.lower()[gene]).isCloseTo(estimate - factor * error, within(1e-9));
            assertThat(interval.upper()[gene]).isCloseTo(estimate + factor * error, within(1e-9));
            assertThat(result.geary().interval().standardError()[gene])
                    .isCloseTo(error(result.geary().estimate()[gene], geary, blocks), within(1e-10));
        }
    }

    /** Both statistics over the cells of the other blocks, with the weights that the whole graph gave to their pairs. */
    private static double[] without(int block, int gene, double[][] rows, Graph graph, SpatialBlocks blocks) {
        double n = 0;
        double mean = 0;
        for (int cell = 0; cell < rows.length; cell++) {
            n += blocks.blockOf()[cell] == block ? 0 : 1;
            mean += blocks.blockOf()[cell] == block ? 0 : rows[cell][gene];
        }
        mean /= n;
        double squares = 0;
        double sum = 0;
        double products = 0;
        double differences = 0;
        for (int cell = 0; cell < rows.length; cell++) {
            if (blocks.blockOf()[cell] == block) {
                continue;
            }
            double z = rows[cell][gene] - mean;
            squares += z * z;
            for (int at = graph.starts()[cell]; at < graph.starts()[cell + 1]; at++) {
                int other = graph.neighbours()[at];
                if (blocks.blockOf()[other] != block) {
                    double weight = 1.0 / graph.degree(cell);
                    double otherZ = rows[other][gene] - mean;
                    sum += weight;
                    products += weight * z * otherZ;
                    differences += weight * (z - otherZ) * (z - otherZ);
                }
            }
        }
        return new double[] {n / sum * products / squares, (n - 1) * differences / (2 * sum * squares)};
    }

    private static double error(double estimate, double[] without, SpatialBlocks blocks) {
        int[] sizes = new int[without.length];
        Arrays.stream(blocks.blockOf()).forEach(block -> sizes[block]++);
        double n = blocks.blockOf().length;
        double centre = without.length * estimate;
        for (int block = 0; block < without.length; block++) {
            centre -= (1 - sizes[block] / n) * without[block];
        }
        double variance = 0;
        for (int block = 0; block < without.length; block++) {
            double h = n / sizes[block];
            double pseudo = h * estimate - (h - 1) * without[block];
            variance += (pseudo - centre) * (pseudo - centre) / (h - 1) / without.length;
        }
        return Math.sqrt(variance);
    }

    @Test
    void coversTheExpectedEstimateOfSmoothFields() {
        int side = 40;
        int fields = 300;
        double[][] rows = new double[side * side][fields];
        for (int field = 0; field < fields; field++) {
            double[] noise = noise(side + 2, field);
            for (int cell = 0; cell < side * side; cell++) {
                double sum = 0;
                for (int shift = 0; shift < 9; shift++) {
                    sum += noise[(cell / side + shift / 3) * (side + 2) + cell % side + shift % 3];
                }
                rows[cell][field] = sum;
            }
        }
        SpatialAutocorrelation.Result result = run(
                MadeMatrix.of(rows),
                SpatialWeights.rowStandardised(MadeTissue.grid(side, side)),
                MadeTissue.gridBlocks(side, side, 32));
        double[] estimates = result.moran().estimate();
        double truth = Arrays.stream(estimates).average().orElseThrow();
        int covered = 0;
        double length = 0;
        for (int field = 0; field < fields; field++) {
            double lower = result.moran().interval().lower()[field];
            double upper = result.moran().interval().upper()[field];
            covered += lower <= truth && truth <= upper ? 1 : 0;
            length += (upper - lower) / fields;
        }
        assertThat(covered / (double) fields).isBetween(0.88, 0.995);
        // An interval of the null would lie around 0; these lie around the estimates, and are short.
        assertThat(truth).isGreaterThan(0.5);
        assertThat(length).isLessThan(0.2);
    }

    private static double[] noise(int side, int field) {
        CounterRandom random = CounterRandom.of(4, "field", field);
        double[] noise = new double[side * side];
        Arrays.setAll(noise, i -> random.nextGaussian());
        return noise;
    }

    @Test
    void aGeneOfOneBlockHasNoInterval() {
        double[] values = new double[64];
        values[0] = 1;
        values[1] = 1;
        SpatialAutocorrelation.Result result = run(
                MadeTissue.column(values),
                SpatialWeights.binary(MadeTissue.grid(8, 8)),
                MadeTissue.gridBlocks(8, 8, 16));
        assertThat(result.moran().estimate()[0]).isFinite();
        assertThat(result.moran().interval().lower()[0]).isNaN();
    }
}
