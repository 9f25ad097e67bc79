package io.spatho.core.cohort;

import io.spatho.core.cluster.LeidenClustering;
import io.spatho.core.graph.ExpressionNeighbours;
import io.spatho.core.graph.FuzzyGraph;
import io.spatho.core.matrix.DenseMatrix;
import io.spatho.core.parallel.Workers;
import java.util.Arrays;
import java.util.List;

/**
 * What observations are, as far as conservation is measured by it: the labels of the cases' own runs, made case by case before
 * anything was corrected; where these do not name most observations of every case, the joint clusters, which the correction itself
 * shaped.
 *
 * @param labelOf the label of each observation
 * @param names the labels
 * @param source where they come from, in words
 * @param independent whether they were made without the correction
 */
record CohortLabels(int[] labelOf, List<String> names, String source, boolean independent) {

    private static final double LEAST_NAMED = 0.5;
    private static final int NEIGHBOURS = 15;
    private static final List<String> NO_NAMES = List.of("", "unknown");

    static CohortLabels of(CohortCells cells, DenseMatrix corrected, long seed, Workers workers) {
        List<String> names =
                Arrays.stream(cells.cellTypes()).distinct().sorted().toList();
        long known = names.stream().filter(name -> !NO_NAMES.contains(name)).count();
        if (known >= 2 && leastNamed(cells) >= LEAST_NAMED) {
            int[] codes =
                    Arrays.stream(cells.cellTypes()).mapToInt(names::indexOf).toArray();
            return new CohortLabels(codes, names, "cell types of the cases' own runs", true);
        }
        int[] joint = LeidenClustering.cluster(
                        FuzzyGraph.of(
                                ExpressionNeighbours.nearest(corrected, NEIGHBOURS, seed, workers)
                                        .neighbours(),
                                workers),
                        LeidenClustering.Options.defaults(seed))
                .partition()
                .labels();
        List<String> numbers = Arrays.stream(joint)
                .distinct()
                .sorted()
                .mapToObj(label -> "joint cluster " + (label + 1))
                .toList();
        return new CohortLabels(joint, numbers, "joint clusters of the corrected vectors", false);
    }

    /** The share of named observations in the case with the fewest. */
    private static double leastNamed(CohortCells cells) {
        int[] named = new int[cells.cases().size()];
        int[] all = new int[named.length];
        for (int row = 0; row < cells.size(); row++) {
            all[cells.caseOf()[row]]++;
            named[cells.caseOf()[row]] += NO_NAMES.contains(cells.cellTypes()[row]) ? 0 : 1;
        }
        double least = 1;
        for (int number = 0; number < named.length; number++) {
            least = Math.min(least, (double) named[number] / all[number]);
        }
        return least;
    }
}
