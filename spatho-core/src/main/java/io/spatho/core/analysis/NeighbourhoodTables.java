package io.spatho.core.analysis;

import io.spatho.core.graph.GroupCentrality;
import io.spatho.core.spatial.BlockInterval;
import io.spatho.core.spatial.CentralityIntervals;
import io.spatho.core.table.Column;
import io.spatho.core.table.Table;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** The tables of neighbourhoods: enrichment per radius, and centrality of labels. */
final class NeighbourhoodTables {

    private static final String NO_SPREAD = "constant";
    private static final String NO_CELL = "no observation";
    private static final String ALL_CELLS = "label of every observation";

    private NeighbourhoodTables() {}

    /** One row per radius and unordered pair of labels. */
    static Table radii(RadiusEnrichment found, List<String> names) {
        List<int[]> pairs = new ArrayList<>();
        for (int ring = 0; ring < found.rings().size(); ring++) {
            for (int a = 0; a < names.size(); a++) {
                for (int b = a; b < names.size(); b++) {
                    pairs.add(new int[] {ring, a, b});
                }
            }
        }
        int rows = pairs.size();
        double[][] numbers = new double[9][rows];
        long[] counts = new long[rows];
        int[] permutations = new int[rows];
        String[][] texts = new String[4][rows];
        for (int row = 0; row < rows; row++) {
            int[] pair = pairs.get(row);
            RadiusEnrichment.Ring ring = found.rings().get(pair[0]);
            int at = pair[1] * names.size() + pair[2];
            int ratio = ring.at(pair[1], pair[2]);
            double[] values = {
                ring.radiusUm(),
                ring.enrichment().mean()[at],
                ring.enrichment().deviation()[at],
                ring.enrichment().z()[at],
                ring.enrichment().p()[at],
                ring.enrichment().adjusted()[at],
                ring.ratios().ratio()[ratio],
                ring.ratios().lower()[ratio],
                ring.ratios().upper()[ratio]
            };
            for (int column = 0; column < values.length; column++) {
                numbers[column][row] = values[column];
            }
            counts[row] = ring.enrichment().counts()[at];
            permutations[row] = ring.enrichment().permutations();
            texts[0][row] = names.get(pair[1]);
            texts[1][row] = names.get(pair[2]);
            texts[2][row] = found.stability(pair[1], pair[2]).id();
            texts[3][row] = Double.isNaN(ring.enrichment().z()[at]) ? NO_SPREAD : "";
        }
        return Table.ofRows(rows)
                .with("radius_um", new Column.Doubles(numbers[0]))
                .with("label_a", new Column.Strings(texts[0]))
                .with("label_b", new Column.Strings(texts[1]))
                .with("count", new Column.Longs(counts))
                .with("expected", new Column.Doubles(numbers[1]))
                .with("standard_deviation", new Column.Doubles(numbers[2]))
                .with("z_score", new Column.Doubles(numbers[3]))
                .with("p_value", new Column.Doubles(numbers[4]))
                .with("p_adjusted", new Column.Doubles(numbers[5]))
                .with("ratio", new Column.Doubles(numbers[6]))
                .with("ratio_lower", new Column.Doubles(numbers[7]))
                .with("ratio_upper", new Column.Doubles(numbers[8]))
                .with("permutations", new Column.Ints(permutations))
                .with("stability", new Column.Strings(texts[2]))
                .with("undefined_reason", new Column.Strings(texts[3]));
    }

    /** One row per label. */
    static Table centrality(CentralityIntervals found, List<String> names, int[] sizes) {
        GroupCentrality centrality = found.estimate();
        String[] reasons = new String[names.size()];
        Arrays.setAll(
                reasons,
                label -> sizes[label] == 0 ? NO_CELL : Double.isNaN(centrality.degree()[label]) ? ALL_CELLS : "");
        return Table.ofRows(names.size())
                .with("label", new Column.Strings(names.toArray(String[]::new)))
                .with("n_observations", new Column.Ints(sizes))
                .with("degree", new Column.Doubles(centrality.degree()))
                .with("degree_lower", ends(found.degree(), BlockInterval::lower))
                .with("degree_upper", ends(found.degree(), BlockInterval::upper))
                .with("closeness", new Column.Doubles(centrality.closeness()))
                .with("closeness_lower", ends(found.closeness(), BlockInterval::lower))
                .with("closeness_upper", ends(found.closeness(), BlockInterval::upper))
                .with("clustering", new Column.Doubles(centrality.clustering()))
                .with("clustering_lower", ends(found.clustering(), BlockInterval::lower))
                .with("clustering_upper", ends(found.clustering(), BlockInterval::upper))
                .with("undefined_reason", new Column.Strings(reasons));
    }

    private static Column.Doubles ends(BlockInterval[] intervals, ToDoubleFunction<BlockInterval> end) {
        return new Column.Doubles(Arrays.stream(intervals).mapToDouble(end).toArray());
    }
}
