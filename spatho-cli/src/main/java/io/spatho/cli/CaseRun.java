package io.spatho.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.spatho.anndata.parquet.ParquetTables;
import io.spatho.core.artifact.Artifact;
import io.spatho.core.artifact.ArtifactStore;
import io.spatho.core.artifact.FolderStore;
import io.spatho.core.artifact.Origin;
import io.spatho.core.dataset.CaseMetadata;
import io.spatho.core.json.CanonicalJson;
import io.spatho.core.parallel.Workers;
import io.spatho.core.review.DecisionLog;
import io.spatho.core.run.Journal;
import io.spatho.core.run.PlanRunner;
import io.spatho.core.run.RunClosing;
import io.spatho.core.run.RunFolder;
import io.spatho.core.run.RunFolder.Existing;
import io.spatho.core.tool.Progress;
import io.spatho.core.tool.RunPlan;
import io.spatho.core.tool.ToolRegistry;
import io.spatho.report.ReportTool;
import java.nio.file.Path;
import java.security.PrivateKey;
import java.time.Instant;
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
    record Outcome(String runId, Path report, int artifacts, int evidence) {}

    /** Makes the steps of a run; its last steps read what the earlier ones left in journal and store. */
    @FunctionalInterface
    interface PlanMaker {
        RunPlan plan(PreparedCase prepared, ToolRegistry tools, Journal journal, ArtifactStore store);
    }

    Outcome execute(Path bundle, Path output, Existing existing, Optional<PrivateKey> key) {
        return execute(bundle, output, existing, key, StandardPlan::of);
    }

    Outcome execute(Path bundle, Path output, Existing existing, Optional<PrivateKey> key, PlanMaker maker) {
        Instant started = Instant.now();
        RunFolder.check(output, existing);
        Optional<DecisionLog> decisions = settings.review().decisions(output);
        try (Workers workers = new Workers(threads);
                PreparedCase prepared = PreparedCase.read(bundle, settings, workers, progress);
                RunFolder folder = RunFolder.open(output, existing)) {
            decisions.ifPresent(log -> log.write(output.resolve(DecisionLog.NAME)));
            ToolRegistry tools = Tools.registry();
            ParquetTables tables = new ParquetTables();
            PlanRunner runner = new PlanRunner(folder, prepared.identity(), tables, workers, progress);
            FolderStore store =
                    new FolderStore(output, tables, prepared.identity().runId());
            Artifact effective = writeConfig(store);
            runner.run(maker.plan(prepared, tools, runner.journal(), store));
            List<Artifact> artifacts = new RunClosing(folder, prepared.identity(), runner)
                    .close(
                            caseJson(prepared),
                            List.of(effective),
                            RunLogs.of(prepared.identity(), runner.timings(), threads, started),
                            key);
            return new Outcome(
                    prepared.identity().runId(),
                    output.resolve(ReportTool.PATH),
                    artifacts.size(),
                    runner.journal().evidence().size());
        }
    }

    private Artifact writeConfig(FolderStore store) {
        YAMLMapper mapper = new YAMLMapper(YAMLFactory.builder()
                .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
                .build());
        return store.file(
                "config.effective.yaml",
                "application/yaml",
                Origin.MEASURED,
                file -> mapper.writeValue(file.toFile(), settings.effective()));
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
