package io.spatho.cli;

import io.spatho.anndata.arrow.ExportArrowTool;
import io.spatho.core.analysis.CellTableTool;
import io.spatho.core.artifact.Artifact;
import io.spatho.core.artifact.ArtifactStore;
import io.spatho.core.critic.CriticTool;
import io.spatho.core.dataset.SlideImage;
import io.spatho.core.plan.PlanReasons;
import io.spatho.core.run.Journal;
import io.spatho.core.tool.RunPlan;
import io.spatho.core.tool.RunPlan.Results;
import io.spatho.core.tool.RunPlan.Step;
import io.spatho.core.tool.ToolRegistry;
import io.spatho.report.ReportTool;
import io.spatho.report.audit.AuditTool;
import io.spatho.report.mechanism.MechanismReport;
import io.spatho.report.mechanism.MechanismTool;
import io.spatho.report.mechanism.Variant;
import io.spatho.report.review.ReviewTool;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** The last steps of a plan, which follow from the evidence and the files that all steps before them left. */
final class ClosingSteps {

    private static final Set<String> ARROW_TABLES = Set.of(
            CellTableTool.FILE,
            "regions/region_embeddings.parquet",
            "regions/region_pca_embeddings.parquet",
            "stgpt/cell_embeddings.parquet");

    private final RunPlan plan;
    private final PreparedCase prepared;
    private final ToolRegistry tools;
    private final Journal journal;
    private final ArtifactStore store;
    private final PlanReasons reasons;

    ClosingSteps(
            RunPlan plan,
            PreparedCase prepared,
            ToolRegistry tools,
            Journal journal,
            ArtifactStore store,
            PlanReasons reasons) {
        this.plan = plan;
        this.prepared = prepared;
        this.tools = tools;
        this.journal = journal;
        this.store = store;
        this.reasons = reasons;
    }

    void arrow() {
        if (!prepared.settings().options().arrow) {
            reasons.leaveOut(tools.get(ExportArrowTool.class), "Arrow tables were not asked for.", "--arrow");
            return;
        }
        plan.add(
                "Arrow tables",
                tools.get(ExportArrowTool.class),
                List.of(),
                results -> new ExportArrowTool.Request(tablesForArrow()));
    }

    private List<Artifact> tablesForArrow() {
        return journal.events().stream()
                .flatMap(event -> event.artifacts().stream())
                .filter(artifact -> ARROW_TABLES.contains(artifact.path()))
                .toList();
    }

    /** The mechanism report, and its audit. */
    void mechanism() {
        Step<MechanismReport> mechanism = plan.add(
                "mechanism report",
                tools.get(MechanismTool.class),
                List.of(),
                results -> new MechanismTool.Request(journal.evidence(), Variant.MOA));
        plan.add("quality audit", tools.get(AuditTool.class), List.of(mechanism), results -> {
            MechanismReport report = results.of(mechanism);
            boolean isWhole = report.status() != MechanismReport.Status.STOPPED;
            return new AuditTool.Request(report.text(), isWhole, journal.evidence());
        });
    }

    void critic(Step<?> written) {
        plan.add(
                "critic",
                tools.get(CriticTool.class),
                List.of(written),
                results -> new CriticTool.Request(
                        journal.evidence(), journal.events(), prepared.drawn().isPresent()));
    }

    void words() {
        ReviewOptions review = prepared.settings().review();
        if (review.isNone()) {
            reasons.leaveOut(tools.get(ReviewTool.class), "No review was asked for.", "--review heuristic");
            return;
        }
        plan.add(
                "review in words",
                tools.get(ReviewTool.class),
                List.of(),
                results -> review.request(ReviewInputs.of(prepared, journal, store)));
    }

    void report(List<Step<?>> after, Function<Results, Optional<SlideImage>> overview) {
        plan.add(
                "report",
                tools.get(ReportTool.class),
                after,
                results -> ReportInputs.of(prepared, journal, tools, store, overview.apply(results)));
    }
}
