package io.spatho.cli;

import io.spatho.anndata.h5ad.WriteCaseTool;
import io.spatho.anndata.regions.ExportRegionsTool;
import io.spatho.anndata.registration.RegisterSlideTool;
import io.spatho.core.analysis.CaseTool;
import io.spatho.core.analysis.CellEmbedding;
import io.spatho.core.analysis.CellTableTool;
import io.spatho.core.analysis.EmbeddingReviewTool;
import io.spatho.core.analysis.RegionEmbeddingTool;
import io.spatho.core.analysis.RegionReviewTool;
import io.spatho.core.artifact.ArtifactStore;
import io.spatho.core.plan.CasePlan;
import io.spatho.core.plan.PlanTool;
import io.spatho.core.region.RegionImage;
import io.spatho.core.run.Journal;
import io.spatho.core.tool.RunPlan;
import io.spatho.core.tool.RunPlan.Results;
import io.spatho.core.tool.RunPlan.Step;
import io.spatho.core.tool.ToolRegistry;
import io.spatho.report.content.Omission;
import io.spatho.stgpt.runtime.EmbedCellsTool;
import io.spatho.stgpt.service.SummarizeStructuresTool;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The main road: from a case that was read to regions, evidence and a report. */
final class StandardPlan {

    private final PreparedCase prepared;
    private final RunOptions options;
    private final ToolRegistry tools;
    private final Journal journal;
    private final ArtifactStore store;
    private final Optional<Stage> last;
    private final RunPlan plan = new RunPlan();
    private final MeasuredSteps steps;
    private Optional<Step<RegisterSlideTool.Result>> slide = Optional.empty();

    /** A plan that says what it is ({@code isWhole}), or one of those parts that another command asks for. */
    private StandardPlan(
            PreparedCase prepared,
            ToolRegistry tools,
            Journal journal,
            ArtifactStore store,
            Optional<Stage> last,
            boolean isWhole) {
        this.prepared = prepared;
        this.options = prepared.settings().options();
        this.tools = tools;
        this.journal = journal;
        this.store = store;
        this.last = last;
        if (isWhole) {
            plan.add("plan", tools.get(PlanTool.class), List.of(), results -> describe());
        }
        this.steps = new MeasuredSteps(plan, prepared, tools);
    }

    /** The plan; its last steps read what the earlier ones left in {@code journal} and {@code store}. */
    static RunPlan of(PreparedCase prepared, ToolRegistry tools, Journal journal, ArtifactStore store) {
        return whole(prepared, tools, journal, store).build();
    }

    /** What the plan holds and what it leaves out, read off the plan itself. */
    static CasePlan describe(PreparedCase prepared, ToolRegistry tools, Journal journal, ArtifactStore store) {
        StandardPlan standard = whole(prepared, tools, journal, store);
        standard.build();
        return standard.describe();
    }

    private static StandardPlan whole(PreparedCase prepared, ToolRegistry tools, Journal journal, ArtifactStore store) {
        return new StandardPlan(
                prepared, tools, journal, store, prepared.settings().last(), true);
    }

    private CasePlan describe() {
        last.ifPresent(stage -> {
            Set<String> own = names(plan);
            StandardPlan whole = new StandardPlan(prepared, tools, journal, store, Optional.empty(), true);
            for (Step<?> step : whole.build().steps()) {
                if (!own.contains(step.call().tool().id().name())) {
                    steps.reasons().leaveOut(step.call().tool(), "The analysis ends with the stage " + stage + ".");
                }
            }
        });
        return CasePlan.of(CaseOffers.of(prepared), plan, steps.reasons(), tools);
    }

    private static Set<String> names(RunPlan plan) {
        return plan.steps().stream().map(step -> step.call().tool().id().name()).collect(Collectors.toSet());
    }

    /** The plan of {@code spatho stgpt export}: regions, their vectors and structures, without statistics, case and report. */
    static RunPlan export(PreparedCase prepared, ToolRegistry tools, Journal journal, ArtifactStore store) {
        return new StandardPlan(prepared, tools, journal, store, Optional.empty(), false).buildExport();
    }

    private RunPlan buildExport() {
        steps.cluster();
        steps.annotate();
        regions();
        slide();
        Step<CellEmbedding> model = embed().orElseThrow();
        review(pool("region vectors (stGPT)", model, results -> results.of(model), true));
        plan.add(
                "structure vectors",
                tools.get(SummarizeStructuresTool.class),
                List.of(steps.quality(), steps.clusters(), steps.annotation(), model),
                results -> new SummarizeStructuresTool.Request(results.of(model), steps.structures(results)));
        return plan;
    }

    private RunPlan build() {
        Step<?> written = analyse();
        ClosingSteps closing = new ClosingSteps(plan, prepared, tools, journal, store, steps.reasons());
        closing.arrow();
        if (reaches(Stage.SPATIAL)) {
            closing.mechanism();
        }
        closing.critic(written);
        closing.words();
        closing.report(
                withSlide(), results -> slide.map(step -> results.of(step).overview()));
        return plan;
    }

    /** The steps up to the last stage that was asked for; wherever it ends, there is a table of observations and a case. */
    private Step<?> analyse() {
        Optional<Step<CellEmbedding>> model = Optional.empty();
        if (reaches(Stage.CLUSTER)) {
            steps.cluster();
        }
        if (reaches(Stage.ANNOTATE)) {
            steps.annotate();
        }
        if (reaches(Stage.SPATIAL)) {
            new SpatialSteps(plan, tools, options.spatial, prepared.pairs())
                    .add(steps.expression(), steps.graphs(), steps.clusters(), steps.annotation());
        }
        if (reaches(Stage.REGIONS)) {
            regions();
            slide();
            model = embed();
            review(pool(model));
            reviewVectors(model);
            PredictionStep.add(plan, prepared, tools, steps);
            RagStep.add(plan, prepared, tools, steps);
            new DiscordanceSteps(plan, prepared, tools, steps.quality()).add(steps.reasons());
        }
        return writeCase(table(), model);
    }

    private boolean reaches(Stage stage) {
        return last.filter(last -> last.compareTo(stage) < 0).isEmpty();
    }

    private void regions() {
        steps.findRegions();
        plan.add(
                "region outlines",
                tools.get(ExportRegionsTool.class),
                List.of(steps.quality(), steps.regions()),
                results -> new ExportRegionsTool.Request(results.of(steps.regions()), steps.kept(results)));
    }

    private void slide() {
        if (prepared.slide().isEmpty()) {
            steps.reasons().leaveOut(tools.get(RegisterSlideTool.class), "No H&E slide was given.", "--he SLIDE");
        }
        slide = prepared.slide()
                .map(registered -> plan.add(
                        "slide",
                        tools.get(RegisterSlideTool.class),
                        List.of(steps.regions()),
                        results -> new RegisterSlideTool.Request(
                                registered,
                                results.of(steps.regions()).regions(),
                                CaseTool.extent(prepared.dataset()))));
    }

    private Optional<Step<CellEmbedding>> embed() {
        if (prepared.embedding().isEmpty()) {
            String reason = prepared.omissions().stream()
                    .filter(omission -> omission.path().equals("stgpt/"))
                    .findFirst()
                    .map(Omission::reason)
                    .orElse("No model embeds the observations.");
            steps.reasons().leaveOut(tools.get(EmbedCellsTool.class), reason, "--stgpt auto or --checkpoint DIR");
        }
        return prepared.embedding()
                .map(source -> plan.add(
                        "stGPT embedding",
                        tools.get(EmbedCellsTool.class),
                        List.of(steps.quality(), steps.graphs(), steps.clusters(), steps.annotation()),
                        results -> new EmbedCellsTool.Request(
                                steps.kept(results),
                                results.of(steps.graphs()).spatial(),
                                steps.structures(results),
                                source)));
    }

    /** The PCA baseline always; the main vectors are the model's where there is a model, and the baseline otherwise. */
    private Step<RegionEmbeddingTool.Result> pool(Optional<Step<CellEmbedding>> model) {
        pool("region vectors (PCA)", steps.expression(), steps::components, false);
        if (model.isPresent()) {
            return pool("region vectors (stGPT)", model.get(), results -> results.of(model.get()), true);
        }
        return pool("main region vectors", steps.expression(), steps::components, true);
    }

    private Step<RegionEmbeddingTool.Result> pool(
            String title, Step<?> source, Function<Results, CellEmbedding> vectors, boolean main) {
        return plan.add(
                title,
                tools.get(RegionEmbeddingTool.class),
                withSlide(steps.regions(), source),
                results -> new RegionEmbeddingTool.Request(
                        results.of(steps.regions()), vectors.apply(results), main, images(results)));
    }

    private void review(Step<RegionEmbeddingTool.Result> vectors) {
        plan.add(
                "review regions",
                tools.get(RegionReviewTool.class),
                withSlide(steps.quality(), steps.regions(), vectors),
                results -> new RegionReviewTool.Request(
                        steps.kept(results), results.of(steps.regions()), results.of(vectors), images(results)));
    }

    private void reviewVectors(Optional<Step<CellEmbedding>> model) {
        List<Step<?>> after = steps.steps();
        model.ifPresent(after::add);
        plan.add(
                "review vectors",
                tools.get(EmbeddingReviewTool.class),
                after,
                results -> new EmbeddingReviewTool.Request(
                        steps.kept(results),
                        results.of(steps.graphs()).spatial(),
                        results.of(steps.regions()),
                        steps.clusterIds(results),
                        steps.structures(results),
                        model.map(step -> results.of(step)).orElseGet(() -> steps.components(results)),
                        steps.components(results)));
    }

    private Step<CellTableTool.Result> table() {
        return plan.add(
                "table of observations",
                tools.get(CellTableTool.class),
                steps.steps(),
                results -> new CellTableTool.Request(
                        results.of(steps.quality()),
                        steps.clustersIfAny().map(results::of),
                        steps.annotationIfAny().map(results::of),
                        steps.regionsIfAny().map(results::of)));
    }

    private Step<?> writeCase(Step<CellTableTool.Result> table, Optional<Step<CellEmbedding>> model) {
        List<Step<?>> after = steps.steps();
        after.add(table);
        model.ifPresent(after::add);
        return plan.add("case.h5ad", tools.get(WriteCaseTool.class), after, results -> {
            List<CellEmbedding> embeddings = new ArrayList<>();
            steps.expressionIfAny().ifPresent(step -> embeddings.add(steps.components(results)));
            model.ifPresent(step -> embeddings.add(results.of(step)));
            return new WriteCaseTool.Request(
                    results.of(steps.quality()),
                    results.of(table),
                    embeddings,
                    steps.graphsIfAny().map(step -> results.of(step).spatial()),
                    prepared.archive());
        });
    }

    /** These steps, and the slide's where there is a slide. */
    private List<Step<?>> withSlide(Step<?>... others) {
        List<Step<?>> all = new ArrayList<>(List.of(others));
        slide.ifPresent(all::add);
        return all;
    }

    private List<RegionImage> images(Results results) {
        return slide.map(step -> results.of(step).images()).orElse(List.of());
    }
}
