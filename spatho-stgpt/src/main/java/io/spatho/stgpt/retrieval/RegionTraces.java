package io.spatho.stgpt.retrieval;

import io.spatho.core.artifact.Artifact;
import io.spatho.core.artifact.ArtifactStore;
import io.spatho.core.artifact.Origin;
import io.spatho.core.table.Column;
import io.spatho.core.table.Table;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntFunction;
import java.util.function.IntToDoubleFunction;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;

/**
 * On which reference cells the predictions of each region rest: {@code regions.parquet}, a row for each region and cell type, and {@code
 * examples.parquet}, the whole trace of the tile in the middle of each region.
 */
final class RegionTraces {

    private static final String REGIONS = RetrievalTrainTool.PREDICTIONS + "/regions.parquet";
    private static final String EXAMPLES = RetrievalTrainTool.PREDICTIONS + "/examples.parquet";

    private final ReferenceIndex index;
    private final RetrievalPrediction found;
    private final PredictedTiles tiles;
    private final int each;
    private final List<OfRegion> regions;

    /**
     * What the predictions of a region rest on.
     *
     * @param id the region
     * @param members its tiles
     * @param attention the share of the attention that each cell type got
     * @param composition the predicted share of each cell type
     * @param similarity the mean similarity of the cells found of each type; NaN where there are none
     * @param meanSimilarity of all cells found
     */
    record OfRegion(
            String id,
            int[] members,
            double[] attention,
            double[] composition,
            double[] similarity,
            double meanSimilarity) {

        /** The cell type that got most attention; the first of equals. */
        int leading() {
            int best = 0;
            for (int type = 1; type < attention.length; type++) {
                best = attention[type] > attention[best] ? type : best;
            }
            return best;
        }
    }

    RegionTraces(ReferenceIndex index, RetrievalPrediction found, PredictedTiles tiles, MeasuredCase measured) {
        this.index = index;
        this.found = found;
        this.tiles = tiles;
        this.each = found.cells().length / Math.max(1, tiles.size());
        this.regions = new ArrayList<>();
        int[] regionOf = tiles.regions(measured);
        List<List<Integer>> members = new ArrayList<>();
        measured.regions().forEach(id -> members.add(new ArrayList<>()));
        for (int tile = 0; tile < regionOf.length; tile++) {
            if (regionOf[tile] >= 0) {
                members.get(regionOf[tile]).add(tile);
            }
        }
        for (int region = 0; region < members.size(); region++) {
            if (!members.get(region).isEmpty()) {
                regions.add(summed(
                        measured.regions().get(region),
                        members.get(region).stream().mapToInt(Integer::intValue).toArray()));
            }
        }
    }

    private OfRegion summed(String id, int[] members) {
        int types = index.typeNames().size();
        double[] attention = new double[types];
        double[] composition = new double[types];
        double[] similarity = new double[types];
        int[] cells = new int[types];
        for (int tile : members) {
            for (int i = tile * each; i < (tile + 1) * each; i++) {
                int type = index.types()[found.cells()[i]];
                attention[type] += found.attention()[i] / (double) members.length;
                similarity[type] += found.similarities()[i];
                cells[type]++;
            }
            for (int type = 0; type < types; type++) {
                composition[type] += found.composition().get(tile, type) / (double) members.length;
            }
        }
        double mean = Arrays.stream(similarity).sum() / Math.max(1, members.length * (double) each);
        Arrays.setAll(similarity, type -> cells[type] == 0 ? Double.NaN : similarity[type] / cells[type]);
        return new OfRegion(id, members, attention, composition, similarity, mean);
    }

    List<OfRegion> regions() {
        return regions;
    }

    /** Writes both tables; the one of regions first. */
    List<Artifact> write(ArtifactStore store, String reference) {
        return List.of(summary(store), examples(store, reference));
    }

    private Artifact summary(ArtifactStore store) {
        int types = index.typeNames().size();
        int rows = regions.size() * types;
        return store.table(
                REGIONS,
                Origin.MODEL_DERIVED,
                Table.ofRows(rows)
                        .with("region_id", texts(rows, row -> regions.get(row / types).id))
                        .with("tiles", ints(rows, row -> regions.get(row / types).members.length))
                        .with("cell_type", texts(rows, row -> index.typeNames().get(row % types)))
                        .with("attention_share", numbers(rows, row -> regions.get(row / types).attention[row % types]))
                        .with("predicted_share", numbers(rows, row -> regions.get(row / types)
                                .composition[row % types]))
                        .with("mean_similarity", numbers(rows, row -> regions.get(row / types)
                                .similarity[row % types])));
    }

    /** The trace of one tile of each region, the cell with most attention first. */
    private Artifact examples(ArtifactStore store, String reference) {
        int rows = regions.size() * each;
        int[] at = new int[rows];
        for (int region = 0; region < regions.size(); region++) {
            int tile = middle(regions.get(region).members);
            int[] order = IntStream.range(tile * each, (tile + 1) * each)
                    .boxed()
                    .sorted((one, other) -> Float.compare(found.attention()[other], found.attention()[one]))
                    .mapToInt(Integer::intValue)
                    .toArray();
            System.arraycopy(order, 0, at, region * each, each);
        }
        return store.table(
                EXAMPLES,
                Origin.MODEL_DERIVED,
                Table.ofRows(rows)
                        .with("region_id", texts(rows, row -> regions.get(row / each).id))
                        .with("tile_id", texts(rows, row -> tiles.ids()[at[row] / each]))
                        .with("rank", ints(rows, row -> at[row] % each + 1))
                        .with("cell_id", texts(rows, row -> index.cellIds()[found.cells()[at[row]]]))
                        .with("cell_type", texts(rows, row -> index.typeNames()
                                .get(index.types()[found.cells()[at[row]]])))
                        .with("similarity", numbers(rows, row -> found.similarities()[at[row]]))
                        .with("attention", numbers(rows, row -> found.attention()[at[row]]))
                        .with("reference", texts(rows, row -> reference)));
    }

    /** The member next to the mean of all; the first of equals. */
    private int middle(int[] members) {
        double x = Arrays.stream(members)
                .mapToDouble(tile -> tiles.xUm()[tile])
                .average()
                .orElseThrow();
        double y = Arrays.stream(members)
                .mapToDouble(tile -> tiles.yUm()[tile])
                .average()
                .orElseThrow();
        int best = members[0];
        for (int tile : members) {
            best = apart(tile, x, y) < apart(best, x, y) ? tile : best;
        }
        return best;
    }

    private double apart(int tile, double x, double y) {
        double right = tiles.xUm()[tile] - x;
        double down = tiles.yUm()[tile] - y;
        return right * right + down * down;
    }

    private static Column texts(int rows, IntFunction<String> value) {
        return new Column.Strings(IntStream.range(0, rows).mapToObj(value).toArray(String[]::new));
    }

    private static Column ints(int rows, IntUnaryOperator value) {
        return new Column.Ints(IntStream.range(0, rows).map(value).toArray());
    }

    private static Column numbers(int rows, IntToDoubleFunction value) {
        return new Column.Doubles(IntStream.range(0, rows).mapToDouble(value).toArray());
    }
}
