package io.spatho.core.cohort;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spatho.core.analysis.CellEmbedding;
import io.spatho.core.artifact.Artifact;
import io.spatho.core.artifact.Origin;
import io.spatho.core.cluster.ClusterLabels;
import io.spatho.core.cluster.LeidenClustering;
import io.spatho.core.cluster.NeighbourhoodClustering;
import io.spatho.core.evidence.Unit;
import io.spatho.core.graph.ExpressionNeighbours;
import io.spatho.core.graph.FuzzyGraph;
import io.spatho.core.json.CanonicalJson;
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
import java.util.Locale;

/**
 * Finds clusters and structures over all cases at once, from the corrected vectors and each case's own spatial neighbours, and says what
 * each slide is made of, and what slides are made of: shares with intervals over slides, n = slides. Writes tables under
 * {@code cohort/}: {@code cells}, {@code composition}, {@code composition_over_slides}, {@code niches}, {@code niches_over_slides},
 * {@code neighborhoods}.
 */
public final class CohortStructuresTool implements Tool<CohortStructuresTool.Request, CohortStructuresTool.Result> {

    /** The table of observations. */
    public static final String CELLS = "cohort/cells.parquet";

    private static final int ROWS_PER_BATCH = 8192;

    /**
     * What to find.
     *
     * @param cells the observations
     * @param embedding their corrected vectors
     * @param resolution of the clusters
     * @param structureResolution of the structures
     * @param neighbours nearest neighbours in the vectors
     */
    public record Request(
            CohortCells cells,
            CellEmbedding embedding,
            double resolution,
            double structureResolution,
            int neighbours) {}

    /**
     * Clusters and structures over all cases.
     *
     * @param clusters clusters of the vectors
     * @param structures structures of the tissue
     */
    public record Result(ClusterLabels clusters, ClusterLabels structures) {

        /** {@code c01}, {@code c02}, … by decreasing size. */
        public List<String> clusterIds() {
            return numbered("c", clusters.clusters());
        }

        /** {@code s01}, {@code s02}, … by decreasing size. */
        public List<String> structureIds() {
            return numbered("s", structures.clusters());
        }

        private static List<String> numbered(String prefix, int count) {
            int digits = Math.max(2, Integer.toString(count).length());
            List<String> ids = new ArrayList<>();
            for (int number = 1; number <= count; number++) {
                ids.add(prefix + String.format(Locale.ROOT, "%0" + digits + "d", number));
            }
            return List.copyOf(ids);
        }
    }

    @Override
    public ToolId id() {
        return new ToolId("cohort_structures", "1.0");
    }

    @Override
    public String purpose() {
        return "Finds clusters and structures over several cases and compares what slides are made of.";
    }

    @Override
    public JsonNode parameters(Request request) {
        return CanonicalJson.object()
                .put("resolution", request.resolution())
                .put("structure_resolution", request.structureResolution())
                .put("neighbors", request.neighbours());
    }

    @Override
    public Result run(Request request, ToolContext context) {
        LeidenClustering.Options leiden =
                LeidenClustering.Options.defaults(context.seed()).withResolution(request.resolution());
        ClusterLabels clusters = LeidenClustering.cluster(
                        FuzzyGraph.of(
                                ExpressionNeighbours.nearest(
                                                request.embedding().vectors(),
                                                request.neighbours(),
                                                context.seed(),
                                                context.workers())
                                        .neighbours(),
                                context.workers()),
                        leiden)
                .partition();
        NeighbourhoodClustering.Options usual = NeighbourhoodClustering.Options.defaults(context.seed());
        NeighbourhoodClustering.Options options = new NeighbourhoodClustering.Options(
                usual.neighbourShare(),
                Math.min(usual.components(), request.embedding().vectors().columns()),
                request.neighbours(),
                usual.leiden().withResolution(request.structureResolution()),
                usual.smoothingRounds());
        ClusterLabels structures = NeighbourhoodClustering.cluster(
                        request.embedding().vectors(), request.cells().spatial(), options, context.workers())
                .partition();
        Result result = new Result(clusters, structures);
        write(request, result, context);
        return result;
    }

    private static void write(Request request, Result result, ToolContext context) {
        CohortCells cells = request.cells();
        Origin origin = request.embedding().model().isPresent() ? Origin.MODEL_DERIVED : Origin.MEASURED;
        context.store().table(CELLS, origin, cells(cells, result, 0, 0), sink -> {
            for (int from = 0; from < cells.size(); from += ROWS_PER_BATCH) {
                sink.append(cells(cells, result, from, Math.min(cells.size(), from + ROWS_PER_BATCH)));
            }
        });
        int[] whole = new int[cells.size()];
        SlideShares structures = SlideShares.of(
                cells.names(),
                cells.caseOf(),
                List.of("slide"),
                whole,
                result.structureIds(),
                result.structures().labels());
        SlideShares clusters = SlideShares.of(
                cells.names(),
                cells.caseOf(),
                List.of("slide"),
                whole,
                result.clusterIds(),
                result.clusters().labels());
        SlideShares niches = SlideShares.of(
                cells.names(),
                cells.caseOf(),
                result.structureIds(),
                result.structures().labels(),
                result.clusterIds(),
                result.clusters().labels());
        context.store().table("cohort/composition.parquet", origin, structures.bySlide("of", "structure_id"));
        Artifact composition = context.store()
                .table("cohort/composition_over_slides.parquet", origin, structures.overSlides("of", "structure_id"));
        context.store().table("cohort/cluster_composition.parquet", origin, clusters.bySlide("of", "cluster_id"));
        Artifact clusterMeans = context.store()
                .table(
                        "cohort/cluster_composition_over_slides.parquet",
                        origin,
                        clusters.overSlides("of", "cluster_id"));
        context.store().table("cohort/niches.parquet", origin, niches.bySlide("structure_id", "cluster_id"));
        context.store()
                .table("cohort/niches_over_slides.parquet", origin, niches.overSlides("structure_id", "cluster_id"));
        SlideNeighbourhoods near = SlideNeighbourhoods.of(
                cells, result.clusterIds(), result.clusters().labels());
        Artifact pairs = context.store().table("cohort/neighborhoods.parquet", origin, near.table());
        new Statements(request, context).all(structures, composition, clusters, clusterMeans, near, pairs);
    }

    private static Table cells(CohortCells cells, Result result, int from, int to) {
        int[] rows = new int[to - from];
        Arrays.setAll(rows, i -> from + i);
        List<String> clusterIds = result.clusterIds();
        List<String> structureIds = result.structureIds();
        return CohortTables.identity(cells, rows)
                .with("cluster_id", named(rows, clusterIds, result.clusters().labels()))
                .with(
                        "structure_id",
                        named(rows, structureIds, result.structures().labels()))
                .with("cell_type", new Column.Strings(cells.cellTypes()).select(rows))
                .with("region_id", new Column.Strings(cells.regionIds()).select(rows));
    }

    private static Column.Strings named(int[] rows, List<String> ids, int[] labels) {
        return new Column.Strings(
                Arrays.stream(rows).mapToObj(row -> ids.get(labels[row])).toArray(String[]::new));
    }

    /** Puts shares and neighbourhoods into evidence. */
    private record Statements(Request request, ToolContext context) {

        void all(
                SlideShares structures,
                Artifact composition,
                SlideShares clusters,
                Artifact clusterMeans,
                SlideNeighbourhoods near,
                Artifact pairs) {
            for (int label = 0; label < structures.labels().size(); label++) {
                share(structures, label, "structure_share_over_slides", "structure_id", composition);
            }
            for (int label = 0; label < clusters.labels().size(); label++) {
                share(clusters, label, "cluster_share_over_slides", "cluster_id", clusterMeans);
            }
            strongest(near, pairs);
        }

        private void share(SlideShares shares, int label, String type, String column, Artifact table) {
            SlideMean mean = shares.mean(0, label);
            String id = shares.labels().get(label);
            ObjectNode value = CanonicalJson.object();
            value.put("n_slides", mean.slides()).put("mean", mean.mean());
            ObjectNode each = value.putObject("by_slide");
            for (int slide = 0; slide < shares.slides().size(); slide++) {
                each.put(shares.slides().get(slide), shares.share(slide, 0, label));
            }
            EvidenceDraft draft = context.evidence(Unit.STRUCTURE, id, type)
                    .value(value)
                    .summary((column.startsWith("s") ? "Structure " : "Cluster ") + id + " makes up "
                            + Words.percent(mean.mean()) + " of a slide (mean over "
                            + Words.count(mean.slides(), "slide") + interval(mean) + ").")
                    .restsOn(table, column + " = " + id);
            mean.interval().ifPresent(draft::uncertainty);
            CohortEvidence.complete(draft, request.embedding().model());
        }

        /** Pairs of different clusters whose interval over slides lies on one side of chance. */
        private void strongest(SlideNeighbourhoods near, Artifact table) {
            for (int one = 0; one < near.labels().size(); one++) {
                for (int other = one + 1; other < near.labels().size(); other++) {
                    SlideMean mean = near.mean(one, other);
                    if (mean.interval().isPresent() && (mean.lower() > 0 || mean.upper() < 0)) {
                        String a = near.labels().get(one);
                        String b = near.labels().get(other);
                        EvidenceDraft draft = context.evidence(Unit.PAIR, a + "|" + b, "neighbourhood_over_slides")
                                .value(CanonicalJson.object()
                                        .put("n_slides", mean.slides())
                                        .put("log2_ratio", mean.mean()))
                                .summary("Clusters " + a + " and " + b + " are neighbours "
                                        + (mean.mean() > 0 ? "more" : "less") + " often than by their numbers on "
                                        + Words.count(mean.slides(), "slide") + " (mean log2 ratio "
                                        + Words.decimal(mean.mean(), 2) + ").")
                                .restsOn(table, "cluster_a = " + a + " and cluster_b = " + b)
                                .uncertainty(mean.interval().get());
                        CohortEvidence.complete(draft, request.embedding().model());
                    }
                }
            }
        }

        private static String interval(SlideMean mean) {
            return mean.interval()
                    .map(found ->
                            ", 95 % interval " + Words.percent(found.lower()) + " to " + Words.percent(found.upper()))
                    .orElse("; too few for an interval");
        }
    }
}
