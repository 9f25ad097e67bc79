package io.spatho.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spatho.core.analysis.CellEmbedding;
import io.spatho.core.artifact.ArtifactStore;
import io.spatho.core.error.Problem;
import io.spatho.core.error.UsageException;
import io.spatho.core.json.CanonicalJson;
import io.spatho.core.json.StrictJson;
import io.spatho.core.parallel.Workers;
import io.spatho.core.run.RunFolder;
import io.spatho.core.run.RunIdentity;
import io.spatho.core.tool.Progress;
import io.spatho.core.tool.RunPlan;
import io.spatho.core.tool.RunPlan.Results;
import io.spatho.core.tool.RunPlan.Step;
import io.spatho.core.tool.Tool;
import io.spatho.core.tool.ToolRegistry;
import io.spatho.stgpt.engine.DeviceRequest;
import io.spatho.stgpt.runtime.EmbedCellsTool;
import io.spatho.stgpt.runtime.EmbeddingSource;
import io.spatho.stgpt.service.EmbeddedCase;
import io.spatho.stgpt.service.FinishedRun;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;

/** What every question to an embedded case takes: a finished run, or a case that is embedded first. */
final class CaseQuery {

    @Parameters(
            paramLabel = "SOURCE",
            description = "The folder of a finished run, or a bundle or h5ad file that is analysed and embedded first.")
    private Path source;

    @Mixin
    private RunTarget target;

    @Mixin
    private RunOptions options;

    @Mixin
    private ModelOptions model;

    @Mixin
    private Threads threads;

    /** An embedded case, and the network behind its vectors where it is at hand. */
    record Subject(EmbeddedCase embedded, Supplier<Optional<EmbeddingSource>> network) {}

    /** Makes the request once the case is embedded. */
    @FunctionalInterface
    interface Question<Q> {
        Q about(Subject subject);
    }

    /** Asks, writes the answer into a folder with its evidence and prints it. */
    <Q> int ask(
            String name,
            Map<String, String> choices,
            String file,
            Tool<Q, ?> tool,
            Question<Q> question,
            CommandSpec spec) {
        Map<String, String> study = new TreeMap<>(choices);
        study.put("study", name);
        RunSettings settings = RunSettings.ofStudy(options, model, study);
        ConsoleProgress progress = new ConsoleProgress(spec.commandLine().getErr());
        CaseRun.Outcome outcome = FinishedRun.isIn(source)
                ? askRun(settings, tool, question, progress)
                : new CaseRun(settings, threads.count(), progress)
                        .execute(
                                source,
                                target.output,
                                target.existing(),
                                target.key(),
                                (prepared, tools, journal, store) -> plan(prepared, tools, store, tool, question));
        print(target, outcome, file, spec.commandLine().getOut());
        return 0;
    }

    /** Prints what a question or an export left: sentences and the file, or all as JSON. */
    static void print(RunTarget target, CaseRun.Outcome outcome, String file, PrintWriter out) {
        Path result = target.output.resolve(file);
        if (!target.json()) {
            outcome.sentences().forEach(out::println);
            out.println(result);
            return;
        }
        ObjectNode node = CanonicalJson.object();
        node.put("run_id", outcome.runId())
                .put("result", result.toString())
                .put("artifacts", outcome.artifacts())
                .put("evidence", outcome.evidence());
        if (file.endsWith(".json")) {
            node.set("answer", StrictJson.read(result));
        }
        out.println(CanonicalJson.line(node));
    }

    private <Q> CaseRun.Outcome askRun(RunSettings settings, Tool<Q, ?> tool, Question<Q> question, Progress progress) {
        RunFolder.check(target.output, target.existing());
        try (Workers workers = new Workers(threads.count())) {
            progress.note("reading the run");
            FinishedRun run = FinishedRun.open(source);
            EmbeddedCase embedded = run.embeddedCase(workers);
            DeviceRequest device = DeviceRequest.parse(model.device);
            try (LentNetwork network = new LentNetwork(() -> network(run, embedded, device))) {
                Subject subject = new Subject(embedded, network::get);
                RunIdentity identity = identity(settings, run);
                RunPlan plan = new RunPlan();
                plan.add(tool.id().name().replace('_', ' '), tool, List.of(), results -> question.about(subject));
                PlanExecution.Left left = new PlanExecution(
                                identity, run.manifest().path("case"), workers, progress)
                        .execute(target.output, target.existing(), target.key(), place -> plan);
                return new CaseRun.Outcome(
                        identity.runId(),
                        target.output,
                        left.artifacts().size(),
                        left.evidence().size(),
                        CaseRun.sentences(left.last()));
            }
        }
    }

    /** A checkpoint that was named must be the one behind the vectors. */
    private Optional<EmbeddingSource> network(FinishedRun run, EmbeddedCase embedded, DeviceRequest device) {
        if (model.checkpoint.isEmpty()) {
            return run.network(device);
        }
        EmbeddingSource opened =
                EmbeddingSource.open(model.checkpoint.get(), embedded.kept().panel(), device, model.use.options());
        String expected =
                embedded.embedding().model().map(made -> made.fingerprint()).orElse("none");
        String found = opened.checkpointFingerprint().orElseThrow().sha256();
        if (!expected.equals(found)) {
            opened.close();
            throw new UsageException(Problem.of("the run's vectors were made by another model")
                    .at(model.checkpoint.get())
                    .expected("fingerprint " + expected, found));
        }
        return Optional.of(opened);
    }

    private static RunIdentity identity(RunSettings settings, FinishedRun run) {
        JsonNode config = settings.effective();
        return new RunIdentity(
                SpathoVersion.current(),
                settings.options().seed,
                config,
                List.of(PreparedCase.source("run", run.folder().resolve(RunFolder.MANIFEST))));
    }

    private static <Q> RunPlan plan(
            PreparedCase prepared, ToolRegistry tools, ArtifactStore store, Tool<Q, ?> tool, Question<Q> question) {
        MeasuredSteps measured = new MeasuredSteps(new RunPlan(), prepared, tools).all();
        List<Step<?>> after = measured.steps();
        Optional<Step<CellEmbedding>> vectors = prepared.embedding().map(from -> measured.plan()
                .add(
                        "stGPT embedding",
                        tools.get(EmbedCellsTool.class),
                        measured.steps(),
                        results -> new EmbedCellsTool.Request(
                                measured.kept(results),
                                results.of(measured.graphs()).spatial(),
                                measured.structures(results),
                                from)));
        vectors.ifPresent(after::add);
        measured.plan()
                .add(
                        tool.id().name().replace('_', ' '),
                        tool,
                        after,
                        results -> question.about(
                                new Subject(embedded(measured, results, vectors), () -> network(prepared, store))));
        return measured.plan();
    }

    private static EmbeddedCase embedded(
            MeasuredSteps measured, Results results, Optional<Step<CellEmbedding>> vectors) {
        Map<String, String[]> labels = new TreeMap<>();
        labels.put("cluster_id", measured.clusterIds(results));
        labels.put("structure_label", measured.structures(results));
        return EmbeddedCase.of(
                measured.kept(results),
                vectors.map(results::of).orElseGet(() -> measured.components(results)),
                results.of(measured.regions()),
                labels);
    }

    /** The checkpoint that was named, or the model that an earlier step trained and left in the folder. */
    private static Optional<EmbeddingSource> network(PreparedCase prepared, ArtifactStore store) {
        Optional<EmbeddingSource> loaded = prepared.embedding().filter(EmbeddingSource::isLoaded);
        Path trained = store.locate("stgpt/model");
        if (loaded.isPresent() || !Files.isRegularFile(trained.resolve("model.json"))) {
            return loaded;
        }
        return prepared.embedding().map(from -> EmbeddingSource.FromRegionModel.open(trained, from.device()));
    }
}
