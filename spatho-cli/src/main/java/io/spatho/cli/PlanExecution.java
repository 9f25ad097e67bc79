package io.spatho.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.spatho.anndata.parquet.ParquetTables;
import io.spatho.core.artifact.Artifact;
import io.spatho.core.artifact.ArtifactStore;
import io.spatho.core.artifact.FolderStore;
import io.spatho.core.artifact.Origin;
import io.spatho.core.evidence.Evidence;
import io.spatho.core.parallel.Workers;
import io.spatho.core.run.Journal;
import io.spatho.core.run.PlanRunner;
import io.spatho.core.run.RunClosing;
import io.spatho.core.run.RunFolder;
import io.spatho.core.run.RunFolder.Existing;
import io.spatho.core.run.RunIdentity;
import io.spatho.core.tool.Progress;
import io.spatho.core.tool.RunPlan;
import java.nio.file.Path;
import java.security.PrivateKey;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Carries a plan out in a folder, step by step, the manifest last: what runs of a bundle and questions to a finished run share. */
final class PlanExecution {

    private final RunIdentity identity;
    private final JsonNode caseJson;
    private final Workers workers;
    private final Progress progress;

    PlanExecution(RunIdentity identity, JsonNode caseJson, Workers workers, Progress progress) {
        this.identity = identity;
        this.caseJson = caseJson;
        this.workers = workers;
        this.progress = progress;
    }

    /** What was left: every artifact, all evidence, and that of the last step. */
    record Left(List<Artifact> artifacts, List<Evidence> evidence, List<Evidence> last) {}

    /** Where a plan's steps find what earlier ones left. */
    record Place(Journal journal, ArtifactStore store) {}

    Left execute(Path output, Existing existing, Optional<PrivateKey> key, Function<Place, RunPlan> maker) {
        return execute(output, existing, key, maker, () -> {});
    }

    /** The same with a last look at the inputs before the run is closed. */
    Left execute(
            Path output,
            Existing existing,
            Optional<PrivateKey> key,
            Function<Place, RunPlan> maker,
            Runnable beforeClosing) {
        RunLogs.Start started = RunLogs.Start.now();
        try (RunFolder folder = RunFolder.open(output, existing)) {
            ParquetTables tables = new ParquetTables();
            PlanRunner runner = new PlanRunner(folder, identity, tables, workers, progress);
            FolderStore store = new FolderStore(output, tables, identity.runId());
            Artifact effective = writeConfig(store);
            Journal journal = runner.journal();
            runner.run(maker.apply(new Place(journal, store)));
            beforeClosing.run();
            List<Artifact> artifacts = new RunClosing(folder, identity, runner)
                    .close(
                            caseJson,
                            List.of(effective),
                            RunLogs.of(identity, runner.timings(), workers.threads(), started),
                            key);
            List<Evidence> last =
                    journal.evidenceOf(journal.events().get(journal.events().size() - 1));
            return new Left(artifacts, journal.evidence(), last);
        }
    }

    private Artifact writeConfig(FolderStore store) {
        ObjectNode config = identity.config().deepCopy();
        YAMLMapper mapper = new YAMLMapper(YAMLFactory.builder()
                .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
                .build());
        return store.file(
                RunFolder.CONFIG,
                "application/yaml",
                Origin.MEASURED,
                file -> mapper.writeValue(file.toFile(), config));
    }
}
