package io.spatho.core.analysis;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spatho.core.annotate.AnnotationTable;
import io.spatho.core.annotate.CellScores;
import io.spatho.core.annotate.ClusterAnnotation;
import io.spatho.core.annotate.ClusterLabel;
import io.spatho.core.annotate.MarkerPanel;
import io.spatho.core.annotate.MarkerTable;
import io.spatho.core.annotate.MarkerTest;
import io.spatho.core.annotate.PanelMatch;
import io.spatho.core.annotate.Structures;
import io.spatho.core.annotate.Structures.Structure;
import io.spatho.core.artifact.Artifact;
import io.spatho.core.artifact.Origin;
import io.spatho.core.cluster.ClusterLabels;
import io.spatho.core.evidence.QcStatus;
import io.spatho.core.evidence.Unit;
import io.spatho.core.guardrail.Verdict;
import io.spatho.core.json.CanonicalJson;
import io.spatho.core.matrix.CsrMatrix;
import io.spatho.core.table.Column;
import io.spatho.core.table.Table;
import io.spatho.core.text.Words;
import io.spatho.core.tool.Tool;
import io.spatho.core.tool.ToolContext;
import io.spatho.core.tool.ToolId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Finds marker genes, names clusters by marker panels and structures by their clusters; writes {@code markers}, {@code annotation} and
 * {@code structures.parquet} under {@code analysis/}.
 */
public final class AnnotationTool implements Tool<AnnotationTool.Request, AnnotationTool.Result> {

    private static final int MARKERS_WRITTEN = 50;
    private static final int MARKERS_NAMED = 3;

    /**
     * Clusters to name.
     *
     * @param quality the judged dataset
     * @param expression its expression
     * @param clusters its clusters and domains
     * @param panel the panel to name them by
     * @param test how marker genes are found
     */
    public record Request(
            QualityTool.Result quality,
            ExpressionTool.Result expression,
            ClusterTool.Result clusters,
            MarkerPanel panel,
            MarkerTest test) {}

    /**
     * Names.
     *
     * @param labels the label of each cluster
     * @param structures the structures, one per domain
     */
    public record Result(List<ClusterLabel> labels, List<Structure> structures) {
        public Result {
            labels = List.copyOf(labels);
            structures = List.copyOf(structures);
        }
    }

    @Override
    public ToolId id() {
        return new ToolId("annotation", "2.0");
    }

    @Override
    public String purpose() {
        return "Finds marker genes, names clusters by marker panels and structures by their clusters.";
    }

    @Override
    public JsonNode parameters(Request request) {
        return CanonicalJson.object()
                .put("panel", request.panel().source())
                .put("compartments", request.panel().compartments().size())
                .put("panel_fingerprint", request.panel().fingerprint().sha256())
                .put("test", request.test().words())
                .put("confidence", ClusterAnnotation.METHOD);
    }

    @Override
    public Result run(Request request, ToolContext context) {
        CsrMatrix values = request.expression().normalized().matrix();
        ClusterLabels clusters = request.clusters().clusters();
        List<String> genes = request.expression().kept().panel().featureNames();
        MarkerTable markers = request.test().table(values, clusters.labels(), clusters.clusters(), context.workers());
        Artifact markerFile = context.store()
                .table(
                        "analysis/markers.parquet",
                        Origin.MEASURED,
                        tested(
                                request,
                                markers.table("cluster_id", request.clusters().clusterIds(), genes, MARKERS_WRITTEN)));
        PanelMatch match = request.panel().match(request.expression().kept().panel());
        match.notes().forEach(context.progress()::note);
        List<ClusterLabel> labels = ClusterAnnotation.of(
                values,
                clusters.labels(),
                clusters.clusters(),
                match,
                ClusterAnnotation.Settings.standard(context.seed()),
                context.workers());
        context.store()
                .table(
                        "analysis/cell_scores.parquet",
                        Origin.MEASURED,
                        CellScores.of(values, match, context.workers())
                                .table(request.expression().kept().cellIds()));
        List<Structure> structures = structures(request, labels, match.compartments());
        Artifact annotationFile = context.store()
                .table(
                        "analysis/annotation.parquet",
                        Origin.MEASURED,
                        AnnotationTable.of(labels, request.clusters().clusterIds(), request.panel()));
        Artifact structureFile =
                context.store().table("analysis/structures.parquet", Origin.MEASURED, structureTable(structures));
        for (ClusterLabel label : labels) {
            state(context, request, label, markers, genes, markerFile, annotationFile);
        }
        ClusterLabels domains = request.clusters().domains();
        MarkerTable structureMarkers =
                request.test().table(values, domains.labels(), domains.clusters(), context.workers());
        Artifact structureMarkerFile = context.store()
                .table(
                        "analysis/structure_markers.parquet",
                        Origin.MEASURED,
                        tested(
                                request,
                                structureMarkers.table(
                                        "structure_id", request.clusters().domainIds(), genes, MARKERS_WRITTEN)));
        for (int domain = 0; domain < structures.size(); domain++) {
            List<String> top = strongest(structureMarkers, domain, genes);
            state(context, request, structures.get(domain), top, structureFile, structureMarkerFile);
        }
        return new Result(labels, structures);
    }

    /** The table, saying in each row which test it holds. */
    private static Table tested(Request request, Table markers) {
        String[] tests = new String[markers.rows()];
        Arrays.fill(tests, request.test().id());
        return markers.with("test", new Column.Strings(tests));
    }

    private static List<Structure> structures(Request request, List<ClusterLabel> labels, List<String> compartments) {
        int[] ofCluster = labels.stream()
                .mapToInt(label -> compartments.indexOf(label.label()))
                .toArray();
        int[] ofCell = Arrays.stream(request.clusters().clusters().labels())
                .map(cluster -> ofCluster[cluster])
                .toArray();
        return Structures.named(
                request.clusters().domains().labels(), request.clusters().domainIds(), ofCell, compartments);
    }

    private static Table structureTable(List<Structure> structures) {
        return Table.ofRows(structures.size())
                .with(
                        "structure_id",
                        texts(structures.stream().map(Structure::id).toList()))
                .with(
                        "structure_label",
                        texts(structures.stream().map(Structure::label).toList()))
                .with(
                        "n_cells",
                        new Column.Ints(
                                structures.stream().mapToInt(Structure::cells).toArray()))
                .with(
                        "dominant_cell_types",
                        texts(structures.stream()
                                .map(structure -> String.join(",", structure.dominant()))
                                .toList()));
    }

    private static Column.Strings texts(List<String> values) {
        return new Column.Strings(values.toArray(String[]::new));
    }

    /** The genes that mark a group most clearly, of those that are higher in it. */
    private static List<String> strongest(MarkerTable markers, int group, List<String> genes) {
        List<String> top = new ArrayList<>();
        for (int gene : markers.best(group, MARKERS_NAMED)) {
            if (markers.scores()[markers.at(group, gene)] > 0) {
                top.add(genes.get(gene));
            }
        }
        return top;
    }

    private static String observations(Request request, int number) {
        return Words.count(
                number, request.expression().kept().metadata().platform().observation());
    }

    private static void state(
            ToolContext context,
            Request request,
            ClusterLabel label,
            MarkerTable markers,
            List<String> genes,
            Artifact markerFile,
            Artifact annotationFile) {
        String id = request.clusters().clusterIds().get(label.cluster());
        List<String> top = strongest(markers, label.cluster(), genes);
        ObjectNode value = CanonicalJson.object();
        value.put("cluster_id", id)
                .put("label", label.label())
                .put("confidence", label.confidence())
                .put("n_cells", label.cells())
                .put("status", label.status().id())
                .put("parent", request.panel().parent(label.label()))
                .put("runner_up", label.runnerUp())
                .put("support", label.support())
                .put("p_score", label.pScore())
                .put("method", ClusterAnnotation.METHOD)
                .put("panel", request.panel().source())
                .put("marker_test", request.test().id());
        label.best().ifPresent(best -> value.put("best_panel", best.compartment())
                .put("panel_genes_measured", best.genes()));
        var list = value.putArray("top_markers");
        top.forEach(list::add);
        Verdict quality = QualityTool.verdict(
                request.quality().dataset(), request.quality().kept().size());
        boolean sound = quality.outcome() == Verdict.Outcome.PASS;
        String name = label.status() == ClusterLabel.Status.UNKNOWN
                ? "matches no marker panel better than chance"
                : "matches the " + label.label().replace('_', ' ') + " panel (confidence "
                        + Words.decimal(label.confidence(), 2)
                        + (label.status() == ClusterLabel.Status.AMBIGUOUS
                                ? ", hardly ahead of " + label.runnerUp().replace('_', ' ')
                                : "")
                        + ")";
        context.evidence(Unit.STRUCTURE, id, "cluster_annotation")
                .value(value)
                .summary("Cluster " + id + " (" + observations(request, label.cells()) + ") " + name
                        + (top.isEmpty() ? "." : "; its strongest markers are " + String.join(", ", top) + "."))
                .restsOn(annotationFile, "cluster_id = " + id)
                .restsOn(markerFile, "cluster_id = " + id)
                .qc(sound && label.status() == ClusterLabel.Status.ASSIGNED ? QcStatus.PASS : QcStatus.WARN)
                .verdict(quality)
                .measured();
    }

    private static void state(
            ToolContext context,
            Request request,
            Structure structure,
            List<String> top,
            Artifact structureFile,
            Artifact markerFile) {
        double known = IntStream.range(0, structure.shares().length)
                .mapToDouble(i -> structure.shares()[i])
                .sum();
        ObjectNode value = CanonicalJson.object();
        value.put("structure_label", structure.label())
                .put("n_cells", structure.cells())
                .put("annotated_share", known);
        var list = value.putArray("top_markers");
        top.forEach(list::add);
        context.evidence(Unit.STRUCTURE, structure.id(), "structure")
                .value(value)
                .summary("Structure " + structure.label() + " has " + observations(request, structure.cells())
                        + (top.isEmpty() ? "" : "; its strongest markers are " + String.join(", ", top))
                        + "; " + Words.percent(known) + " lie in clusters with a name.")
                .restsOn(structureFile, "structure_id = " + structure.id())
                .restsOn(markerFile, "structure_id = " + structure.id())
                .measured();
    }
}
