package io.spatho.stgpt.runtime;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spatho.core.analysis.CellEmbedding;
import io.spatho.core.artifact.Artifact;
import io.spatho.core.dataset.SpatialDataset;
import io.spatho.core.evidence.ModelReference;
import io.spatho.core.evidence.QcStatus;
import io.spatho.core.evidence.Unit;
import io.spatho.core.fingerprint.Fingerprint;
import io.spatho.core.graph.Graph;
import io.spatho.core.guardrail.Guardrails;
import io.spatho.core.guardrail.Verdict;
import io.spatho.core.json.CanonicalJson;
import io.spatho.core.json.StrictJson;
import io.spatho.core.matrix.DenseMatrix;
import io.spatho.core.text.Words;
import io.spatho.core.tool.Tool;
import io.spatho.core.tool.ToolContext;
import io.spatho.core.tool.ToolId;
import java.util.Optional;

/**
 * Gives every observation a vector by stGPT: by a scGPT or scGPT-spatial checkpoint, a region model trained before or on the case
 * itself, or as artifacts computed elsewhere say. Writes
 * {@code stgpt/cell_embeddings.parquet}, {@code structure_embedding_summary.csv}, {@code qc_report.json}, and for a trained model
 * {@code training.json} and the model itself.
 *
 * <p>Determinism: bytes depend on the case, the source and the seed; on another kind of device vectors agree within 1e-5. Cost: see
 * {@link io.spatho.stgpt.scgpt.ScgptEmbedder} and {@link io.spatho.stgpt.region.RegionTrainer}.
 */
public final class EmbedCellsTool implements Tool<EmbedCellsTool.Request, CellEmbedding> {

    /** The name of the vectors in a run. */
    public static final String NAME = "stgpt";

    private static final ToolId ID = new ToolId("embed_cells", "1.0");

    /**
     * What to embed.
     *
     * @param kept observations that passed quality control
     * @param spatial their spatial graph
     * @param structureLabels the structure of each, for the tables
     * @param source where vectors come from
     */
    public record Request(SpatialDataset kept, Graph spatial, String[] structureLabels, EmbeddingSource source) {}

    @Override
    public ToolId id() {
        return ID;
    }

    @Override
    public String purpose() {
        return "Gives every observation a vector by stGPT.";
    }

    @Override
    public JsonNode parameters(Request request) {
        return parameters(request.source());
    }

    private static JsonNode parameters(EmbeddingSource source) {
        if (source instanceof EmbeddingSource.FromShards merged) {
            return parameters(merged.network());
        }
        if (source instanceof EmbeddingSource.FromCheckpoint checkpoint) {
            return CheckpointVectors.parameters(checkpoint);
        }
        if (source instanceof EmbeddingSource.FromRegionModel region) {
            return RegionModelVectors.parameters(region);
        }
        if (source instanceof EmbeddingSource.Precomputed precomputed) {
            return PrecomputedVectors.parameters(precomputed);
        }
        return CaseTrainedVectors.parameters((EmbeddingSource.TrainedOnCase) source);
    }

    /** A digest of this tool and of all about a source that decides vectors; shards of one task agree in it. */
    static String task(EmbeddingSource source) {
        return Fingerprint.ofText(ID + CanonicalJson.line(parameters(source))).sha256();
    }

    private static EmbeddedCells embed(Request request, ToolContext context) {
        EmbeddingSource source = request.source();
        if (source.isLoaded()) {
            return CellWork.of(source, request.kept(), context).all();
        }
        if (source instanceof EmbeddingSource.FromShards merged) {
            return EmbedShardTool.merge(request.kept(), merged, context);
        }
        if (source instanceof EmbeddingSource.Precomputed precomputed) {
            return PrecomputedVectors.embed(request.kept(), precomputed, context);
        }
        return CaseTrainedVectors.embed(
                request.kept(), request.spatial(), (EmbeddingSource.TrainedOnCase) source, context);
    }

    @Override
    public CellEmbedding run(Request request, ToolContext context) {
        EmbeddedCells cells = embed(request, context);
        EmbeddingFiles files = new EmbeddingFiles(request.kept(), request.structureLabels(), cells);
        Artifact table = files.write(context.store());
        Verdict panel = context.judge(panelVerdict(cells));
        context.judge(Guardrails.IMPUTATION_NOT_MEASURED.pass(
                "run", "Vectors are marked model-derived; no expression value was imputed."));
        state(context, cells, table, panel);
        return new CellEmbedding(NAME, cells.vectors(), Optional.of(cells.model()), cells.lowPanelOverlap());
    }

    private static Verdict panelVerdict(EmbeddedCells cells) {
        if (cells.overlap().isEmpty()) {
            return Guardrails.PANEL_COMPATIBILITY.fail(
                    "model", "The precomputed artifacts do not say how many measured genes their model knew.");
        }
        PanelOverlap overlap = cells.overlap().get();
        String detail = Words.count(overlap.shared()) + " of " + Words.count(overlap.measured())
                + " measured genes are known to the model.";
        return cells.lowPanelOverlap()
                ? Guardrails.PANEL_COMPATIBILITY.fail("model", detail)
                : Guardrails.PANEL_COMPATIBILITY.pass("model", detail);
    }

    private static void state(ToolContext context, EmbeddedCells cells, Artifact table, Verdict panel) {
        ObjectNode value = CanonicalJson.object();
        value.put("observations", cells.vectors().rows())
                .put("dimensions", cells.vectors().columns())
                .put("without_vector", cells.withoutVector());
        cells.overlap().ifPresent(overlap -> value.put("shared_genes", overlap.shared())
                .put("panel_genes", overlap.measured()));
        context.evidence(Unit.SLIDE, "slide", "cell_embeddings")
                .value(value)
                .summary(Words.count(cells.vectors().rows() - cells.withoutVector())
                        + " observations have a vector from " + cells.description() + ".")
                .restsOn(table, "all")
                .qc(cells.isDoubtful() ? QcStatus.WARN : QcStatus.PASS)
                .verdict(panel)
                .modelDerived(cells.model());
    }

    @Override
    public Optional<CellEmbedding> restore(Request request, ToolContext context) {
        DenseMatrix vectors =
                EmbeddingFiles.read(context.store(), request.kept().cellIds());
        JsonNode report = StrictJson.read(context.store().locate(EmbeddingFiles.QC_REPORT));
        JsonNode model = report.path("model");
        ModelReference reference = new ModelReference(
                model.path("name").asText(),
                model.path("version").asText(),
                model.path("fingerprint").asText());
        boolean lowOverlap = report.path("metrics").path("low_panel_overlap").asBoolean();
        return Optional.of(new CellEmbedding(NAME, vectors, Optional.of(reference), lowOverlap));
    }
}
