package io.spatho.core.spatial;

import io.spatho.core.graph.CentralityParts;
import io.spatho.core.graph.Graph;
import io.spatho.core.graph.GroupCentrality;

/**
 * The centrality of each label with intervals: a delete-a-block jackknife over spatial blocks of the cells that the measure is a mean over
 * (the other cells for degree and closeness, the label's own for clustering).
 *
 * <p>Distances are those in the whole graph, so a block that is left out does not cut paths. Ends stay within the range of the measure: 0 and 1,
 * for closeness 0 and above (cells out of reach add no distance, so it may exceed 1). Undefined (NaN) as the estimate, or with fewer than two blocks.
 *
 * @param estimate the centralities of all cells
 * @param degree one interval per label
 * @param closeness one interval per label
 * @param clustering one interval per label
 */
public record CentralityIntervals(
        GroupCentrality estimate, BlockInterval[] degree, BlockInterval[] closeness, BlockInterval[] clustering) {

    /** How the intervals are made, in words for a manifest. */
    public static final String METHOD = BlockInterval.METHOD;

    /** The centralities of {@code labels[cell]}, a number below {@code categories} or -1 for none. */
    public static CentralityIntervals of(
            Graph graph, int[] labels, int categories, SpatialBlocks blocks, double level) {
        CentralityParts parts = CentralityParts.of(graph, labels, categories, blocks.blockOf(), blocks.blocks());
        GroupCentrality whole = parts.whole();
        GroupCentrality[] without = new GroupCentrality[blocks.blocks()];
        for (int block = 0; block < without.length; block++) {
            without[block] = parts.without(block);
        }
        BlockInterval[][] found = new BlockInterval[3][categories];
        for (int label = 0; label < categories; label++) {
            double[][] left = new double[3][without.length];
            for (int block = 0; block < without.length; block++) {
                left[0][block] = without[block].degree()[label];
                left[1][block] = without[block].closeness()[label];
                left[2][block] = without[block].clustering()[label];
            }
            int[] others = parts.others(label);
            found[0][label] = BlockInterval.of(whole.degree()[label], left[0], others, level)
                    .within(0, 1);
            found[1][label] = BlockInterval.of(whole.closeness()[label], left[1], others, level)
                    .within(0, Double.POSITIVE_INFINITY);
            found[2][label] = BlockInterval.of(whole.clustering()[label], left[2], parts.sizes(label), level)
                    .within(0, 1);
        }
        return new CentralityIntervals(whole, found[0], found[1], found[2]);
    }
}
