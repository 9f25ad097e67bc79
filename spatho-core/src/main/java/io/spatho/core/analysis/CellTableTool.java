package io.spatho.core.analysis;

import com.fasterxml.jackson.databind.JsonNode;
import io.spatho.core.annotate.Structures.Structure;
import io.spatho.core.artifact.Artifact;
import io.spatho.core.artifact.Origin;
import io.spatho.core.dataset.SpatialDataset;
import io.spatho.core.evidence.Unit;
import io.spatho.core.json.CanonicalJson;
import io.spatho.core.qc.QcResult;
import io.spatho.core.table.Column;
import io.spatho.core.table.Table;
import io.spatho.core.text.Words;
import io.spatho.core.tool.Tool;
import io.spatho.core.tool.ToolContext;
import io.spatho.core.tool.ToolId;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** Puts what was found about each observation into one row; writes {@code analysis/clusters.parquet}. */
public final class CellTableTool implements Tool<CellTableTool.Request, CellTableTool.Result> {

    /** The file's path in a run. */
    public static final String FILE = "analysis/clusters.parquet";

    /** Everything that has a value per observation, as far as an analysis went. */
    public record Request(
            QualityTool.Result quality,
            Optional<ClusterTool.Result> clusters,
            Optional<AnnotationTool.Result> annotation,
            Optional<RegionTool.Result> regions) {}

    /**
     * Labels of all observations in dataset order; empty text where an observation was set aside, lies in no region, or the
     * analysis ended before there was a label.
     *
     * @param clusterIds cluster
     * @param cellTypes label of the cluster
     * @param structureIds structure
     * @param structureLabels name of the structure
     * @param regionIds region
     */
    public record Result(
            String[] clusterIds,
            String[] cellTypes,
            String[] structureIds,
            String[] structureLabels,
            String[] regionIds) {}

    @Override
    public ToolId id() {
        return new ToolId("cell_table", "1.0");
    }

    @Override
    public String purpose() {
        return "Puts what was found about each observation into one row.";
    }

    @Override
    public JsonNode parameters(Request request) {
        return CanonicalJson.object();
    }

    @Override
    public Result run(Request request, ToolContext context) {
        Result labels = labels(request);
        Table table = table(request, labels);
        String[] ids = table.strings("cell_id");
        Artifact artifact = context.store()
                .table(
                        FILE,
                        Origin.MEASURED,
                        table.select(IntStream.range(0, ids.length)
                                .boxed()
                                .sorted(Comparator.comparing(row -> ids[row]))
                                .mapToInt(Integer::intValue)
                                .toArray()));
        if (request.regions().isPresent()) {
            stateCoverage(labels, ids.length, artifact, context);
        }
        return labels;
    }

    private static void stateCoverage(Result labels, int observations, Artifact artifact, ToolContext context) {
        long placed =
                Arrays.stream(labels.regionIds()).filter(id -> !id.isEmpty()).count();
        context.evidence(Unit.SLIDE, "slide", "cell_table")
                .value(CanonicalJson.object().put("observations", observations).put("in_regions", placed))
                .summary(Words.count(placed) + " of " + Words.count(observations)
                        + " observations lie in a region; the table names cluster, structure and region of each.")
                .restsOn(artifact, "all")
                .measured();
    }

    private static Result labels(Request request) {
        int n = request.quality().dataset().size();
        Result labels = new Result(blank(n), blank(n), blank(n), blank(n), blank(n));
        int[] rows = request.quality().qc().keptRows();
        request.clusters().ifPresent(clusters -> nameClusters(clusters, request.annotation(), rows, labels));
        request.regions().ifPresent(regions -> nameRegions(regions, rows, labels));
        return labels;
    }

    private static void nameClusters(
            ClusterTool.Result clusters, Optional<AnnotationTool.Result> annotation, int[] rows, Result labels) {
        List<String> clusterIds = clusters.clusterIds();
        List<String> domainIds = clusters.domainIds();
        for (int i = 0; i < rows.length; i++) {
            int cluster = clusters.clusters().labels()[i];
            int domain = clusters.domains().labels()[i];
            labels.clusterIds[rows[i]] = clusterIds.get(cluster);
            labels.structureIds[rows[i]] = domainIds.get(domain);
            if (annotation.isPresent()) {
                Structure structure = annotation.get().structures().get(domain);
                labels.cellTypes[rows[i]] =
                        annotation.get().labels().get(cluster).label();
                labels.structureLabels[rows[i]] = structure.label();
            }
        }
    }

    private static void nameRegions(RegionTool.Result regions, int[] rows, Result labels) {
        int[] regionOf = regions.regionOf(rows.length);
        for (int i = 0; i < rows.length; i++) {
            if (regionOf[i] >= 0) {
                labels.regionIds[rows[i]] = regions.regions().get(regionOf[i]).id();
            }
        }
    }

    private static String[] blank(int n) {
        String[] texts = new String[n];
        Arrays.fill(texts, "");
        return texts;
    }

    private static Table table(Request request, Result labels) {
        SpatialDataset dataset = request.quality().dataset();
        QcResult qc = request.quality().qc();
        String[] flags =
                IntStream.range(0, dataset.size()).mapToObj(qc::flagText).toArray(String[]::new);
        Table table = Table.ofRows(dataset.size())
                .with("cell_id", new Column.Strings(dataset.cellIds()))
                .with("x_um", new Column.Doubles(dataset.xUm()))
                .with("y_um", new Column.Doubles(dataset.yUm()))
                .with("total_counts", new Column.Doubles(qc.cells().totalCounts()))
                .with("detected_genes", new Column.Ints(qc.cells().detectedGenes()))
                .with("control_share", new Column.Doubles(qc.cells().controlShare()))
                .with("qc_flag", new Column.Strings(flags))
                .with("cluster_id", new Column.Strings(labels.clusterIds))
                .with("cell_type", new Column.Strings(labels.cellTypes))
                .with("structure_id", new Column.Strings(labels.structureIds))
                .with("structure_label", new Column.Strings(labels.structureLabels))
                .with("region_id", new Column.Strings(labels.regionIds));
        int[] rows = qc.keptRows();
        return request.clusters()
                .map(clusters -> withFurtherClusters(table, clusters, rows))
                .orElse(table);
    }

    /** Adds the refined clusters and those of further resolutions, where they were asked for. */
    private static Table withFurtherClusters(Table table, ClusterTool.Result clusters, int[] rows) {
        Table all = table;
        if (clusters.refined().isPresent()) {
            all = all.with(
                    "cluster_id_refined", spread(clusters.refined().get(), clusters.clusterIds(), rows, table.rows()));
        }
        for (ClusterTool.AtResolution at : clusters.sweep()) {
            List<String> ids = ClusterTool.Result.numbered("c", at.labels().clusters());
            all = all.with("cluster_id_r" + at.resolution(), spread(at.labels().labels(), ids, rows, table.rows()));
        }
        return all;
    }

    private static Column spread(int[] labels, List<String> ids, int[] rows, int all) {
        String[] texts = blank(all);
        for (int i = 0; i < rows.length; i++) {
            texts[rows[i]] = ids.get(labels[i]);
        }
        return new Column.Strings(texts);
    }
}
