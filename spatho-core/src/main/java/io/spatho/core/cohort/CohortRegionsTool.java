package io.spatho.core.cohort;

import com.fasterxml.jackson.databind.JsonNode;
import io.spatho.core.analysis.CellEmbedding;
import io.spatho.core.analysis.EmbeddingColumns;
import io.spatho.core.artifact.Artifact;
import io.spatho.core.artifact.Origin;
import io.spatho.core.embedding.BlockBootstrap;
import io.spatho.core.embedding.Coherence;
import io.spatho.core.embedding.SimilarRegions;
import io.spatho.core.evidence.Unit;
import io.spatho.core.json.CanonicalJson;
import io.spatho.core.matrix.DenseMatrix;
import io.spatho.core.spatial.SpatialBlocks;
import io.spatho.core.table.Column;
import io.spatho.core.table.Table;
import io.spatho.core.text.Words;
import io.spatho.core.tool.EvidenceDraft;
import io.spatho.core.tool.Tool;
import io.spatho.core.tool.ToolContext;
import io.spatho.core.tool.ToolId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Finds for each region the regions on other slides whose vectors are most like its own. Writes {@code regions/region_embeddings.parquet}
 * and {@code regions/region_neighbors.parquet} with the relation {@code cross_slide}.
 *
 * <p>Vectors are measured from the mean of all regions before cosines are taken. Cost: regions squared x dimensions.
 */
public final class CohortRegionsTool implements Tool<CohortRegionsTool.Request, Integer> {

    /** The table of neighbours. */
    public static final String NEIGHBOURS = "regions/region_neighbors.parquet";

    private static final String EMBEDDINGS = "regions/region_embeddings.parquet";
    private static final int MOST = 5;

    /**
     * What to compare.
     *
     * @param cells the observations
     * @param embedding their corrected vectors
     * @param structures joint structures
     * @param fewest observations that a region has at least
     */
    public record Request(
            CohortCells cells, CellEmbedding embedding, CohortStructuresTool.Result structures, int fewest) {}

    @Override
    public ToolId id() {
        return new ToolId("cohort_regions", "1.0");
    }

    @Override
    public String purpose() {
        return "Finds for each region the most similar regions on other slides.";
    }

    @Override
    public JsonNode parameters(Request request) {
        return CanonicalJson.object().put("min_region_cells", request.fewest()).put("neighbours", MOST);
    }

    @Override
    public Integer run(Request request, ToolContext context) {
        CohortRegions regions = CohortRegions.of(
                request.cells(),
                request.structures().structures().labels(),
                request.structures().structureIds(),
                request.embedding().vectors(),
                request.fewest(),
                context.workers());
        Origin origin = request.embedding().model().isPresent() ? Origin.MODEL_DERIVED : Origin.MEASURED;
        context.store().table(EMBEDDINGS, origin, embeddings(request, regions));
        List<SimilarRegions.Pair> pairs = pairs(request, regions);
        Artifact table = context.store().table(NEIGHBOURS, origin, neighbours(regions, pairs));
        state(request, regions, pairs, table, context);
        return regions.ids().size();
    }

    /** The most alike regions of other cases, case by case so that no case crowds out another. */
    private static List<SimilarRegions.Pair> pairs(Request request, CohortRegions regions) {
        DenseMatrix centred = Coherence.centred(regions.vectors());
        int[][] held = new int[regions.ids().size()][request.cells().cases().size()];
        int[] ranks = new int[held.length];
        List<SimilarRegions.Pair> chosen = new ArrayList<>();
        for (SimilarRegions.Pair pair : SimilarRegions.of(centred, centred.rows())) {
            int region = pair.region();
            int other = regions.caseOf()[pair.similar()];
            if (other != regions.caseOf()[region] && held[region][other]++ < MOST) {
                chosen.add(new SimilarRegions.Pair(region, pair.similar(), ++ranks[region], pair.cosine()));
            }
        }
        return chosen;
    }

    private static Table embeddings(Request request, CohortRegions regions) {
        CohortCells cells = request.cells();
        List<String> structureIds = request.structures().structureIds();
        int n = regions.ids().size();
        double[] x = new double[n];
        double[] y = new double[n];
        for (int region = 0; region < n; region++) {
            x[region] = Arrays.stream(regions.members().get(region))
                    .mapToDouble(row -> cells.xUm()[row])
                    .average()
                    .orElse(Double.NaN);
            y[region] = Arrays.stream(regions.members().get(region))
                    .mapToDouble(row -> cells.yUm()[row])
                    .average()
                    .orElse(Double.NaN);
        }
        String[] flags = new String[n];
        Arrays.fill(flags, "no_image");
        Table table = Table.ofRows(n)
                .with("region_id", CohortTables.strings(regions.ids(), id -> id))
                .with("x", new Column.Doubles(x))
                .with("y", new Column.Doubles(y))
                .with(
                        "structure_label",
                        new Column.Strings(Arrays.stream(regions.structureOf())
                                .mapToObj(structureIds::get)
                                .toArray(String[]::new)))
                .with("n_cells", CohortTables.ints(regions.members(), rows -> rows.length))
                .with("qc_flag", new Column.Strings(flags))
                .with(
                        "case",
                        new Column.Strings(Arrays.stream(regions.caseOf())
                                .mapToObj(cells.names()::get)
                                .toArray(String[]::new)));
        return CohortTables.sorted(EmbeddingColumns.append(table, regions.vectors()), "region_id");
    }

    private static Table neighbours(CohortRegions regions, List<SimilarRegions.Pair> pairs) {
        int n = pairs.size();
        String[] relation = new String[n];
        double[] nowhere = new double[n];
        Arrays.fill(relation, "cross_slide");
        Arrays.fill(nowhere, Double.NaN);
        Table table = Table.ofRows(n)
                .with("region_id", CohortTables.strings(pairs, pair -> regions.ids()
                        .get(pair.region())))
                .with("neighbor_id", CohortTables.strings(pairs, pair -> regions.ids()
                        .get(pair.similar())))
                .with("relation", new Column.Strings(relation))
                .with("distance_um", new Column.Doubles(nowhere))
                .with("shared_boundary_um", new Column.Doubles(nowhere))
                .with("rank", CohortTables.ints(pairs, SimilarRegions.Pair::rank))
                .with("cosine", CohortTables.doubles(pairs, SimilarRegions.Pair::cosine));
        return CohortTables.sorted(table, "region_id", "neighbor_id");
    }

    private static void state(
            Request request,
            CohortRegions regions,
            List<SimilarRegions.Pair> pairs,
            Artifact table,
            ToolContext context) {
        int n = regions.ids().size();
        double[] same = new double[n];
        Arrays.fill(same, Double.NaN);
        for (SimilarRegions.Pair pair : pairs) {
            if (pair.rank() == 1) {
                same[pair.region()] =
                        regions.structureOf()[pair.region()] == regions.structureOf()[pair.similar()] ? 1 : 0;
            }
        }
        SpatialBlocks each = new SpatialBlocks(n, IntStream.range(0, n).toArray());
        BlockBootstrap.Mean mean = BlockBootstrap.of(same, each, context.seed(), "cross-slide-structure");
        double chance = chance(regions);
        EvidenceDraft draft = context.evidence(Unit.SLIDE, "cohort", "neighbours_across_slides")
                .value(CanonicalJson.object()
                        .put("regions", n)
                        .put("same_structure", Double.isNaN(mean.value()) ? 0 : mean.value())
                        .put("by_chance", chance))
                .summary("The most alike region on another slide belongs to the same structure for "
                        + Words.percent(mean.value()) + " of " + Words.count(mean.n(), "region") + " (by chance "
                        + Words.percent(chance) + ").")
                .restsOn(table, "rank = 1");
        mean.interval().ifPresent(draft::uncertainty);
        CohortEvidence.complete(draft, request.embedding().model());
    }

    /** The share of pairs of regions of different cases that have the same structure. */
    private static double chance(CohortRegions regions) {
        long pairs = 0;
        long same = 0;
        for (int one = 0; one < regions.ids().size(); one++) {
            for (int other = 0; other < one; other++) {
                if (regions.caseOf()[one] != regions.caseOf()[other]) {
                    pairs++;
                    same += regions.structureOf()[one] == regions.structureOf()[other] ? 1 : 0;
                }
            }
        }
        return pairs == 0 ? 0 : (double) same / pairs;
    }
}
