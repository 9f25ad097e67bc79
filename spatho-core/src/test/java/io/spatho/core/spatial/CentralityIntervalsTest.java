package io.spatho.core.spatial;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.spatho.core.graph.Graph;
import io.spatho.core.graph.GroupCentrality;
import io.spatho.core.graph.SpatialNeighbours;
import io.spatho.core.parallel.Workers;
import io.spatho.core.random.CounterRandom;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

final class CentralityIntervalsTest {

    /** A path of eight cells, its first labelled: what is left of the sums without each half is counted by hand. */
    @Test
    void leavingABlockOutLeavesItsCellsOutOfTheMeansOnly() {
        Graph path = Graph.ofEdges(8, new int[] {0, 1, 2, 3, 4, 5, 6}, new int[] {1, 2, 3, 4, 5, 6, 7}, new float[7]);
        int[] labels = {0, 1, 1, 1, 1, 1, 1, 1};
        SpatialBlocks halves = new SpatialBlocks(2, new int[] {0, 0, 0, 0, 1, 1, 1, 1});
        CentralityIntervals found = CentralityIntervals.of(path, labels, 2, halves, 0.95);

        assertThat(found.estimate().degree()[0]).isEqualTo(1 / 7.0);
        assertThat(found.estimate().closeness()[0]).isEqualTo(7 / 28.0);
        // Without the first half none of four touches it and their distances are 4 to 7; without the second one of
        // three, 1 to 3.
        BlockInterval degree = BlockInterval.of(1 / 7.0, new double[] {0, 1 / 3.0}, new int[] {3, 4}, 0.95);
        BlockInterval closeness = BlockInterval.of(7 / 28.0, new double[] {4 / 22.0, 3 / 6.0}, new int[] {3, 4}, 0.95);
        assertThat(found.degree()[0].standardError()).isCloseTo(degree.standardError(), within(1e-12));
        assertThat(found.closeness()[0].standardError()).isCloseTo(closeness.standardError(), within(1e-12));
        assertThat(found.degree()[0].lower()).isZero();
        assertThat(found.clustering()[0].isDefined()).isFalse();
    }

    /** Labels thrown at random on a square grid: the intervals of many tissues hold the mean of all about nineteen times in twenty. */
    @Test
    void intervalsOfDegreeCoverItsMean() {
        double[] x = new double[1600];
        double[] y = new double[1600];
        Arrays.setAll(x, i -> i % 40);
        Arrays.setAll(y, i -> Math.floorDiv(i, 40));
        int sets = 120;
        CentralityIntervals[] all = new CentralityIntervals[sets];
        try (Workers workers = new Workers(1)) {
            Graph grid = SpatialNeighbours.within(x, y, 1, workers);
            for (int set = 0; set < sets; set++) {
                CounterRandom random = CounterRandom.of(3, "centrality-test", set);
                int[] labels = new int[1600];
                Arrays.setAll(labels, i -> random.nextDouble() < 0.1 ? 0 : 1);
                all[set] = CentralityIntervals.of(grid, labels, 2, SpatialBlocks.of(x, y, 16), 0.95);
            }
            double mean = Arrays.stream(all)
                    .mapToDouble(one -> one.estimate().degree()[0])
                    .average()
                    .orElseThrow();
            long held = Arrays.stream(all)
                    .filter(one -> one.degree()[0].lower() <= mean && mean <= one.degree()[0].upper())
                    .count();
            assertThat(held / (double) sets).isBetween(0.86, 1.0);
            GroupCentrality alone = GroupCentrality.of(grid, new int[1600], 1);
            assertThat(alone.degree()[0]).isNaN();
        }
    }
}
