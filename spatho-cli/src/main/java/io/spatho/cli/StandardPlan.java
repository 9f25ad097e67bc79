package io.spatho.cli;

import io.spatho.anndata.arrow.ExportArrowTool;
import io.spatho.anndata.h5ad.WriteCaseTool;
import io.spatho.anndata.regions.ExportRegionsTool;
import io.spatho.anndata.registration.RegisterSlideTool;
import io.spatho.core.analysis.AnnotationTool;
import io.spatho.core.analysis.CaseTool;
import io.spatho.core.analysis.CellEmbedding;
import io.spatho.core.analysis.CellTableTool;
import io.spatho.core.analysis.ClusterTool;
import io.spatho.core.analysis.ExpressionTool;
import io.spatho.core.analysis.GraphTool;
import io.spatho.core.analysis.ImmuneRefinementTool;
import io.spatho.core.analysis.QualityTool;
import io.spatho.core.analysis.RegionEmbeddingTool;
import io.spatho.core.analysis.RegionReviewTool;
import io.spatho.core.analysis.RegionTool;
import io.spatho.core.artifact.Artifact;
import io.spatho.core.artifact.ArtifactStore;
import io.spatho.core.dataset.SpatialDataset;
import io.spatho.core.region.DrawnRegions;
import io.spatho.core.region.RegionImage;
import io.spatho.core.run.Journal;
import io.spatho.core.tool.RunPlan;
import io.spatho.core.tool.RunPlan.Results;
import io.spatho.core.tool.RunPlan.Step;
import io.spatho.core.tool.ToolRegistry;
import io.spatho.report.ReportTool;
import io.spatho.stgpt.runtime.EmbedCellsTool;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** The main road: from a case that was read to regions, evidence and a report. */
final class StandardPlan {

    private static final Set<String> ARROW_TABLES = Set.of(
            CellTableTool.FILE,
            "regions/region_embeddings.parquet",
            "regions/region_pca_embeddings.parquet",
            "stgpt/cell_embeddings.parquet");

    private final PreparedCase prepared;
    private final RunOptions options;
    private final ToolRegistry tools;
    private final Journal journal;
    private final ArtifactStore store;
    private final RunPlan plan = new RunPlan();
    private Optional<Step<RegisterSlideTool.Result>> slide = Optional.empty();

    private StandardPlan(PreparedCase prepared, ToolRegistry tools, Journal journal, ArtifactStore store) {
        this.prepared = prepared;
        this.options = prepared.settings().options();
        this.tools = tools;
        this.journal = journal;
        this.store = store;
    }

    /** The plan; its last steps read what the earlier ones left in {@code journal} and {@code store}. */
    static RunPlan of(PreparedCase prepared, ToolRegistry tools, Journal journal, ArtifactStore store) {
        return new StandardPlan(prepared, tools, journal, store).build();
    }

    private RunPlan build() {
        analyse();
        present();
        return plan;
    }

    /** The steps up to the last stage that was asked for; wherever it ends, there is a table of observations. */
    private void analyse() {
        Step<QualityTool.Result> quality = quality();
        if (endsWith(Stage.QC)) {
            Step<CellTableTool.Result> table = table(quality, Optional.empty(), Optional.empty(), Optional.empty());
            writeCase(quality, table, Optional.empty(), Optional.empty(), Optional.empty());
            return;
        }
        Step<ExpressionTool.Result> expression = expression(quality);
        Step<GraphTool.Result> graphs = graphs(expression);
        Step<ClusterTool.Result> clusters = clusters(expression, graphs);
        if (endsWith(Stage.CLUSTER)) {
            Step<CellTableTool.Result> table =
                    table(quality, Optional.of(clusters), Optional.empty(), Optional.empty());
            writeCase(quality, table, Optional.of(expression), Optional.of(graphs), Optional.empty());
            return;
        }
        Step<AnnotationTool.Result> annotation = annotation(quality, expression, clusters);
        refine(expression, graphs, clusters);
        if (!endsWith(Stage.ANNOTATE)) {
            new SpatialSteps(plan, tools, options.spatial, prepared.pairs())
                    .add(expression, graphs, clusters, annotation);
        }
        Optional<Step<RegionTool.Result>> regions = Optional.empty();
        Optional<Step<CellEmbedding>> model = Optional.empty();
        if (!endsWith(Stage.ANNOTATE) && !endsWith(Stage.SPATIAL)) {
            Step<RegionTool.Result> found = regions(quality, graphs, clusters, annotation);
            slide(found);
            model = embed(quality, graphs, clusters, annotation);
            review(quality, found, pool(expression, found, model));
            regions = Optional.of(found);
        }
        Step<CellTableTool.Result> table = table(quality, Optional.of(clusters), Optional.of(annotation), regions);
        writeCase(quality, table, Optional.of(expression), Optional.of(graphs), model);
    }

    private boolean endsWith(Stage stage) {
        return prepared.settings().last().filter(stage::equals).isPresent();
    }

    private Step<ExpressionTool.Result> expression(Step<QualityTool.Result> quality) {
        return plan.add(
                "normalise and find components",
                tools.get(ExpressionTool.class),
                List.of(quality),
                results -> prepared.settings().analysis().expression(results.of(quality), options.components));
    }

    private Step<GraphTool.Result> graphs(Step<ExpressionTool.Result> expression) {
        return plan.add(
                "join neighbours", tools.get(GraphTool.class), List.of(expression), results -> prepared.settings()
                        .analysis()
                        .graphs(results.of(expression), options.neighbors, options.spatialNeighbors));
    }

    private Step<QualityTool.Result> quality() {
        Step<SpatialDataset> read = plan.add(
                "read case",
                tools.get(CaseTool.class),
                List.of(),
                results -> new CaseTool.Request(
                        prepared.dataset(), prepared.drawn().map(DrawnRegions::regions)));
        return plan.add(
                "quality control",
                tools.get(QualityTool.class),
                List.of(read),
                results -> new QualityTool.Request(
                        results.of(read), prepared.settings().thresholds(results.of(read))));
    }

    private Step<ClusterTool.Result> clusters(Step<ExpressionTool.Result> expression, Step<GraphTool.Result> graphs) {
        return plan.add(
                "cluster",
                tools.get(ClusterTool.class),
                List.of(expression, graphs),
                results -> new ClusterTool.Request(
                        results.of(expression),
                        results.of(graphs),
                        prepared.settings().analysis().clusters(options.resolution),
                        prepared.settings().domains(prepared.dataset())));
    }

    private Step<AnnotationTool.Result> annotation(
            Step<QualityTool.Result> quality,
            Step<ExpressionTool.Result> expression,
            Step<ClusterTool.Result> clusters) {
        return plan.add(
                "markers and names",
                tools.get(AnnotationTool.class),
                List.of(quality, expression, clusters),
                results -> new AnnotationTool.Request(
                        results.of(quality),
                        results.of(expression),
                        results.of(clusters),
                        prepared.panel(),
                        options.annotation.test()));
    }

    private void refine(
            Step<ExpressionTool.Result> expression, Step<GraphTool.Result> graphs, Step<ClusterTool.Result> clusters) {
        prepared.cellTypes()
                .ifPresent(model -> plan.add(
                        "immune cell types",
                        tools.get(ImmuneRefinementTool.class),
                        List.of(expression, graphs, clusters),
                        results -> new ImmuneRefinementTool.Request(
                                results.of(expression),
                                results.of(graphs),
                                results.of(clusters),
                                model,
                                options.annotation.minimumShare)));
    }

    private Step<RegionTool.Result> regions(
            Step<QualityTool.Result> quality,
            Step<GraphTool.Result> graphs,
            Step<ClusterTool.Result> clusters,
            Step<AnnotationTool.Result> annotation) {
        Step<RegionTool.Result> regions = plan.add(
                "regions",
                tools.get(RegionTool.class),
                List.of(quality, graphs, clusters, annotation),
                results -> new RegionTool.Request(
                        results.of(quality).kept(),
                        results.of(graphs),
                        results.of(clusters),
                        results.of(annotation),
                        prepared.drawn(),
                        options.minRegionCells));
        plan.add(
                "region outlines",
                tools.get(ExportRegionsTool.class),
                List.of(quality, regions),
                results -> new ExportRegionsTool.Request(
                        results.of(regions), results.of(quality).kept()));
        return regions;
    }

    private void slide(Step<RegionTool.Result> regions) {
        slide = prepared.slide()
                .map(registered -> plan.add(
                        "slide",
                        tools.get(RegisterSlideTool.class),
                        List.of(regions),
                        results -> new RegisterSlideTool.Request(
                                registered, results.of(regions).regions(), CaseTool.extent(prepared.dataset()))));
    }

    private void review(
            Step<QualityTool.Result> quality,
            Step<RegionTool.Result> regions,
            Step<RegionEmbeddingTool.Result> vectors) {
        plan.add(
                "review regions",
                tools.get(RegionReviewTool.class),
                withSlide(quality, regions, vectors),
                results -> new RegionReviewTool.Request(
                        results.of(quality).kept(), results.of(regions), results.of(vectors), images(results)));
    }

    private Step<CellTableTool.Result> table(
            Step<QualityTool.Result> quality,
            Optional<Step<ClusterTool.Result>> clusters,
            Optional<Step<AnnotationTool.Result>> annotation,
            Optional<Step<RegionTool.Result>> regions) {
        List<Step<?>> after = new ArrayList<>(List.of(quality));
        Stream.of(clusters, annotation, regions).flatMap(Optional::stream).forEach(after::add);
        return plan.add(
                "table of observations",
                tools.get(CellTableTool.class),
                after,
                results -> new CellTableTool.Request(
                        results.of(quality),
                        clusters.map(results::of),
                        annotation.map(results::of),
                        regions.map(results::of)));
    }

    /** What people read: Arrow tables where they are asked for, and the report. */
    private void present() {
        if (options.arrow) {
            plan.add(
                    "Arrow tables",
                    tools.get(ExportArrowTool.class),
                    List.of(),
                    results -> new ExportArrowTool.Request(tablesForArrow()));
        }
        plan.add(
                "report",
                tools.get(ReportTool.class),
                withSlide(),
                results -> ReportInputs.of(prepared, journal, tools, store, slide.map(step -> results.of(step)
                        .overview())));
    }

    /** These steps, and the slide's where there is a slide. */
    private List<Step<?>> withSlide(Step<?>... steps) {
        List<Step<?>> all = new ArrayList<>(List.of(steps));
        slide.ifPresent(all::add);
        return all;
    }

    private List<RegionImage> images(Results results) {
        return slide.map(step -> results.of(step).images()).orElse(List.of());
    }

    private List<Artifact> tablesForArrow() {
        return journal.events().stream()
                .flatMap(event -> event.artifacts().stream())
                .filter(artifact -> ARROW_TABLES.contains(artifact.path()))
                .toList();
    }

    private Optional<Step<CellEmbedding>> embed(
            Step<QualityTool.Result> quality,
            Step<GraphTool.Result> graphs,
            Step<ClusterTool.Result> clusters,
            Step<AnnotationTool.Result> annotation) {
        return prepared.embedding()
                .map(source -> plan.add(
                        "stGPT embedding",
                        tools.get(EmbedCellsTool.class),
                        List.of(quality, graphs, clusters, annotation),
                        results -> new EmbedCellsTool.Request(
                                results.of(quality).kept(),
                                results.of(graphs).spatial(),
                                structureLabels(results.of(clusters), results.of(annotation)),
                                source)));
    }

    private static String[] structureLabels(ClusterTool.Result clusters, AnnotationTool.Result annotation) {
        int[] domains = clusters.domains().labels();
        String[] labels = new String[domains.length];
        for (int i = 0; i < labels.length; i++) {
            labels[i] = annotation.structures().get(domains[i]).label();
        }
        return labels;
    }

    /** The PCA baseline always; the main vectors are the model's where there is a model, and the baseline otherwise. */
    private Step<RegionEmbeddingTool.Result> pool(
            Step<ExpressionTool.Result> expression,
            Step<RegionTool.Result> regions,
            Optional<Step<CellEmbedding>> model) {
        RegionEmbeddingTool tool = tools.get(RegionEmbeddingTool.class);
        plan.add(
                "region vectors (PCA)",
                tool,
                withSlide(expression, regions),
                results -> new RegionEmbeddingTool.Request(
                        results.of(regions), components(results, expression), false, images(results)));
        if (model.isPresent()) {
            return plan.add(
                    "region vectors (stGPT)",
                    tool,
                    withSlide(regions, model.get()),
                    results -> new RegionEmbeddingTool.Request(
                            results.of(regions), results.of(model.get()), true, images(results)));
        }
        return plan.add(
                "main region vectors",
                tool,
                withSlide(expression, regions),
                results -> new RegionEmbeddingTool.Request(
                        results.of(regions), components(results, expression), true, images(results)));
    }

    private static CellEmbedding components(Results results, Step<ExpressionTool.Result> expression) {
        return new CellEmbedding("pca", results.of(expression).pca().scores(), Optional.empty(), false);
    }

    private void writeCase(
            Step<QualityTool.Result> quality,
            Step<CellTableTool.Result> table,
            Optional<Step<ExpressionTool.Result>> expression,
            Optional<Step<GraphTool.Result>> graphs,
            Optional<Step<CellEmbedding>> model) {
        List<Step<?>> after = new ArrayList<>(List.of(quality, table));
        Stream.of(expression, graphs, model).flatMap(Optional::stream).forEach(after::add);
        plan.add("case.h5ad", tools.get(WriteCaseTool.class), after, results -> {
            List<CellEmbedding> embeddings = new ArrayList<>();
            expression.ifPresent(step -> embeddings.add(components(results, step)));
            model.ifPresent(step -> embeddings.add(results.of(step)));
            return new WriteCaseTool.Request(
                    results.of(quality),
                    results.of(table),
                    embeddings,
                    graphs.map(step -> results.of(step).spatial()),
                    prepared.archive());
        });
    }
}
