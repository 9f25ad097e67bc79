package io.spatho.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spatho.core.analysis.CellEmbedding;
import io.spatho.core.cohort.CohortMember;
import io.spatho.core.cohort.CohortRegionsTool;
import io.spatho.core.cohort.CohortStructuresTool;
import io.spatho.core.cohort.IntegrateTool;
import io.spatho.core.cohort.ReadCohortTool;
import io.spatho.core.cohort.SharedPanel;
import io.spatho.core.error.InputException;
import io.spatho.core.error.Problem;
import io.spatho.core.evidence.ModelReference;
import io.spatho.core.json.CanonicalJson;
import io.spatho.core.parallel.Workers;
import io.spatho.core.run.RunFolder;
import io.spatho.core.run.RunFolder.Existing;
import io.spatho.core.run.RunIdentity;
import io.spatho.core.tool.Progress;
import io.spatho.core.tool.RunPlan;
import io.spatho.core.tool.RunPlan.Step;
import io.spatho.core.tool.ToolRegistry;
import io.spatho.report.ReportTool;
import io.spatho.report.content.Omission;
import java.nio.file.Path;
import java.security.PrivateKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Carries a cohort out: all cases looked at first, then step by step into a folder, the manifest last. */
final class CohortRun {

    private final CohortOptions options;
    private final int threads;
    private final Progress progress;

    CohortRun(CohortOptions options, int threads, Progress progress) {
        this.options = options;
        this.threads = threads;
        this.progress = progress;
    }

    CaseRun.Outcome execute(List<Path> cases, Path output, Existing existing, Optional<PrivateKey> key) {
        RunFolder.check(output, existing);
        try (Workers workers = new Workers(threads)) {
            CohortInputs inputs = CohortInputs.of(cases, options, workers, progress);
            SharedPanel panel = SharedPanel.of(inputs.members(), options.minPanelOverlap);
            List<Omission> omissions = new ArrayList<>();
            Optional<ModelReference> model = model(inputs, omissions);
            RunIdentity identity =
                    new RunIdentity(SpathoVersion.current(), options.seed, options.effective(), inputs.sources());
            ToolRegistry tools = Tools.registry();
            PlanExecution.Left left = new PlanExecution(identity, caseJson(inputs, panel), workers, progress)
                    .execute(output, existing, key, place -> {
                        RunPlan plan = plan(tools, inputs, panel, model);
                        plan.add("report", tools.get(ReportTool.class), List.of(), results -> new CohortReport(
                                        inputs, panel, identity, omissions)
                                .input(place.journal(), tools, place.store()));
                        return plan;
                    });
            return new CaseRun.Outcome(
                    identity.runId(),
                    output.resolve(ReportTool.PATH),
                    left.artifacts().size(),
                    left.evidence().size(),
                    CaseRun.sentences(left.last()));
        }
    }

    /** The model whose vectors are used; a request for vectors that cannot be compared is refused. */
    private Optional<ModelReference> model(CohortInputs inputs, List<Omission> omissions) {
        if (options.vectors.equals("pca")) {
            omissions.add(new Omission("stGPT vectors", "stgpt/", "They were switched off with --vectors pca."));
            return Optional.empty();
        }
        Optional<ModelReference> common = inputs.commonModel();
        if (common.isEmpty() && options.vectors.equals("stgpt")) {
            throw new InputException(
                    Problem.of("the cases have no vectors of one and the same model: " + inputs.withoutModel())
                            .at("--vectors stgpt")
                            .fix("Run each case with the same --checkpoint first, or use --vectors pca"));
        }
        if (common.isEmpty()) {
            progress.note("principal components of the shared genes are used: " + inputs.withoutModel());
            omissions.add(new Omission("stGPT vectors", "stgpt/", inputs.withoutModel()));
        }
        return common;
    }

    private RunPlan plan(ToolRegistry tools, CohortInputs inputs, SharedPanel panel, Optional<ModelReference> model) {
        RunPlan plan = new RunPlan();
        Step<ReadCohortTool.Result> read = plan.add(
                "read cases",
                tools.get(ReadCohortTool.class),
                List.of(),
                results -> new ReadCohortTool.Request(inputs.members(), panel, model, options.components));
        Step<CellEmbedding> aligned = plan.add(
                "align slides",
                tools.get(IntegrateTool.class),
                List.of(read),
                results -> new IntegrateTool.Request(
                        results.of(read).cells(), results.of(read).embedding(), options.correction));
        Step<CohortStructuresTool.Result> structures = plan.add(
                "joint structures",
                tools.get(CohortStructuresTool.class),
                List.of(read, aligned),
                results -> new CohortStructuresTool.Request(
                        results.of(read).cells(),
                        results.of(aligned),
                        options.resolution,
                        options.structureResolution,
                        options.neighbors));
        plan.add(
                "regions across slides",
                tools.get(CohortRegionsTool.class),
                List.of(read, aligned, structures),
                results -> new CohortRegionsTool.Request(
                        results.of(read).cells(), results.of(aligned), results.of(structures), options.minRegionCells));
        return plan;
    }

    private static ObjectNode caseJson(CohortInputs inputs, SharedPanel panel) {
        ObjectNode node = CanonicalJson.object();
        node.put("name", name(inputs));
        node.put("platform", platforms(inputs));
        node.put("software_version", "");
        node.put("observations", inputs.observations());
        node.put("genes", panel.genes().size());
        return node;
    }

    static String name(CohortInputs inputs) {
        return "cohort of "
                + String.join(
                        ", ", inputs.members().stream().map(CohortMember::name).toList());
    }

    static String platforms(CohortInputs inputs) {
        return inputs.platforms().size() == 1 ? inputs.platforms().get(0).id() : "several";
    }
}
