package io.spatho.stgpt.service;

import com.fasterxml.jackson.databind.JsonNode;
import io.spatho.anndata.parquet.ParquetTables;
import io.spatho.core.analysis.CellEmbedding;
import io.spatho.core.analysis.RegionEmbeddingTool;
import io.spatho.core.artifact.Artifact;
import io.spatho.core.artifact.FolderStore;
import io.spatho.core.error.GuardrailException;
import io.spatho.core.error.Problem;
import io.spatho.core.evidence.Evidence;
import io.spatho.core.fingerprint.Fingerprint;
import io.spatho.core.guardrail.Verdict;
import io.spatho.core.json.CanonicalJson;
import io.spatho.core.parallel.Workers;
import io.spatho.core.tool.Progress;
import io.spatho.core.tool.Tool;
import io.spatho.core.tool.ToolContext;
import io.spatho.stgpt.evaluation.EvaluateTool;
import io.spatho.stgpt.imputation.ImputeTool;
import io.spatho.stgpt.runtime.EmbedCellsTool;
import io.spatho.stgpt.runtime.StructureSummary;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The runtime tools as methods: typed request in, answer with evidence and files out. The command line and the run plan call the same
 * tool objects; this adds an output folder, threads and a seed.
 *
 * <p>A guardrail that blocks ends a call with {@link GuardrailException}. Determinism: answers and files depend on request and seed. Not
 * for several threads at once; close it to end its workers.
 */
public final class StgptRuntime implements AutoCloseable {

    private final Path output;
    private final Workers workers;
    private final long seed;
    private final Progress progress;

    /** A runtime that writes below {@code output}. */
    public StgptRuntime(Path output, int threads, long seed, Progress progress) {
        this.output = output;
        this.workers = new Workers(threads);
        this.seed = seed;
        this.progress = progress;
    }

    /**
     * What a call gave.
     *
     * @param result the typed result
     * @param evidence what it states
     * @param artifacts the files it wrote, below the output folder
     * @param verdicts what guardrails said
     */
    public record Answer<R>(R result, List<Evidence> evidence, List<Artifact> artifacts, List<Verdict> verdicts) {}

    /** Opens a finished run and reads its case. */
    public EmbeddedCase open(Path run) {
        return FinishedRun.open(run).embeddedCase(workers);
    }

    /** Whether a case can be embedded. */
    public Answer<ValidateCaseTool.Result> validateCase(ValidateCaseTool.Request request) {
        return call(new ValidateCaseTool(), request);
    }

    /** The vector of every observation. */
    public Answer<CellEmbedding> embedCells(EmbedCellsTool.Request request) {
        return call(new EmbedCellsTool(), request);
    }

    /** The vector of every region. */
    public Answer<RegionEmbeddingTool.Result> embedRegions(RegionEmbeddingTool.Request request) {
        return call(new RegionEmbeddingTool(), request);
    }

    /** The vector of every structure. */
    public Answer<StructureSummary> summarizeStructures(SummarizeStructuresTool.Request request) {
        return call(new SummarizeStructuresTool(), request);
    }

    /** Regions like a region, high in genes, or near to a picture's vector. */
    public Answer<RetrieveRegionsTool.Result> retrieveRegions(RetrieveRegionsTool.Request request) {
        return call(new RetrieveRegionsTool(), request);
    }

    /** How two sets of regions differ. */
    public Answer<CompareRegionsTool.Result> compareRegions(CompareRegionsTool.Request request) {
        return call(new CompareRegionsTool(), request);
    }

    /** Genes that were not measured. */
    public Answer<JsonNode> imputeRegionPanel(ImputeTool.Request request) {
        return call(new ImputeTool(), request);
    }

    /** Every region's score for a niche. */
    public Answer<ScoreNicheTool.Result> scoreNiche(ScoreNicheTool.Request request) {
        return call(new ScoreNicheTool(), request);
    }

    /** What carries a region's vector. */
    public Answer<ExplainRegionTool.Result> explainRegion(ExplainRegionTool.Request request) {
        return call(new ExplainRegionTool(), request);
    }

    /** How good a model is on tissue that it did not see. */
    public Answer<JsonNode> evaluateCheckpoint(EvaluateTool.Request request) {
        return call(new EvaluateTool(), request);
    }

    /** A checkpoint with its card. */
    public Answer<JsonNode> packageModel(PackageModelTool.Request request) {
        return call(new PackageModelTool(), request);
    }

    /** The artifacts of a finished run that consumers of stGPT read, the structure summary under all its names. */
    public Answer<List<Artifact>> exportSpathoArtifacts(Path run) {
        FinishedRun finished = FinishedRun.open(run);
        EmbeddedCase subject = finished.embeddedCase(workers);
        Answer<List<Artifact>> copied =
                call(new ExportArtifactsTool(), new ExportArtifactsTool.Request(finished, subject));
        Answer<StructureSummary> summary = summarizeStructures(
                new SummarizeStructuresTool.Request(subject.embedding(), subject.labels("structure_label")));
        List<Artifact> artifacts = new ArrayList<>(copied.artifacts());
        artifacts.addAll(summary.artifacts());
        List<Evidence> evidence = new ArrayList<>(copied.evidence());
        evidence.addAll(summary.evidence());
        return new Answer<>(List.copyOf(artifacts), evidence, List.copyOf(artifacts), copied.verdicts());
    }

    /** Calls any tool; one that a guardrail blocks leaves its files and fails. */
    public <Q, R> Answer<R> call(Tool<Q, R> tool, Q request) {
        String parameters = CanonicalJson.line(tool.parameters(request));
        String key =
                Fingerprint.ofText(tool.id() + " " + seed + " " + parameters).sha256();
        FolderStore store = new FolderStore(output, new ParquetTables(), "call_" + key.substring(0, 32));
        ToolContext context =
                new ToolContext(tool.id(), List.of(new Fingerprint(key).shortName()), store, workers, seed, progress);
        R result = tool.run(request, context);
        for (Verdict verdict : context.collectedVerdicts()) {
            if (verdict.outcome() == Verdict.Outcome.BLOCK) {
                throw new GuardrailException(
                        Problem.of("guardrail " + verdict.guardrail() + " blocked the result: " + verdict.detail())
                                .at(verdict.subject()));
            }
        }
        return new Answer<>(result, context.collectedEvidence(), store.written(), context.collectedVerdicts());
    }

    @Override
    public void close() {
        workers.close();
    }
}
