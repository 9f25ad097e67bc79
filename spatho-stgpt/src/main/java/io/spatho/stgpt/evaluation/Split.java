package io.spatho.stgpt.evaluation;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spatho.core.dataset.SpatialDataset;
import io.spatho.core.error.Problem;
import io.spatho.core.error.UsageException;
import io.spatho.core.json.CanonicalJson;
import io.spatho.core.table.Column;
import io.spatho.core.table.Table;
import io.spatho.stgpt.region.Division;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import java.util.stream.IntStream;

/**
 * A division of a case with what its groups are called.
 *
 * @param division the division
 * @param names the name of each group
 */
public record Split(Division division, List<String> names) {

    private static final double SHARE = 0.15;

    public Split {
        names = List.copyOf(names);
    }

    /** What the groups of a split are. */
    public enum Strategy {
        /** Squares of a grid over the slide. */
        SPATIAL_BLOCK,
        /** Regions of the tissue. */
        REGION,
        /** Slides, by a column of the observations. */
        SLIDE,
        /** Cases or patients, by a column of the observations. */
        CASE;

        /** The name used in files and options. */
        public String id() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** Squares of a grid: 70 % of the cells train, 15 % choose, 15 % judge, about. */
    public static Split spatialBlocks(SpatialDataset dataset, long seed) {
        int[] grid = Division.grid(dataset.xUm(), dataset.yUm());
        int most = Arrays.stream(grid).max().orElse(0);
        return new Split(
                Division.ofGroups(Strategy.SPATIAL_BLOCK.id(), grid, SHARE, seed),
                IntStream.rangeClosed(0, most)
                        .mapToObj(block -> "block-" + block)
                        .toList());
    }

    /** Whole regions; cells in no region train. */
    public static Split regions(int[] regionOf, List<String> regionIds, long seed) {
        return new Split(Division.ofGroups(Strategy.REGION.id(), regionOf, SHARE, seed), regionIds);
    }

    /** Whole slides or cases, named by a column of the observations. */
    public static Split column(SpatialDataset dataset, Strategy strategy, String column, long seed) {
        if (!dataset.obs().has(column)) {
            throw new UsageException(Problem.of("the observations have no such column")
                    .at("--split-column " + column)
                    .fix("Name a column of obs that says which " + strategy.id() + " an observation belongs to"));
        }
        String[] values = texts(dataset.obs().column(column));
        List<String> names = List.copyOf(new TreeSet<>(Arrays.asList(values)));
        if (names.size() < 3) {
            throw new UsageException(Problem.of("too few groups to split")
                    .at("--split-column " + column)
                    .expected("at least 3 of a " + strategy.id() + ": to train, to choose, to judge", names.size())
                    .fix("Use --split spatial_block or region"));
        }
        int[] groups = Arrays.stream(values).mapToInt(names::indexOf).toArray();
        return new Split(Division.ofGroups(strategy.id(), groups, SHARE, seed), names);
    }

    static String[] texts(Column column) {
        String[] values = new String[column.size()];
        Arrays.setAll(values, column::text);
        return values;
    }

    /** One half of the tissue trains and chooses, the other judges; divided at the median of the longer side. */
    static Division halves(SpatialDataset dataset, long seed) {
        double[] x = dataset.xUm();
        double[] y = dataset.yUm();
        double[] along = width(x) >= width(y) ? x : y;
        double[] sorted = along.clone();
        Arrays.sort(sorted);
        double middle = sorted[sorted.length / 2];
        int[] near = IntStream.range(0, x.length)
                .filter(cell -> along[cell] < middle)
                .toArray();
        int[] blocks = Division.grid(
                Arrays.stream(near).mapToDouble(cell -> x[cell]).toArray(),
                Arrays.stream(near).mapToDouble(cell -> y[cell]).toArray());
        int[] farBlocks = Division.grid(x, y);
        int offset = Arrays.stream(blocks).max().orElse(0) + 1;
        int[] groups = new int[x.length];
        Arrays.setAll(groups, cell -> offset + farBlocks[cell]);
        for (int i = 0; i < near.length; i++) {
            groups[near[i]] = blocks[i];
        }
        return Division.halves("half_of_tissue", groups, cell -> along[cell] >= middle, SHARE, seed);
    }

    private static double width(double[] values) {
        return Arrays.stream(values).max().orElse(0)
                - Arrays.stream(values).min().orElse(0);
    }

    /** What was divided, and into what. */
    ObjectNode document(SpatialDataset dataset) {
        ObjectNode node = CanonicalJson.object();
        node.put("strategy", division.strategy());
        node.put("fingerprint", division.fingerprint().sha256());
        node.put("groups", names.size());
        for (Division.Part part : Division.Part.values()) {
            node.putObject(part.name().toLowerCase(Locale.ROOT))
                    .put("cells", division.cells(part).length)
                    .put("groups", division.groups(part).size());
        }
        return node.put("case_name", dataset.metadata().sampleName());
    }

    /** The part and group of each cell, by id. */
    Table table(SpatialDataset dataset) {
        String[] ids = dataset.cellIds();
        int[] order = IntStream.range(0, ids.length)
                .boxed()
                .sorted(Comparator.comparing(cell -> ids[cell]))
                .mapToInt(Integer::intValue)
                .toArray();
        String[] parts = new String[ids.length];
        String[] groups = new String[ids.length];
        for (int cell = 0; cell < ids.length; cell++) {
            parts[cell] = division.part(cell).name().toLowerCase(Locale.ROOT);
            groups[cell] = division.group(cell) < 0 ? "" : names.get(division.group(cell));
        }
        return Table.ofRows(ids.length)
                .with("cell_id", new Column.Strings(ids).select(order))
                .with("group", new Column.Strings(groups).select(order))
                .with("part", new Column.Strings(parts).select(order));
    }
}
