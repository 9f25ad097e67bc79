package io.spatho.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.spatho.anndata.parquet.ParquetTables;
import io.spatho.core.artifact.Artifact;
import io.spatho.core.artifact.FolderStore;
import io.spatho.core.artifact.Origin;
import io.spatho.core.dataset.CaseMetadata;
import io.spatho.core.json.CanonicalJson;
import io.spatho.core.parallel.Workers;
import io.spatho.core.run.PlanRunner;
import io.spatho.core.run.RunClosing;
import io.spatho.core.run.RunFolder;
import io.spatho.core.run.RunFolder.Existing;
import io.spatho.core.tool.Progress;
import io.spatho.core.tool.ToolRegistry;
import io.spatho.report.ReportTool;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code spatho run BUNDLE -o OUT}: the main road from a bundle to regions, evidence and a report. */
@Command(
        name = "run",
        description = "From a Xenium, Visium or Visium HD folder, or an h5ad file, to regions, evidence and a report.",
        mixinStandardHelpOptions = true,
        sortOptions = false)
final class RunCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Parameters(
            paramLabel = "BUNDLE",
            description = "The folder that the instrument or Space Ranger wrote, or an h5ad file.")
    private Path bundle;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "OUT",
            required = true,
            description = "The folder to make.")
    private Path output;

    /** Read by {@link ConfigDefaults} before the other options get their values. */
    @SuppressWarnings("UnusedVariable")
    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = "YAML with defaults for these options (key n_neighbors for --n-neighbors).")
    private Path config;

    @ArgGroup
    private WhenExisting whenExisting = new WhenExisting();

    @Option(names = "--json", description = "Print the result as JSON.")
    private boolean json;

    @Mixin
    private RunOptions options;

    @Mixin
    private Threads threads;

    /** What to do when the output folder exists; one of the two at most. */
    static final class WhenExisting {
        @Option(names = "--force", description = "Replace the run that the output folder holds.")
        private boolean force;

        @Option(names = "--resume", description = "Go on with the run that the output folder holds.")
        private boolean resume;

        Existing choice() {
            if (force) {
                return Existing.REPLACE;
            }
            return resume ? Existing.RESUME : Existing.REFUSE;
        }
    }

    @Override
    public Integer call() {
        Instant started = Instant.now();
        RunSettings settings = RunSettings.of(options);
        RunFolder.check(output, whenExisting.choice());
        Progress progress = new ConsoleProgress(spec.commandLine().getErr());
        try (Workers workers = new Workers(threads.count());
                PreparedCase prepared = PreparedCase.read(bundle, settings, workers, progress);
                RunFolder folder = RunFolder.open(output, whenExisting.choice())) {
            ToolRegistry tools = Tools.registry();
            ParquetTables tables = new ParquetTables();
            PlanRunner runner = new PlanRunner(folder, prepared.identity(), tables, workers, progress);
            FolderStore store =
                    new FolderStore(output, tables, prepared.identity().runId());
            Artifact effective = writeConfig(store, settings);
            runner.run(StandardPlan.of(prepared, tools, runner.journal(), store));
            List<Artifact> artifacts = new RunClosing(folder, prepared.identity(), runner)
                    .close(
                            caseJson(prepared),
                            List.of(effective),
                            RunLogs.of(prepared.identity(), runner.timings(), threads.count(), started));
            print(prepared, artifacts, runner);
        }
        return 0;
    }

    private static Artifact writeConfig(FolderStore store, RunSettings settings) {
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

    private void print(PreparedCase prepared, List<Artifact> artifacts, PlanRunner runner) {
        PrintWriter out = spec.commandLine().getOut();
        Path report = output.resolve(ReportTool.PATH);
        if (json) {
            ObjectNode node = CanonicalJson.object();
            node.put("run_id", prepared.identity().runId());
            node.put("report", report.toString());
            node.put("artifacts", artifacts.size());
            node.put("evidence", runner.journal().evidence().size());
            out.println(CanonicalJson.line(node));
        } else {
            out.println(report);
        }
    }
}
