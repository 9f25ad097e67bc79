package io.spatho.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spatho.core.artifact.ArtifactStore;
import io.spatho.core.dataset.CaseMetadata;
import io.spatho.core.evidence.Evidence;
import io.spatho.core.json.CanonicalJson;
import io.spatho.core.parallel.Workers;
import io.spatho.core.review.DecisionLog;
import io.spatho.core.run.Journal;
import io.spatho.core.run.RunFolder;
import io.spatho.core.run.RunFolder.Existing;
import io.spatho.core.tool.Progress;
import io.spatho.core.tool.RunPlan;
import io.spatho.core.tool.ToolRegistry;
import io.spatho.report.ReportTool;
import java.nio.file.Path;
import java.security.PrivateKey;
import java.util.List;
import java.util.Optional;

/** Carries the standard plan out on one case: read and checked first, then step by step into a folder, the manifest last. */
final class CaseRun {

    private final RunSettings settings;
    private final int threads;
    private final Progress progress;

    CaseRun(RunSettings settings, int threads, Progress progress) {
        this.settings = settings;
        this.threads = threads;
        this.progress = progress;
    }

    /** What a finished run left. */
    record Outcome(String runId, Path report, int artifacts, int evidence, List<String> sentences) {}

    /** Makes the steps of a run; its last steps read what the earlier ones left in journal and store. */
    @FunctionalInterface
    interface PlanMaker {
        RunPlan plan(PreparedCase prepared, ToolRegistry tools, Journal journal, ArtifactStore store);
    }

    Outcome execute(Path bundle, Path output, Existing existing, Optional<PrivateKey> key) {
        return execute(bundle, output, existing, key, StandardPlan::of);
    }

    Outcome execute(Path bundle, Path output, Existing existing, Optional<PrivateKey> key, PlanMaker maker) {
        RunFolder.check(output, existing);
        Optional<DecisionLog> decisions = settings.review().decisions(output);
        InputWatch watch = InputWatch.of(bundle, settings.files());
        try (Workers workers = new Workers(threads);
                PreparedCase prepared = PreparedCase.read(bundle, settings, workers, progress)) {
            ToolRegistry tools = Tools.registry();
            PlanExecution execution = new PlanExecution(prepared.identity(), caseJson(prepared), workers, progress);
            PlanExecution.Left left = execution.execute(
                    output,
                    existing,
                    key,
                    place -> {
                        decisions.ifPresent(log -> log.write(output.resolve(DecisionLog.NAME)));
                        return maker.plan(prepared, tools, place.journal(), place.store());
                    },
                    () -> watch.require(prepared.identity().inputs()));
            return new Outcome(
                    prepared.identity().runId(),
                    output.resolve(ReportTool.PATH),
                    left.artifacts().size(),
                    left.evidence().size(),
                    sentences(left.last()));
        }
    }

    /** What the last step states, one sentence each. */
    static List<String> sentences(List<Evidence> evidence) {
        return evidence.stream().map(item -> item.statement().summary()).toList();
    }

    private static ObjectNode caseJson(PreparedCase prepared) {
        CaseMetadata metadata = prepared.dataset().metadata();
        ObjectNode node = CanonicalJson.object();
        node.put("name", metadata.sampleName());
        node.put("platform", metadata.platform().id());
        node.put("software_version", metadata.softwareVersion());
        node.put("observations", prepared.dataset().size());
        node.put("genes", prepared.dataset().panel().size());
        return node;
    }
}
