package io.spatho.cli.mcp;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spatho.anndata.bundle.BundleOptions;
import io.spatho.anndata.bundle.Bundles;
import io.spatho.core.error.InputException;
import io.spatho.core.error.Problem;
import io.spatho.core.error.UsageException;
import io.spatho.core.evidence.ModelReference;
import io.spatho.core.fingerprint.Fingerprint;
import io.spatho.core.json.CanonicalJson;
import io.spatho.core.matrix.DenseMatrix;
import io.spatho.core.parallel.Workers;
import io.spatho.core.tool.Progress;
import io.spatho.stgpt.checkpoint.CheckpointFolder;
import io.spatho.stgpt.engine.DeviceRequest;
import io.spatho.stgpt.nn.TrustedScripts;
import io.spatho.stgpt.runtime.CheckpointOptions;
import io.spatho.stgpt.runtime.EmbeddingSource;
import io.spatho.stgpt.runtime.EmbeddingTable;
import io.spatho.stgpt.service.CompareRegionsTool;
import io.spatho.stgpt.service.EmbeddedCase;
import io.spatho.stgpt.service.EmbeddedCase.RegionFacts;
import io.spatho.stgpt.service.ExplainRegionTool;
import io.spatho.stgpt.service.FinishedRun;
import io.spatho.stgpt.service.RetrieveRegionsTool;
import io.spatho.stgpt.service.ScoreNicheTool;
import io.spatho.stgpt.service.StgptRuntime;
import io.spatho.stgpt.service.SummarizeStructuresTool;
import io.spatho.stgpt.service.ValidateCaseTool;
import io.spatho.stgpt.tokens.Vocabulary;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The seven tools that only read: each answers in its reply, and what it writes on the way lies in a folder that is taken away. */
final class QuestionTools {

    private static final long MOST_NUMBERS = 100_000;

    private final NamedRoots roots;
    private final int threads;
    private final Progress progress;

    QuestionTools(NamedRoots roots, int threads, Progress progress) {
        this.roots = roots;
        this.threads = threads;
        this.progress = progress;
    }

    /** Answers; {@code folder} is for the files of the call. */
    ToolAnswer answer(String tool, ToolArguments arguments, Path folder) {
        long seed = arguments.seed();
        try (StgptRuntime runtime = new StgptRuntime(folder, threads, seed, progress)) {
            return switch (tool) {
                case "validate_case" -> validate(arguments, runtime, folder);
                case "embed_regions" -> embedRegions(arguments, runtime);
                case "summarize_structures" -> structures(arguments, runtime, folder);
                case "retrieve_regions" -> retrieve(arguments, runtime, folder);
                case "compare_regions" -> compare(arguments, runtime, folder);
                case "score_niche" -> niche(arguments, runtime, folder);
                case "explain_region" -> explain(arguments, runtime, folder);
                default -> throw new IllegalArgumentException(tool);
            };
        }
    }

    private Path run(ToolArguments arguments) {
        return roots.existing(arguments.text("run"));
    }

    private ToolAnswer validate(ToolArguments arguments, StgptRuntime runtime, Path folder) {
        Path bundle = roots.existing(arguments.text("case"));
        Optional<Path> checkpoint = arguments.optionalText("checkpoint").map(roots::existing);
        arguments.requireNoOther();
        Optional<Vocabulary> vocabulary = checkpoint.map(
                from -> CheckpointFolder.open(from, TrustedScripts.none()::read).vocabulary());
        try (Workers workers = new Workers(threads)) {
            return ToolAnswer.of(
                    runtime.validateCase(
                            new ValidateCaseTool.Request(Bundles.open(bundle, BundleOptions.of(workers)), vocabulary)),
                    folder);
        }
    }

    /** The vectors are pooled from the run's observations again, as every question does; the evidence is the run's own. */
    private ToolAnswer embedRegions(ToolArguments arguments, StgptRuntime runtime) {
        Path run = run(arguments);
        arguments.requireNoOther();
        EmbeddedCase subject = runtime.open(run);
        DenseMatrix vectors = subject.regionVectors();
        if ((long) vectors.rows() * vectors.columns() > MOST_NUMBERS) {
            throw new InputException(Problem.of("the vectors are too many for an answer")
                    .expected("at most " + MOST_NUMBERS + " numbers", (long) vectors.rows() * vectors.columns())
                    .fix("Read regions/region_embeddings.parquet of the run"));
        }
        ObjectNode document = CanonicalJson.object()
                .put("embedding", subject.embedding().name())
                .put("dimensions", vectors.columns());
        ArrayNode list = document.putArray("regions");
        for (int row = 0; row < vectors.rows(); row++) {
            RegionFacts facts = subject.regions().get(row);
            ArrayNode numbers = list.addObject()
                    .put("region_id", facts.id())
                    .put("structure_label", facts.structure())
                    .put("cells", facts.cells())
                    .put("qc_flag", facts.qcFlag())
                    .putArray("vector");
            for (int column = 0; column < vectors.columns() && Float.isFinite(vectors.get(row, column)); column++) {
                numbers.add(vectors.get(row, column));
            }
        }
        return ToolAnswer.ofRun(document, run, "region_embeddings");
    }

    private ToolAnswer structures(ToolArguments arguments, StgptRuntime runtime, Path folder) {
        Path run = run(arguments);
        arguments.requireNoOther();
        EmbeddedCase subject = runtime.open(run);
        String[] labels = subject.labels().get("structure_label");
        if (labels == null) {
            throw new InputException(Problem.of("the run names no structures").at(arguments.text("run")));
        }
        return ToolAnswer.of(
                runtime.summarizeStructures(new SummarizeStructuresTool.Request(subject.embedding(), labels)), folder);
    }

    private ToolAnswer retrieve(ToolArguments arguments, StgptRuntime runtime, Path folder) {
        Path run = run(arguments);
        Optional<String> region = arguments.optionalText("region");
        List<String> genes = arguments.texts("genes");
        float[] vector = arguments.numbers("vector");
        Optional<Path> space = arguments.optionalText("space").map(roots::existing);
        int most = (int) arguments.integer("most", 1, 10_000, 10);
        arguments.requireNoOther();
        int ways = (region.isPresent() ? 1 : 0) + (genes.isEmpty() ? 0 : 1) + (vector.length == 0 ? 0 : 1);
        if (ways != 1 || (space.isPresent() && vector.length == 0)) {
            throw ToolArguments.refused(
                    "region, genes, vector", "one of the three, space with vector only", ways + " of them");
        }
        EmbeddedCase subject = runtime.open(run);
        RetrieveRegionsTool.Query query = region.isPresent()
                ? new RetrieveRegionsTool.ByRegion(region.get())
                : vector.length == 0
                        ? new RetrieveRegionsTool.ByGenes(genes)
                        : new RetrieveRegionsTool.ByVector(
                                "vector of the request",
                                vector,
                                space.map(file -> vectors(file, subject)),
                                space.map(QuestionTools::encoder));
        return ToolAnswer.of(runtime.retrieveRegions(new RetrieveRegionsTool.Request(subject, query, most)), folder);
    }

    private DenseMatrix vectors(Path file, EmbeddedCase subject) {
        try (Workers workers = new Workers(threads)) {
            EmbeddingTable table = EmbeddingTable.read(file, "region_id", workers);
            return table.select(
                    table.rowsOf(subject.regions().stream().map(RegionFacts::id).toArray(String[]::new)));
        }
    }

    private static ModelReference encoder(Path file) {
        try {
            return new ModelReference(
                    "encoder of " + file.getFileName(),
                    "",
                    Fingerprint.ofFile(file).sha256());
        } catch (IOException e) {
            throw new InputException(
                    Problem.of("cannot read: " + e.getMessage()).at(file), e);
        }
    }

    private ToolAnswer compare(ToolArguments arguments, StgptRuntime runtime, Path folder) {
        Path run = run(arguments);
        arguments.has("first");
        arguments.has("second");
        List<String> first = arguments.texts("first");
        List<String> second = arguments.texts("second");
        arguments.requireNoOther();
        if (first.isEmpty() || second.isEmpty()) {
            throw ToolArguments.refused("first, second", "two lists of regions", "fewer");
        }
        return ToolAnswer.of(
                runtime.compareRegions(new CompareRegionsTool.Request(runtime.open(run), first, second)), folder);
    }

    private ToolAnswer niche(ToolArguments arguments, StgptRuntime runtime, Path folder) {
        Path run = run(arguments);
        String column = arguments.optionalText("column").orElse("cell_type");
        List<String> labels = arguments.texts("labels");
        List<String> genes = arguments.texts("genes");
        List<String> examples = arguments.texts("examples");
        arguments.requireNoOther();
        if (labels.isEmpty() && genes.isEmpty() && examples.isEmpty()) {
            throw ToolArguments.refused("labels, genes, examples", "at least one of the three", "none");
        }
        return ToolAnswer.of(
                runtime.scoreNiche(new ScoreNicheTool.Request(runtime.open(run), column, labels, genes, examples)),
                folder);
    }

    private ToolAnswer explain(ToolArguments arguments, StgptRuntime runtime, Path folder) {
        Path run = run(arguments);
        String region = arguments.text("region");
        int most = (int) arguments.integer("most_genes", 1, 500, 20);
        Optional<Path> checkpoint = arguments.optionalText("checkpoint").map(roots::existing);
        DeviceRequest device =
                DeviceRequest.parse(arguments.optionalText("device").orElse("auto"));
        arguments.requireNoOther();
        EmbeddedCase subject = runtime.open(run);
        Optional<EmbeddingSource> network = checkpoint.isPresent()
                ? Optional.of(behind(subject, checkpoint.get(), device))
                : FinishedRun.open(run).network(device);
        try {
            return ToolAnswer.of(
                    runtime.explainRegion(new ExplainRegionTool.Request(subject, region, most, network)), folder);
        } finally {
            network.ifPresent(EmbeddingSource::close);
        }
    }

    /** A checkpoint that was named must be the one behind the vectors. */
    private static EmbeddingSource behind(EmbeddedCase subject, Path checkpoint, DeviceRequest device) {
        EmbeddingSource opened =
                EmbeddingSource.open(checkpoint, subject.kept().panel(), device, CheckpointOptions.standard());
        String expected =
                subject.embedding().model().map(ModelReference::fingerprint).orElse("none");
        String found = opened.checkpointFingerprint().orElseThrow().sha256();
        if (expected.equals(found)) {
            return opened;
        }
        opened.close();
        throw new UsageException(Problem.of("the run's vectors were made by another model")
                .at("checkpoint")
                .expected("fingerprint " + expected, found));
    }
}
